"""The letters of a contract, and those that can be written."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from reversibility.catalogues.letters import Letter, letters
from reversibility.exits.drafting.ending import channel_for
from reversibility.exits.drafting.gathering import Known, LetterMaterial, gather_letter
from reversibility.exits.drafting.guards import Guard, Level, check_guards
from reversibility.exits.drafting.known import ENDING
from reversibility.exits.drafting.proposing import Noted, gather_noted, prefilled
from reversibility.exits.drafting.words import channel_name
from reversibility.exits.letters.queries import LetterLine, LetterState
from reversibility.exits.letters.service import start_letter
from reversibility.exits.letters.writing import Writing
from reversibility.http.seat import reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.kernel.dates import Locale
from reversibility.web.filters import date_long, local_day
from reversibility.web.languages import current_language, gettext
from reversibility.web.letters.pages import STATES, TONES, letter_title, pages


@dataclass(frozen=True, kw_only=True)
class LetterRow:
    """A letter that was begun."""

    id: UUID
    title: str
    subject: str
    state: str
    tone: str
    when: str
    deadline: str
    """Until when an answer is waited for; empty while nothing is."""
    next_kind: str
    next_title: str


@dataclass(frozen=True, kw_only=True)
class ModelRow:
    """A letter that can be written."""

    kind: str
    title: str
    purpose: str
    moment: str
    channels: str
    deadline: str
    against: str
    """What stands against it today; empty for nothing."""
    source: str
    """Where that comes from."""
    instead: str
    """The letter to write instead; empty for none."""
    instead_title: str


@dataclass(frozen=True, kw_only=True)
class LettersPage:
    """The letters of one contract."""

    contract_id: UUID
    contract: str
    provider: str
    rows: tuple[LetterRow, ...]
    models: tuple[ModelRow, ...]
    awaited: int
    overdue: int
    may_write: bool


@pages.get("/contrats/<uuid:contract_id>/courriers")
def show_all(contract_id: UUID) -> str:
    """List the letters of a contract, and those that can be written."""
    with reading() as desk:
        material = gather_letter(
            desk.session,
            desk.actor,
            contract_id,
            services().catalogue,
            now=desk.now,
            known=Known(without_exhibits=True),
        )
        may_write = desk.actor.may(Permission.CONTRACT_WRITE)
    lines = material.earlier
    states = [line.state for line in lines]
    page = LettersPage(
        contract_id=contract_id,
        contract=material.contract.title,
        provider=material.provider.name,
        rows=tuple(_row(line) for line in reversed(lines)),
        models=tuple(_model(letter, material) for letter in letters().letters.values()),
        awaited=sum(line.computation is not None for line in lines if _is_open(line)),
        overdue=states.count(LetterState.OVERDUE),
        may_write=may_write,
    )
    return render_template("letters/list.html", page=page)


@pages.post("/contrats/<uuid:contract_id>/courriers")
def start(contract_id: UUID) -> Response:
    """Begin a letter, filled in from the register and from earlier letters."""
    kind = request.form.get("kind", "")
    if kind not in letters().letters:
        raise BadRequest
    with writing() as desk:
        desk.actor.require(Permission.CONTRACT_WRITE)
        material = gather_letter(
            desk.session, desk.actor, contract_id, services().catalogue, now=desk.now
        )
        letter_id = start_letter(
            desk.session,
            desk.actor,
            contract_id,
            _begun(kind, material, gather_noted(desk.session, desk.actor, contract_id)),
            now=desk.now,
            follows_id=_follows(kind, material),
        )
    return redirect(url_for("letters.ask", letter_id=letter_id))


def blank(kind: str, material: LetterMaterial, locale: Locale) -> Writing:
    """Return a letter before anything is filled in."""
    usual = letters().letters[kind].channels[0]
    form = material.contract.agreed.notice_form if kind == ENDING else None
    return Writing(
        kind=kind,
        locale=locale,
        channel=channel_for(form, usual),
        planned_on=local_day(material.made_at),
        days=0,
    )


def _begun(kind: str, material: LetterMaterial, noted: Noted) -> Writing:
    # A letter to a French provider begins in French, whatever language its writer reads.
    empty = blank(kind, material, "fr")
    return Writing(
        kind=kind,
        locale="fr",
        channel=empty.channel,
        planned_on=empty.planned_on,
        days=0,
        values=prefilled(material, empty, noted),
    )


def _follows(kind: str, material: LetterMaterial) -> UUID | None:
    before = [name for name, each in letters().letters.items() if kind in each.following]
    last = material.last_sent(*before) if before else None
    return last.id if last else None


def _is_open(line: LetterLine) -> bool:
    return line.answered_on is None and line.closed_on is None


def _row(line: LetterLine) -> LetterRow:
    computation = line.computation
    return LetterRow(
        id=line.id,
        title=letter_title(line.kind),
        subject=line.subject,
        state=str(STATES[line.state]),
        tone=TONES.get(line.state, "quiet"),
        when=_when(line),
        deadline=date_long(computation.last_day) if computation and _is_open(line) else "",
        next_kind=line.next_kind,
        next_title=letter_title(line.next_kind) if line.next_kind else "",
    )


def _when(line: LetterLine) -> str:
    if line.answered_on is not None:
        return gettext("réponse du %(date)s", date=date_long(line.answered_on))
    if line.received_on is not None:
        return gettext("reçu le %(date)s", date=date_long(line.received_on))
    if line.sent_on is not None:
        return gettext("envoyé le %(date)s", date=date_long(line.sent_on))
    return gettext("daté du %(date)s", date=date_long(line.planned_on))


def _model(letter: Letter, material: LetterMaterial) -> ModelRow:
    locale = current_language()
    stop = next(_stops(letter, material), None)
    instead = stop.instead if stop else ""
    rule = letter.deadline
    length = ""
    if rule is not None:
        period = gettext("%(count)s jours", count=rule.days) if rule.days else gettext("un mois")
        length = gettext("%(period)s pour répondre", period=period)
    return ModelRow(
        kind=letter.id,
        title=letter.title.in_(locale),
        purpose=letter.purpose.in_(locale),
        moment=letter.moment.in_(locale),
        channels=gettext(" ou ").join(channel_name(each, locale) for each in letter.channels[:2]),
        deadline=length,
        against=stop.sentence if stop else "",
        source=stop.source if stop else "",
        instead=instead,
        instead_title=letter_title(instead) if instead else "",
    )


def _stops(letter: Letter, material: LetterMaterial) -> Iterator[Guard]:
    """Say what stands against a letter before a word of it is written."""
    locale = current_language()
    writing = blank(letter.id, material, locale)
    for guard in check_guards(material, writing, locale):
        if guard.level is Level.BLOCK and guard.code in _BEFOREHAND:
            yield guard


_BEFOREHAND = frozenset(
    {"insolvency_block", "unpaid_block", "order_first", "order_amicable", "order_notice",
     "order_running", "sender_outside", "amount"}
)  # fmt: skip
