"""The page of data, for the owner: how long, what is held, who is named, what goes."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from reversibility.accounts.queries import get_practice
from reversibility.http.seat import reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.pieces.errors import ContentErasedError
from reversibility.pieces.models import PieceKind
from reversibility.register.queries import list_assets
from reversibility.retention import holds, papers
from reversibility.retention.errors import HoldMissingError, NameInvalidError
from reversibility.retention.persons import PersonFile, list_held
from reversibility.retention.queries import (
    PIECES_SHOWN,
    ErasedLine,
    PeriodLine,
    PieceLine,
    TurnLine,
    find_piece,
    get_turn,
    list_erased,
    list_periods,
    list_pieces,
)
from reversibility.retention.service import Piece, change_periods, erase_piece, mark_secret
from reversibility.web.forms.data import HoldForm, LiftForm, PeriodsForm, PersonForm, ReasonForm
from reversibility.web.languages import current_language, gettext
from reversibility.web.members import members_only
from reversibility.web.parts import Choice
from reversibility.web.sheets.data import (
    ErasedRow,
    PeriodRow,
    PieceRow,
    erased_row,
    held_tables,
    kind_choices,
    period_row,
    piece_row,
)

pages = members_only(Blueprint("data", __name__))

PATH = "/donnees"
_ANY = "<any(proof,paper,produced,letter,fact,situation,notes,draft,answer):kind>"
_MARKED = "<any(proof,paper,produced,notes):kind>"
"""The kinds that can be kept within the practice; what a public source said is public."""
_NAMES = {
    papers.Document.RECORD: {"fr": "registre-des-traitements", "en": "record-of-processing"},
    papers.Document.AGREEMENT: {"fr": "accord-de-sous-traitance", "en": "processing-agreement"},
    papers.Document.OPERATOR: {"fr": "ce-que-lit-l-exploitant", "en": "what-the-operator-reads"},
}


@dataclass(frozen=True, kw_only=True)
class DataPage:
    """Everything the owner decides about data."""

    next_count: int
    next_at: datetime | None
    counted_at: datetime | None
    purged_at: datetime | None
    periods: tuple[PeriodRow, ...]
    holds: tuple[holds.HoldLine, ...]
    erased: tuple[ErasedRow, ...]


@dataclass(frozen=True, kw_only=True)
class PiecesPage:
    """The pieces of one kind, the newest first."""

    choices: tuple[Choice, ...]
    rows: tuple[PieceRow, ...]
    older: str
    """Where the next ones are, if there are more."""


@pages.get(PATH)
def show() -> str:
    """Show periods, holds and what was erased."""
    with reading() as desk:
        session, actor = desk.session, desk.actor
        lines, turn = list_periods(session, actor), get_turn(session, actor)
        held, erased = holds.list_holds(session, actor), list_erased(session, actor)
    return render_template("data/show.html", page=_page(lines, turn, held, erased))


@pages.get(f"{PATH}/durees")
def ask_periods() -> Response:
    """Ask for other periods."""
    with reading() as desk:
        lines = list_periods(desk.session, desk.actor)
    return _periods(PeriodsForm.of(lines))


@pages.post(f"{PATH}/durees")
def change() -> Response:
    """Keep other periods."""
    with reading() as desk:
        lines = list_periods(desk.session, desk.actor)
    form = PeriodsForm.of(lines)
    if not form.validate():
        return _periods(form, status=422)
    with writing() as desk:
        change_periods(desk.session, desk.actor, form.months(), now=desk.now)
    flash(gettext("Les durées sont enregistrées."))
    return redirect(url_for("data.show"))


@pages.get(f"{PATH}/suspendre")
def ask_hold() -> Response:
    """Ask what to hold, and why."""
    return _hold(_hold_form())


@pages.post(f"{PATH}/suspendre")
def hold() -> Response:
    """Hold it."""
    form = _hold_form()
    if not form.validate():
        return _hold(form, status=422)
    with writing() as desk:
        holds.set_hold(desk.session, desk.actor, form.asset_id, form.reason.data, now=desk.now)
    flash(
        gettext(
            "Rien de ce que vous avez désigné ne sera effacé tant que vous ne levez pas"
            " cette suspension."
        )
    )
    return redirect(url_for("data.show"))


@pages.get(f"{PATH}/suspensions/<uuid:hold_id>/levee")
def ask_lift(hold_id: UUID) -> Response:
    """Ask why a hold is lifted."""
    return _lift(_line(hold_id), LiftForm.of())


@pages.post(f"{PATH}/suspensions/<uuid:hold_id>/levee")
def lift(hold_id: UUID) -> Response:
    """Lift it."""
    line, form = _line(hold_id), LiftForm.of()
    if not form.validate():
        return _lift(line, form, status=422)
    with writing() as desk:
        holds.lift_hold(desk.session, desk.actor, hold_id, form.reason.data, now=desk.now)
    flash(
        gettext(
            "La suspension est levée. Ce qui est arrivé à son terme sera effacé dans les 24 heures."
        )
    )
    return redirect(url_for("data.show"))


@pages.get(f"{PATH}/pieces", defaults={"kind": PieceKind.PROOF.value})
@pages.get(f"{PATH}/pieces/{_ANY}")
def pieces(kind: str) -> str:
    """List the pieces of a kind."""
    return _pieces(PieceKind(kind), None)


@pages.get(f"{PATH}/pieces/{_ANY}/avant/<uuid:before>")
def older_pieces(kind: str, before: UUID) -> str:
    """List the pieces that come after those of the page before."""
    return _pieces(PieceKind(kind), before)


@pages.post(f"{PATH}/pieces/{_MARKED}/<uuid:piece_id>/reserve")
def keep_within(kind: str, piece_id: UUID) -> Response:
    """Keep a piece within the practice."""
    _mark(kind, piece_id, secret=True)
    flash(gettext("La pièce est réservée au cabinet\u00a0: ni auditeur, ni invité, ni dossier."))
    return redirect(url_for("data.pieces", kind=kind))


@pages.post(f"{PATH}/pieces/{_MARKED}/<uuid:piece_id>/partage")
def share(kind: str, piece_id: UUID) -> Response:
    """Let a piece be shown again."""
    _mark(kind, piece_id, secret=False)
    flash(gettext("La pièce n’est plus réservée au cabinet."))
    return redirect(url_for("data.pieces", kind=kind))


@pages.get(f"{PATH}/pieces/{_ANY}/<uuid:piece_id>/effacement")
def ask_erase(kind: str, piece_id: UUID) -> Response:
    """Ask why a content is to go."""
    return _erasing(_one(kind, piece_id), ReasonForm())


@pages.post(f"{PATH}/pieces/{_ANY}/<uuid:piece_id>/effacement")
def erase(kind: str, piece_id: UUID) -> Response:
    """Erase the content."""
    line, form = _one(kind, piece_id), ReasonForm()
    if not form.validate():
        return _erasing(line, form, status=422)
    piece = Piece(kind=PieceKind(kind), id=piece_id)
    with writing() as desk:
        erase_piece(desk.session, desk.actor, piece, form.reason.data, now=desk.now)
    flash(gettext("Le contenu est effacé. La date, votre nom et le motif restent."))
    return redirect(url_for("data.pieces", kind=kind))


@pages.get(f"{PATH}/personne")
def ask_person() -> Response:
    """Ask whose data is wanted."""
    with reading() as desk:
        desk.actor.require(Permission.DATA_MANAGE)
    return _person(PersonForm())


@pages.post(f"{PATH}/personne")
def person() -> Response:
    """List what is held about them. Not a GET: names do not belong into addresses and logs."""
    form = PersonForm()
    found = _held(form)
    return _person(form, found[0]) if found else _person(form, status=422)


@pages.post(f"{PATH}/personne/<any(json,pdf):form>")
def take_person(form: str) -> Response:
    """Hand over what is held about them, for machines or to be read."""
    asked = PersonForm()
    found = _held(asked)
    if found is None:
        return _person(asked, status=422)
    held, now = found
    with reading() as desk:
        practice = get_practice(desk.session, desk.actor).legal_name
    name = {"fr": "donnees-detenues", "en": "data-held"}[current_language()]
    if form == "json":
        return _attached(papers.person_json(held, now=now), f"{name}.json", "application/json")
    pdf = papers.person_pdf(held, practice, current_language(), now=now)
    return _attached(pdf, f"{name}.pdf", "application/pdf")


@pages.get(f"{PATH}/documents/<any(record,agreement,operator):name>")
def document(name: str) -> Response:
    """Hand over a document about personal data, filled in for the practice."""
    wanted, settings = papers.Document(name), services().settings
    with reading() as desk:
        standing = papers.read(desk.session, desk.actor)
    operator = papers.Operator(
        name=settings.operator_name,
        address=settings.operator_address,
        contact=settings.operator_contact,
        hosts_health_data=settings.health_data == "hosted",
    )
    language = current_language()
    pdf = papers.legal_pdf(wanted, standing, operator, language, now=desk.now)
    return _attached(pdf, f"{_NAMES[wanted][language]}.pdf", "application/pdf")


def _page(
    lines: tuple[PeriodLine, ...],
    turn: TurnLine,
    held: tuple[holds.HoldLine, ...],
    erased: tuple[ErasedLine, ...],
) -> DataPage:
    outlook = turn.outlook.values()
    return DataPage(
        next_count=sum(each.count for each in outlook),
        next_at=min((each.at for each in outlook if each.at), default=None),
        counted_at=turn.counted_at,
        purged_at=turn.purged_at,
        periods=tuple(period_row(line, turn) for line in lines),
        holds=held,
        erased=tuple(erased_row(line) for line in erased),
    )


def _pieces(kind: PieceKind, before: UUID | None) -> str:
    with reading() as desk:
        lines = list_pieces(desk.session, desk.actor, kind, before=before)
    is_more = len(lines) == PIECES_SHOWN
    page = PiecesPage(
        choices=kind_choices(kind),
        rows=tuple(piece_row(line) for line in lines),
        older=url_for("data.older_pieces", kind=kind, before=lines[-1].id) if is_more else "",
    )
    return render_template("data/pieces.html", page=page)


def _one(kind: str, piece_id: UUID) -> PieceLine:
    with reading() as desk:
        line = find_piece(desk.session, desk.actor, PieceKind(kind), piece_id)
    if line.erased_at:
        raise ContentErasedError
    return line


def _line(hold_id: UUID) -> holds.HoldLine:
    with reading() as desk:
        lines = holds.list_holds(desk.session, desk.actor)
    for line in lines:
        if line.id == hold_id:
            return line
    raise HoldMissingError


def _mark(kind: str, piece_id: UUID, *, secret: bool) -> None:
    piece = Piece(kind=PieceKind(kind), id=piece_id)
    with writing() as desk:
        mark_secret(desk.session, desk.actor, piece, secret=secret, now=desk.now)


def _hold_form() -> HoldForm:
    with reading() as desk:
        desk.actor.require(Permission.DATA_MANAGE)
        return HoldForm.of(list_assets(desk.session, desk.actor))


def _held(form: PersonForm) -> tuple[PersonFile, datetime] | None:
    """Look for the person who was asked for; None when the form says what is wrong."""
    with reading() as desk:
        desk.actor.require(Permission.DATA_MANAGE)
    if not form.validate():
        return None
    try:
        with writing() as desk:
            held = list_held(desk.session, desk.actor, form.wanted.data, now=desk.now)
            return held, desk.now
    except NameInvalidError as error:
        form.refuse(error)
        return None


def _periods(form: PeriodsForm, *, status: int = 200) -> Response:
    return make_response(render_template("data/periods.html", form=form), status)


def _hold(form: HoldForm, *, status: int = 200) -> Response:
    return make_response(render_template("data/hold.html", form=form), status)


def _lift(line: holds.HoldLine, form: ReasonForm, *, status: int = 200) -> Response:
    return make_response(render_template("data/lift.html", hold=line, form=form), status)


def _erasing(line: PieceLine, form: ReasonForm, *, status: int = 200) -> Response:
    page = piece_row(line)
    return make_response(render_template("data/erase.html", piece=page, form=form), status)


def _person(form: PersonForm, held: PersonFile | None = None, *, status: int = 200) -> Response:
    tables = held_tables(held) if held else None
    return make_response(render_template("data/person.html", form=form, tables=tables), status)


def _attached(content: bytes, filename: str, media_type: str) -> Response:
    return send_file(
        BytesIO(content), mimetype=media_type, as_attachment=True, download_name=filename
    )
