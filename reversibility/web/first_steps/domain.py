"""Second step: one name is typed, and what it shows is kept or set aside; or there is no name."""

from dataclasses import dataclass, replace
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reversibility.accounts.queries import get_practice
from reversibility.evidence.discovering import DraftSheet, get_draft, request_discovery
from reversibility.evidence.errors import NameRefusedError
from reversibility.first_steps.models import Step
from reversibility.first_steps.queries import Progress, get_progress
from reversibility.first_steps.service import Advance, advance
from reversibility.first_steps.taking_up import Choice, Look, Taken, take_up
from reversibility.http.refusals import sentence
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.jobs.errors import RunMissingError
from reversibility.jobs.queries import RunProgress, RunState
from reversibility.jobs.queries import get_progress as get_run
from reversibility.kernel.actor import Permission
from reversibility.web.checks import look_ahead, progress_part
from reversibility.web.first_steps.frame import Frame, following, make_frame, step_address
from reversibility.web.first_steps.pages import PATH, pages
from reversibility.web.first_steps.traces import DraftPart, draft_part
from reversibility.web.forms.discovering import DomainForm
from reversibility.web.forms.traces import TracesForm
from reversibility.web.languages import current_language, ngettext
from reversibility.web.parts import ProgressPart


@dataclass(frozen=True, kw_only=True)
class DomainPage:
    """The second step: the question, the look that is under way, or what it brought."""

    frame: Frame
    has_no_domain: bool
    part: ProgressPart | None = None
    draft: DraftPart | None = None
    has_failed: bool = False
    says_left: bool = False
    """Whether to say of what nothing was said: somebody wanted to go on."""


@pages.get(f"{PATH}/domaine")
def domain() -> Response:
    """Ask for a name, show how far the look at it is, or what it brought."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
        progress = get_progress(desk.session, desk.actor)
        page = _page(desk, progress, asks_again="autre" in request.args)
        typed = "" if page.draft or page.part else _guess(desk)
    return _show(page, DomainForm(data={"domain": typed}))


@pages.post(f"{PATH}/domaine")
def domain_look() -> Response:
    """Look what the name shows."""
    form = DomainForm()
    if not form.validate():
        return _ask(form)
    try:
        with writing() as desk:
            run = request_discovery(
                desk.session, desk.actor, form.domain.data, services().probe_options, now=desk.now
            )
            news = Advance(run_id=run.id, has_no_domain=False)
            advance(desk.session, desk.actor, news, now=desk.now)
    except NameRefusedError as error:
        form.domain.errors = [sentence(error, current_language())]
        return _ask(form)
    services().queue.enqueue(run.units)
    return redirect(step_address(Step.DOMAIN))


@pages.post(f"{PATH}/domaine/aucun")
def domain_none() -> Response:
    """Note that the practice has no name; go on."""
    with writing() as desk:
        news = Advance(has_no_domain=True, done=Step.DOMAIN)
        advance(desk.session, desk.actor, news, now=desk.now)
    return redirect(following(Step.DOMAIN))


@pages.post(f"{PATH}/domaine/<uuid:run_id>")
def domain_keep(run_id: UUID) -> Response:
    """Enter what is kept, set aside what is not; go on, or say first of what nothing was said."""
    look = Look(run_id=run_id, locale=current_language(), catalogue=services().catalogue)
    then = request.form.get("then")
    with writing() as desk:
        draft = get_draft(desk.session, desk.actor, run_id, look.locale, now=desk.now)
        taken = take_up(desk.session, desk.actor, look, _choices(draft), now=desk.now)
    _tell(taken)
    with writing() as desk:
        run = get_run(desk.session, desk.actor, run_id, now=desk.now)
        part = draft_part(desk, get_progress(desk.session, desk.actor), run)
        is_open = bool(taken.incomplete) or bool(part and part.open_rows)
        goes_on = then == "leave" or (then == "go_on" and not is_open)
        if goes_on:
            advance(desk.session, desk.actor, Advance(done=Step.DOMAIN), now=desk.now)
    if goes_on:
        return redirect(following(Step.DOMAIN))
    return redirect(url_for(".domain", reste=1) if is_open else step_address(Step.DOMAIN))


def _choices(draft: DraftSheet) -> dict[int, Choice]:
    """Read what was said of each line; a line about which nothing was said is left open."""
    said = dict(TracesForm.of([line.number for line in draft.lines]).choices())
    if request.form.get("then") != "keep_all":
        return said
    # Only what was proposed: what can merely be asked about is not entered unseen.
    return {line.number: Choice.KEEP for line in draft.proposals} | said


def _tell(taken: Taken) -> None:
    if taken.assets:
        flash(
            ngettext(
                "%(num)s élément est inscrit au registre.",
                "%(num)s éléments sont inscrits au registre.",
                len(taken.assets),
            )
        )
    if taken.incomplete:
        flash(
            ngettext(
                "Pour %(num)s élément, il manque une précision que la trace ne donne pas\u00a0: "
                "inscrivez-le par sa fiche.",
                "Pour %(num)s éléments, il manque une précision que la trace ne donne pas\u00a0: "
                "inscrivez-les par leur fiche.",
                len(taken.incomplete),
            ),
            "problem",
        )


def _guess(desk: Desk) -> str:
    """Return the name that the practice's addresses use, to be confirmed."""
    practice = get_practice(desk.session, desk.actor)
    mailed = [address.rpartition("@")[2] for address in practice.emails]
    return next(iter([*practice.domains, *mailed]), "")


def _page(desk: Desk, progress: Progress, *, asks_again: bool) -> DomainPage:
    page = DomainPage(frame=make_frame(Step.DOMAIN, progress), has_no_domain=progress.has_no_domain)
    run = None if asks_again else _run(desk, progress)
    if run is None:
        return page
    if not run.is_over:
        return replace(page, part=progress_part(run, look_ahead(desk, run)))
    if run.state is not RunState.DONE:
        return replace(page, has_failed=True)
    part = draft_part(desk, progress, run)
    is_left = "reste" in request.args and part is not None and bool(part.open_rows)
    return replace(page, draft=part, says_left=is_left)


def _run(desk: Desk, progress: Progress) -> RunProgress | None:
    """Return the last look at a name, unless it was purged since."""
    if progress.run_id is None:
        return None
    try:
        return get_run(desk.session, desk.actor, progress.run_id, now=desk.now)
    except RunMissingError:
        return None


def _ask(form: DomainForm) -> Response:
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
        progress = get_progress(desk.session, desk.actor)
    page = DomainPage(frame=make_frame(Step.DOMAIN, progress), has_no_domain=progress.has_no_domain)
    return _show(page, form, status=422)


def _show(page: DomainPage, form: DomainForm, *, status: int = 200) -> Response:
    html = render_template("first_steps/domain.html", page=page, form=form)
    return make_response(html, status)
