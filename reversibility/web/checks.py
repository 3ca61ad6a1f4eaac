"""How far a check, or the making of a plan, is: true progress that survives closing the page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request, url_for

from probes.interface import VerdictField, VerdictState
from reversibility.evidence.lanes import Pause, list_pauses, time_left
from reversibility.exits.queries import get_exit, list_documents
from reversibility.http.refusals import failure
from reversibility.http.seat import Desk, reading, services
from reversibility.jobs.lanes import SMALL_RUN, waiting_by_lane
from reversibility.jobs.models import RunKind, UnitState
from reversibility.jobs.queries import (
    WORKER_SILENT_AFTER,
    RunProgress,
    RunState,
    UnitLine,
    get_progress,
    list_results,
    worker_seen_at,
)
from reversibility.journal.service import Subject
from reversibility.kernel import clock
from reversibility.web.languages import current_language, gettext, ngettext
from reversibility.web.members import members_only
from reversibility.web.outsiders import watch
from reversibility.web.parts import EvidenceItem, FieldVerdict, Link, ProgressPart, ProgressUnit
from reversibility.web.sheets.checks import pause_sentence, probe_status
from reversibility.web.sheets.documents import document_items
from reversibility.web.words import field_label

pages = members_only(Blueprint("checks", __name__))

_TWO_HOURS = 120
_MINUTE = 60


@dataclass(frozen=True, kw_only=True)
class CheckPage:
    """A run, what it does, and where it was asked for."""

    kind: str
    state: str
    total_count: int
    failed_count: int
    contradicted_count: int
    """Results that differ from what was declared."""
    requested_by: str
    requested_at: datetime
    part: ProgressPart
    back: Link
    documents: tuple[EvidenceItem, ...]
    """What a finished plan left."""


@pages.get("/verifications/<uuid:run_id>")
def show(run_id: UUID) -> str:
    """Show how far a run is."""
    page = _read(run_id)
    watch("check", Subject(type="run", id=run_id))
    return render_template("checks/show.html", page=page)


@pages.get("/verifications/<uuid:run_id>/avancement")
def show_part(run_id: UUID) -> Response:
    """Answer with the part that changes; at the end, with the whole page once more."""
    page = _read(run_id)
    response = make_response(render_template("checks/part.html", part=page.part))
    if page.part.is_finished:
        response.headers["HX-Refresh"] = "true"
    return response


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """What is still to come of a run."""

    seen_at: datetime | None = None
    left: timedelta | None = None
    pauses: tuple[Pause, ...] = ()


def _read(run_id: UUID) -> CheckPage:
    asked = _asked()
    with reading() as desk:
        run = get_progress(
            desk.session,
            desk.actor,
            run_id,
            now=desk.now,
            after=asked.after,
            failed_only=asked.failed_only,
        )
        ahead = Ahead() if run.is_over else look_ahead(desk, run)
        contradicted = _contradicted(desk, run) if run.is_over else 0
        back = _back(desk, run)
        documents = _documents(desk, run) if run.is_over else ()
    return CheckPage(
        kind=run.kind,
        state=run.state,
        total_count=run.total,
        failed_count=run.failed,
        contradicted_count=contradicted,
        requested_by=run.requested_by,
        requested_at=run.requested_at,
        part=progress_part(run, ahead, asked),
        back=back,
        documents=documents,
    )


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which units of a run are shown."""

    after: UUID | None = None
    failed_only: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it is the beginning of the whole list."""
        return self.after is None and not self.failed_only


def _asked() -> Asked:
    try:
        after = UUID(request.args.get("apres", ""))
    except ValueError:
        after = None
    return Asked(after=after, failed_only="echecs" in request.args)


def look_ahead(desk: Desk, run: RunProgress) -> Ahead:
    """Read what is still to come of a run that is not over."""
    seen_at = worker_seen_at(desk.session)
    if run.kind is not RunKind.PROBE:
        return Ahead(seen_at=seen_at, left=run.left)
    waiting = waiting_by_lane(desk.session, desk.actor, run.id)
    # The pace so far says nothing of a registry that is slower than those that are done.
    allowed = time_left(desk.session, waiting, services().probe_options, now=desk.now)
    known = [each for each in (run.left, allowed) if each is not None]
    left = allowed if run.ended < SMALL_RUN < run.total else max(known, default=None)
    return Ahead(
        seen_at=seen_at,
        left=left if run.left or run.total > SMALL_RUN else None,
        pauses=list_pauses(desk.session, waiting, now=desk.now),
    )


def _contradicted(desk: Desk, run: RunProgress) -> int:
    if run.kind is not RunKind.PROBE:
        return 0
    results = list_results(desk.session, desk.actor, run.id)
    found = (result.get("verdicts") for result in results)
    return sum(
        state == VerdictState.CONTRADICTED
        for verdicts in found
        if isinstance(verdicts, dict)
        for state in verdicts.values()
    )


def _back(desk: Desk, run: RunProgress) -> Link:
    if run.kind is RunKind.DISCOVERY:
        return _to_draft(run)
    if run.kind is RunKind.EXIT_PLAN:
        return _to_contract(desk, run)
    subject_id = run.units[0].subject_id
    if run.kind is RunKind.CONTROL:
        href = url_for("control.show", asset_id=subject_id)
        return Link(text=gettext("Voir ce que montre la vérification"), href=href)
    return _to_register(run)


def _to_contract(desk: Desk, run: RunProgress) -> Link:
    contract_id = get_exit(desk.session, desk.actor, run.units[0].subject_id).contract_id
    href = url_for("contracts.show", contract_id=contract_id, _anchor="documents")
    return Link(text=gettext("Revenir au contrat"), href=href)


def _to_register(run: RunProgress) -> Link:
    if run.total == 1:
        href = url_for("assets.show", asset_id=run.units[0].subject_id)
        return Link(text=gettext("Revenir à l’élément vérifié"), href=href)
    return Link(text=gettext("Revenir au registre"), href=url_for("register.show"))


def _to_draft(run: RunProgress) -> Link:
    if run.state is RunState.DONE:
        href = url_for("discovering.show", run_id=run.id)
        return Link(text=gettext("Voir ce que ce nom montre"), href=href)
    return Link(text=gettext("Chercher un autre nom"), href=url_for("discovering.ask"))


def _documents(desk: Desk, run: RunProgress) -> tuple[EvidenceItem, ...]:
    if run.kind is not RunKind.EXIT_PLAN:
        return ()
    made = {unit.result.get("number") for unit in run.units}
    lines = list_documents(desk.session, desk.actor, run.units[0].subject_id)
    return document_items([line for line in lines if line.number in made])


def progress_part(run: RunProgress, ahead: Ahead, asked: Asked | None = None) -> ProgressPart:
    """Describe how far a run is, as the part of a page that changes."""
    asked = asked or Asked()
    failed = 1 if asked.failed_only else None
    here = url_for("checks.show", run_id=run.id)
    hides_failures = run.failed and not asked.failed_only and run.total > len(run.units)
    return ProgressPart(
        status=_status(run),
        ended_count=run.ended,
        total_count=run.total,
        href=url_for("checks.show_part", run_id=run.id, apres=asked.after, echecs=failed),
        is_finished=run.is_over,
        left=_left(ahead.left),
        no_worker="" if run.is_over else _no_worker(ahead.seen_at or run.requested_at),
        pauses=tuple(pause_sentence(pause) for pause in ahead.pauses),
        units=tuple(_unit(run, line) for line in run.units),
        first_href="" if asked.is_whole else here,
        failed_href=f"{here}?echecs=1" if hides_failures else "",
        next_href=url_for("checks.show", run_id=run.id, apres=run.next_after, echecs=failed)
        if run.next_after
        else "",
    )


def _status(run: RunProgress) -> str:
    own = {
        RunKind.EXIT_PLAN: _plan_status,
        RunKind.DISCOVERY: _discovery_status,
        RunKind.CONTROL: _control_status,
    }
    return own.get(run.kind, probe_status)(run)


def _plan_status(run: RunProgress) -> str:
    texts = {
        RunState.WAITING: gettext("La mise en page va commencer."),
        RunState.RUNNING: gettext("Les documents sont en cours de mise en page."),
        RunState.DONE: gettext("Le plan et le dossier de reprise sont enregistrés."),
    }
    return texts.get(run.state, gettext("Les documents n’ont pas pu être produits."))


def _discovery_status(run: RunProgress) -> str:
    texts = {
        RunState.WAITING: gettext("La recherche va commencer."),
        RunState.RUNNING: gettext("Les sources publiques et le site sont en train de répondre."),
        RunState.DONE: gettext("Le brouillon est prêt."),
    }
    return texts.get(run.state, gettext("La recherche n’a pas pu être faite."))


def _control_status(run: RunProgress) -> str:
    texts = {
        RunState.WAITING: gettext("La vérification va commencer."),
        RunState.RUNNING: gettext("Les serveurs répondent l’un après l’autre."),
        RunState.DONE: gettext("Les réponses sont enregistrées."),
    }
    return texts.get(run.state, gettext("La vérification n’a pas pu être faite."))


def _left(left: timedelta | None) -> str:
    if left is None:
        return ""
    seconds = max(int(left.total_seconds()), 1)
    if seconds < _MINUTE:
        return ngettext(
            "Encore %(num)s\u00a0seconde environ.", "Encore %(num)s\u00a0secondes environ.", seconds
        )
    return ngettext(
        "Encore %(num)s\u00a0minute environ.",
        "Encore %(num)s\u00a0minutes environ.",
        round(seconds / _MINUTE),
    )


def _no_worker(last_sign: datetime) -> str:
    silence = clock.now() - last_sign
    if silence < WORKER_SILENT_AFTER:
        return ""
    minutes = int(silence.total_seconds() // _MINUTE)
    if minutes > _TWO_HOURS:
        return gettext(
            "Aucun exécutant ne s’est signalé depuis %(hours)s\u00a0heures.",
            hours=minutes // _MINUTE,
        )
    return ngettext(
        "Aucun exécutant ne s’est signalé depuis %(num)s\u00a0minute.",
        "Aucun exécutant ne s’est signalé depuis %(num)s\u00a0minutes.",
        minutes,
    )


def _unit(run: RunProgress, line: UnitLine) -> ProgressUnit:
    fault = line.fault
    return ProgressUnit(
        label=line.label,
        state=line.state,
        detail=failure(fault.code, fault.params, current_language()) if fault else "",
        href=url_for("assets.show", asset_id=line.subject_id) if run.kind is RunKind.PROBE else "",
        verdicts=_verdicts(line),
    )


def _verdicts(line: UnitLine) -> tuple[FieldVerdict, ...]:
    found = line.result.get("verdicts")
    if line.state is not UnitState.DONE or not isinstance(found, dict):
        return ()
    return tuple(
        FieldVerdict(label=field_label(field), state=found[field])
        for field in VerdictField
        if field in found
    )
