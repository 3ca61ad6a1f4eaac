"""What falls when a provider vanishes: a drawing, the same in words, and what protects first."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, request

from reversibility.contracts.queries import list_contracts
from reversibility.evidence.reliance import reliances
from reversibility.evidence.standing import list_standings
from reversibility.http.seat import reading, services
from reversibility.kernel.actor import Permission
from reversibility.recovery.falling import Fate, Reliance, first_protections, what_falls
from reversibility.register.errors import PartyMissingError
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartySheet, list_parties
from reversibility.web.members import members_only
from reversibility.web.sheets.drawing import Drawing, draw
from reversibility.web.sheets.falling import Advice, FallGroup, advice, fall_groups

pages = members_only(Blueprint("falling", __name__))


@dataclass(frozen=True, kw_only=True)
class PartyChoice:
    """A party one may suppose gone."""

    id: UUID
    name: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class FallingPage:
    """What becomes of every element without one party."""

    name: str
    """Empty when no party has anything to do with an element."""
    choices: tuple[PartyChoice, ...]
    now: int
    later: int
    later_on: date | None
    """The first day on which something of "later" falls; None where no term is known."""
    unknown: int
    groups: tuple[FallGroup, ...]
    drawing: Drawing | None
    advice: tuple[Advice, ...]


@pages.get("/registre/depart")
def show() -> str:
    """Suppose that a provider is gone: the one that is named, else the one that does most."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)  # outsiders have pages of their own
        parties = list_parties(desk.session, desk.actor)
        standings = list_standings(
            desk.session,
            desk.actor,
            services().catalogue,
            in_full=False,
        )
        contracts = list_contracts(desk.session, desk.actor, today=desk.now.date())
    assets = reliances(standings, contracts, today=desk.now.date())
    involved = _involved(parties, assets)
    gone = _chosen(parties, involved)
    return render_template("register/falling.html", page=_page(assets, involved, gone))


def _page(
    assets: Collection[Reliance], involved: Collection[PartySheet], gone: PartySheet | None
) -> FallingPage:
    falls = what_falls(assets, gone.id) if gone else ()
    groups = fall_groups(falls)
    counted = Counter(fall.fate for fall in falls)
    days = [fall.on for fall in falls if fall.fate is Fate.LATER and fall.on]
    choices = tuple(
        PartyChoice(id=party.id, name=party.name, is_chosen=party is gone) for party in involved
    )
    return FallingPage(
        name=gone.name if gone else "",
        choices=choices,
        now=counted[Fate.NOW],
        later=counted[Fate.LATER],
        later_on=min(days, default=None),
        unknown=counted[Fate.UNKNOWN],
        groups=groups,
        drawing=draw(gone.name, groups) if gone else None,
        advice=advice(first_protections(assets, gone.id)) if gone else (),
    )


def _chosen(parties: Collection[PartySheet], involved: Collection[PartySheet]) -> PartySheet | None:
    wanted = request.args.get("prestataire", type=UUID)
    if wanted is None:
        return next(iter(involved), None)
    for party in parties:
        if party.id == wanted and party.kind is not PartyKind.PRACTICE:
            return party
    raise PartyMissingError


def _involved(
    parties: Collection[PartySheet], assets: Collection[Reliance]
) -> tuple[PartySheet, ...]:
    """Return the parties that have to do with an element, the most involved first."""
    counted: Counter[UUID | None] = Counter()
    for asset in assets:
        counted.update({asset.runs, asset.pays, *asset.administrators, *asset.agreed})
    others = [party for party in parties if party.kind is not PartyKind.PRACTICE]
    found = [party for party in others if counted[party.id]]
    return tuple(sorted(found, key=lambda party: -counted[party.id]))
