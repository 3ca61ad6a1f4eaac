"""Texts for the practice's own clients or patients: banner, mail, voicemail; nobody is named."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, render_template, request

from reversibility.accounts.queries import get_practice
from reversibility.catalogues.professions import Profession, profession_of
from reversibility.catalogues.public_notices import fill_notice, public_notices
from reversibility.contracts.queries import get_contract
from reversibility.http.seat import reading
from reversibility.kernel.text import has_hidden
from reversibility.register.queries import list_assets
from reversibility.web.forms.text import tidy
from reversibility.web.languages import current_language
from reversibility.web.members import members_only
from reversibility.web.words import words

pages = members_only(Blueprint("public_notices", __name__))

_LONGEST = 120


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A way to reach the practice, and whether it is ticked."""

    text: str
    is_chosen: bool
    may_be_down: bool
    """An address on a name that this contract covers."""


@dataclass(frozen=True, kw_only=True)
class NoticeItem:
    """One text, ready to be copied."""

    id: str
    title: str
    text: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class NoticesPage:
    """The texts for one profession, with the channels that still work."""

    contract_id: UUID
    contract: str
    professions: tuple[tuple[str, str, bool], ...]
    """Code, name, whether it is chosen."""
    channels: tuple[Channel, ...]
    other: str
    items: tuple[NoticeItem, ...]
    rule: str


@pages.get("/contrats/<uuid:contract_id>/textes-publics")
def show(contract_id: UUID) -> str:
    """Show the texts; the choices stand in the address, nothing is kept and nothing is sent."""
    with reading() as desk:
        contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
        practice = get_practice(desk.session, desk.actor)
        assets = list_assets(desk.session, desk.actor)
    covered = [each for each in assets if each.id in contract.asset_ids]
    named = (each.attributes.get(key, "") for each in covered for key in ("domain", "zone"))
    names = {str(name).lower() for name in named} - {""}
    channels = _channels((*practice.phones, *practice.emails), names)
    profession = _profession(practice.activity)
    told = public_notices()
    own, locale = told.words(profession), current_language()
    other = _other()
    listed = [each.text for each in channels if each.is_chosen] + ([other] if other else [])
    name = (practice.trading_names or (practice.legal_name,))[0]
    filled = {each: fill_notice(each, own, name, listed, locale=locale) for each in told.notices}
    page = NoticesPage(
        contract_id=contract_id,
        contract=contract.title,
        professions=tuple(
            (each.id.value, words().text(each.title), each.id is profession)
            for each in told.professions
        ),
        channels=channels,
        other=other,
        items=tuple(
            NoticeItem(
                id=each.id.value,
                title=words().text(each.title),
                text=text,
                rows=text.count("\n") + 3,
            )
            for each, text in filled.items()
        ),
        rule=words().text(own.rule),
    )
    return render_template("break_up/notices.html", page=page)


def _channels(known: tuple[str, ...], names: set[str]) -> tuple[Channel, ...]:
    """Tick what was chosen; before any choice, all but addresses on a name the contract covers."""
    has_chosen, chosen = "choisi" in request.args, set(request.args.getlist("canal"))
    found = []
    for text in dict.fromkeys(known):
        domain = text.rpartition("@")[2].lower() if "@" in text else ""
        may_be_down = any(domain == name or domain.endswith(f".{name}") for name in names)
        is_chosen = text in chosen if has_chosen else not may_be_down
        found.append(Channel(text=text, is_chosen=is_chosen, may_be_down=may_be_down))
    return tuple(found)


def _profession(activity: str) -> Profession:
    wanted = request.args.get("profession", "")
    return Profession(wanted) if wanted in set(Profession) else profession_of(activity)


def _other() -> str:
    text = tidy(request.args.get("autre", ""))[:_LONGEST]
    return "" if has_hidden(text) else text
