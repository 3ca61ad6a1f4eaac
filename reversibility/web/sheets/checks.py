"""How far a check is, and which servers are not asked at present, in words."""

from probes.pacing.rules import Because
from reversibility.evidence.lanes import Pause
from reversibility.jobs.queries import RunProgress, RunState
from reversibility.web.filters import moment
from reversibility.web.languages import gettext, ngettext


def probe_status(run: RunProgress) -> str:
    """Say how many checks are done, and how many could not be."""
    if run.state is RunState.WAITING:
        return gettext("La vérification va commencer.")
    done = ngettext(
        "%(done)s vérification sur %(total)s est faite.",
        "%(done)s vérifications sur %(total)s sont faites.",
        run.done,
        done=run.done,
        total=run.total,
    )
    if not run.failed or run.is_over:
        return done
    failed = ngettext(
        "%(num)s n’a pas pu être faite.", "%(num)s n’ont pas pu être faites.", run.failed
    )
    return f"{done} {failed}"


def pause_sentence(pause: Pause) -> str:
    """Say why a server is not asked, until when, and how many wait for it."""
    texts = {
        Because.ASKED: gettext(
            "%(host)s demande d’attendre jusqu’au %(until)s.",
            host=pause.host,
            until=moment(pause.until),
        ),
        Because.SILENT: gettext(
            "%(host)s ne répond pas, nouvel essai le %(until)s.",
            host=pause.host,
            until=moment(pause.until),
        ),
    }
    waiting = ngettext(
        "%(num)s vérification l’attend.", "%(num)s vérifications l’attendent.", pause.waiting
    )
    return f"{texts.get(pause.because, pause.host)} {waiting}"
