"""The pages of who looks under a mandate: the statement, what is covered, one element."""

from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from uuid import UUID

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response

from reversibility.catalogues.situations import Situation
from reversibility.evidence.declarations import find_target
from reversibility.evidence.queries import (
    ObservationLine,
    WantedChanges,
    list_answers,
    list_changes,
)
from reversibility.evidence.standing import Standing, list_standings, stand, stand_as_declared
from reversibility.exits.ownership import (
    PACK_NAME,
    OwnershipMaterial,
    gather_ownership,
    produce_pack,
    produce_report,
    report_name,
)
from reversibility.http.seat import Desk, find_seat, reading, services, writing
from reversibility.journal.service import Subject
from reversibility.kernel.actor import Permission
from reversibility.kernel.dates import Locale
from reversibility.kernel.digest import sha256
from reversibility.mandates.errors import (
    MandateMissingError,
    NoteInvalidError,
    StatementInvalidError,
)
from reversibility.mandates.queries import MandateSheet, NoteLine, list_notes
from reversibility.mandates.service import Signature, add_note, sign_statement
from reversibility.mandates.statement import StatementText, statement_text
from reversibility.register.queries import AssetSheet, get_asset, list_assets
from reversibility.web.forms.mandates import NoteForm, StatementForm
from reversibility.web.languages import current_language, gettext
from reversibility.web.members import members_only
from reversibility.web.outsiders import watch
from reversibility.web.parts import (
    AccessRow,
    DocumentItem,
    EvidenceItem,
    FieldRow,
    StepItem,
    Term,
)
from reversibility.web.sheets.accesses import access_rows
from reversibility.web.sheets.audit import (
    AuditRow,
    OpenPoint,
    StateCount,
    audit_row,
    count_fields,
    entry_row,
    open_points,
    state_counts,
    without_advice,
)
from reversibility.web.sheets.changes import ChangeItem, change_items
from reversibility.web.sheets.evidence import answer_item
from reversibility.web.sheets.fields import declaration_source, declared_only, field_rows
from reversibility.web.sheets.mandates import NoteItem, mandate_terms, note_items, scope_text
from reversibility.web.sheets.proofs import proof_items
from reversibility.web.sheets.steps import recovery_steps
from reversibility.web.words import words

pages = members_only(Blueprint("audit", __name__, url_prefix="/audit"))


@dataclass(frozen=True, kw_only=True)
class StatementPage:
    """The statement to sign before the first view."""

    practice: str
    scope: str
    ends_on: date
    text: StatementText
    dated: date


@dataclass(frozen=True, kw_only=True)
class AuditPage:
    """What a mandate covers, until when, what was verified, what stays open."""

    practice: str
    scope: str
    ends_on: date
    terms: tuple[Term, ...]
    rows: tuple[AuditRow, ...]
    counts: tuple[StateCount, ...]
    field_count: int
    contradicted_count: int
    open: tuple[OpenPoint, ...]
    reads_evidence: bool
    may_verify: bool
    may_take: bool


@dataclass(frozen=True, kw_only=True)
class AuditAssetPage:
    """One element: for an auditor with results and pieces, for a guest with its steps."""

    id: UUID
    name: str
    kind: str
    owning: str
    fields: tuple[FieldRow, ...]
    declared: tuple[Term, ...]
    declared_by: str
    accesses: tuple[AccessRow, ...]
    documents: tuple[DocumentItem, ...]
    evidence: tuple[EvidenceItem, ...]
    notes: tuple[NoteItem, ...]
    changes: tuple[ChangeItem, ...]
    steps: tuple[StepItem, ...]
    can_be_verified: bool
    reads_evidence: bool
    may_verify: bool


@pages.get("/engagement")
def show_statement() -> Response:
    """Show the statement; nothing else is shown before it is signed."""
    return _statement_page(StatementForm())


@pages.post("/engagement")
def sign() -> Response:
    """Sign the statement; show what the mandate covers."""
    form, mandate = StatementForm(), _mandate()
    if not form.validate():
        return _statement_page(form, status=422)
    try:
        with writing() as desk:
            signature = Signature(
                name=form.name.data,
                locale=current_language(),
                text_sha256=form.text_sha256.data or "",
            )
            sign_statement(desk.session, desk.actor, mandate.id, signature, now=desk.now)
    except StatementInvalidError as error:
        form.refuse(error)
        return _statement_page(form, status=422)
    flash(gettext("Votre engagement est signé et enregistré."), "done")
    return redirect(url_for("audit.show"))


@pages.get("")
def show() -> str:
    """Show what the mandate covers."""
    mandate = _mandate()
    with reading() as desk:
        page = _audit_page(desk, mandate)
    watch("start", Subject(type="mandate", id=mandate.id))
    return render_template("audit/show.html", page=page)


@pages.get("/elements/<uuid:asset_id>")
def show_asset(asset_id: UUID) -> Response:
    """Show one element within the scope."""
    return _asset_page(asset_id, None)


@pages.post("/elements/<uuid:asset_id>")
def note(asset_id: UUID) -> Response:
    """Leave a note about the element; show it."""
    form = NoteForm()
    with reading() as desk:
        desk.actor.require(Permission.NOTE_ADD)
        form = NoteForm.of(_fields(_standing(desk, get_asset(desk.session, desk.actor, asset_id))))
    if not form.validate():
        return _asset_page(asset_id, form)
    try:
        with writing() as desk:
            field, text = form.field.data, form.text.data
            add_note(desk.session, desk.actor, asset_id, field=field, text=text, now=desk.now)
    except NoteInvalidError as error:
        form.refuse(error)
        return _asset_page(asset_id, form)
    flash(gettext("Votre note est enregistrée."), "done")
    return redirect(url_for("audit.show_asset", asset_id=asset_id, _anchor="notes"))


@pages.get("/rapport-<any(fr, en):locale>.pdf")
def report(locale: Locale) -> Response:
    """Hand over the ownership report in one language."""
    material, zone = _material(), services().settings.time_zone
    content = produce_report(material, locale, time_zone=zone)
    return _take("report", content, report_name(locale), "application/pdf")


@pages.get("/pieces.zip")
def pack() -> Response:
    """Hand over the raw evidence with both reports."""
    content = produce_pack(_material(), time_zone=services().settings.time_zone)
    return _take("pack", content, PACK_NAME, "application/zip")


def _material() -> OwnershipMaterial:
    mandate = _mandate()
    with reading() as desk:
        return gather_ownership(
            desk.session, desk.actor, mandate, services().catalogue, now=desk.now
        )


def _take(page: str, content: bytes, filename: str, media_type: str) -> Response:
    subject = Subject(type="mandate", id=_mandate().id)
    watch(page, subject, name=filename, sha256=sha256(content))
    response = send_file(
        BytesIO(content), mimetype=media_type, as_attachment=True, download_name=filename
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _mandate() -> MandateSheet:
    seat = find_seat()
    if seat is None or seat.mandate is None:
        raise MandateMissingError
    return seat.mandate


def _statement_page(form: StatementForm, *, status: int = 200) -> Response:
    seat, mandate = find_seat(), _mandate()
    text = statement_text(mandate.role, current_language())
    if mandate.statement is not None:
        return redirect(url_for("audit.show"))
    if not form.is_submitted():
        form.text_sha256.data = text.sha256
    page = StatementPage(
        practice=seat.practice if seat else "",
        scope=scope_text(mandate),
        ends_on=mandate.ends_on,
        text=text,
        dated=date.fromisoformat(text.version),
    )
    return make_response(render_template("audit/statement.html", page=page, form=form), status)


def _audit_page(desk: Desk, mandate: MandateSheet) -> AuditPage:
    seat, actor = find_seat(), desk.actor
    actor.require(Permission.REGISTER_READ)
    reads_evidence = actor.may(Permission.EVIDENCE_READ)
    standings: tuple[Standing, ...] = ()
    if reads_evidence:
        standings = list_standings(desk.session, actor, services().catalogue, in_full=False)
        rows = tuple(audit_row(standing) for standing in standings)
    else:
        rows = tuple(_entry(asset) for asset in list_assets(desk.session, actor))
    counts = state_counts(standings)
    return AuditPage(
        practice=seat.practice if seat else "",
        ends_on=mandate.ends_on,
        scope=scope_text(mandate),
        terms=mandate_terms(mandate),
        rows=rows,
        counts=counts,
        field_count=count_fields(standings),
        contradicted_count=sum(each.count for each in counts if each.state == "contradicted"),
        open=open_points(standings),
        reads_evidence=reads_evidence,
        may_verify=actor.may(Permission.EVIDENCE_PROBE)
        and any(row.can_be_verified for row in rows),
        may_take=actor.may(Permission.REPORT_TAKE) and bool(rows),
    )


def _entry(asset: AssetSheet) -> AuditRow:
    kind = services().catalogue.kinds[asset.kind]
    return entry_row(asset, kind.family, words().text(kind.short))


def _standing(desk: Desk, asset: AssetSheet) -> Standing:
    catalogue = services().catalogue
    if not desk.actor.may(Permission.EVIDENCE_READ):
        return stand_as_declared(desk.session, desk.actor, asset, catalogue)
    return stand(desk.session, desk.actor, asset, catalogue)


def _fields(standing: Standing) -> list[str]:
    return [field.value for field in standing.verdicts]


def _asset_page(asset_id: UUID, form: NoteForm | None) -> Response:
    _mandate()
    with reading() as desk:
        standing = _standing(desk, get_asset(desk.session, desk.actor, asset_id))
        reads = desk.actor.may(Permission.EVIDENCE_READ)
        answers = list_answers(desk.session, desk.actor, asset_id) if reads else ()
        notes = list_notes(desk.session, desk.actor, [asset_id]) if reads else ()
        wanted = WantedChanges(asset_ids=frozenset({asset_id}))
        changes = list_changes(desk.session, desk.actor, wanted) if reads else ()
        page = replace(
            _asset(desk, standing, answers, notes), changes=change_items(changes, may_note=False)
        )
    if form is None and reads:
        form = NoteForm.of(_fields(standing))
    watch("asset", Subject(type="asset", id=asset_id), name=standing.asset.name)
    status = 422 if form is not None and form.errors else 200
    return make_response(render_template("audit/asset.html", page=page, form=form), status)


def _asset(
    desk: Desk,
    standing: Standing,
    answers: tuple[ObservationLine, ...],
    notes: tuple[NoteLine, ...],
) -> AuditAssetPage:
    asset, kind = standing.asset, standing.kind
    reads = desk.actor.may(Permission.EVIDENCE_READ)
    numbers = {answer.id: answer.number for answer in answers}
    can_be_verified = find_target(asset.kind, asset.attributes) is not None
    return AuditAssetPage(
        id=asset.id,
        name=asset.name,
        kind=words().text(kind.short),
        owning=words().text(kind.owning),
        fields=without_advice(field_rows(standing, numbers, now=desk.now)),
        declared=declared_only(standing),
        declared_by=declaration_source(standing),
        accesses=access_rows(standing),
        documents=proof_items(standing.proofs, may_withdraw=False),
        evidence=tuple(answer_item(answer) for answer in answers),
        notes=note_items(notes),
        changes=(),
        steps=() if reads else _steps(desk, standing),
        can_be_verified=can_be_verified,
        reads_evidence=reads,
        may_verify=can_be_verified and desk.actor.may(Permission.EVIDENCE_PROBE),
    )


def _steps(desk: Desk, standing: Standing) -> tuple[StepItem, ...]:
    # Always the handover in agreement: what else the practice prepares is not a guest's to read.
    situation, catalogue = Situation.COOPERATIVE, services().catalogue
    return recovery_steps(standing, situation, catalogue, today=desk.now.date())
