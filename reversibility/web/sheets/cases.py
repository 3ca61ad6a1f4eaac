"""A situation as pages tell it: the case, why, how urgent, and what comes first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from reversibility.catalogues.cases import CaseCatalogue, Door, FirstStep, Listing, Moment, cases
from reversibility.evidence.standing import Standing
from reversibility.exits.first_hour.queries import DoneStep
from reversibility.exits.qualifying.expiring import EXPIRES_WITHIN
from reversibility.exits.qualifying.queries import SituationSheet
from reversibility.exits.qualifying.rules import Said
from reversibility.web.filters import author, date_long, moment
from reversibility.web.languages import gettext, lazy_gettext
from reversibility.web.parts import Link
from reversibility.web.sheets.sources import cited
from reversibility.web.sheets.standing import entry
from reversibility.web.words import word, words

_MOMENTS: Mapping[str, str] = {
    Moment.NOW: lazy_gettext("Tout de suite"),
    Moment.TODAY: lazy_gettext("Aujourd’hui"),
    Moment.WITHIN_72_HOURS: lazy_gettext("Dans les 72 heures"),
    Moment.THIS_WEEK: lazy_gettext("Cette semaine"),
}
_TWO_PEOPLE = 2


@dataclass(frozen=True, kw_only=True)
class SituationPart:
    """What was told one day, and what it led to."""

    title: str
    says: str
    also: tuple[str, ...]
    route: str
    """The situation of the playbooks, in words; empty while it is open."""
    reasons: tuple[str, ...]
    urgencies: tuple[tuple[str, int], ...]
    """Each with its points."""
    score: int
    is_urgent: bool
    told: str


@dataclass(frozen=True, kw_only=True)
class NamedAsset:
    """An asset that a first step names, and why."""

    link: Link
    detail: str


@dataclass(frozen=True, kw_only=True)
class FirstStepItem:
    """One step of the first hour, with its box."""

    id: str
    who: str
    title: str
    why: str
    source: str
    named: tuple[NamedAsset, ...]
    lists_nothing: str
    """Said where the register names nothing for it."""
    door: Link | None
    probes: bool
    is_done: bool
    done: str


@dataclass(frozen=True, kw_only=True)
class MomentGroup:
    """Steps that are due by the same moment."""

    title: str
    steps: tuple[FirstStepItem, ...]


def situation_part(sheet: SituationSheet) -> SituationPart:
    """Write a situation in the reader's language."""
    catalogue, text = cases(), words().text
    found = catalogue.case(sheet.case)
    return SituationPart(
        title=text(found.title),
        says=text(found.says),
        also=tuple(text(catalogue.case(each).title) for each in sheet.also),
        route=words().label("situations", sheet.situation) if sheet.situation else "",
        reasons=tuple(filter(None, (_sentence(each, catalogue) for each in sheet.reasons))),
        urgencies=tuple(
            (_sentence(each, catalogue), catalogue.points(each.id)) for each in sheet.urgencies
        ),
        score=sheet.score,
        is_urgent=sheet.is_urgent,
        told=gettext(
            "Indiqué le %(when)s, par %(who)s.",
            when=moment(sheet.told_at),
            who=author(sheet.told_by),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class FirstHourFacts:
    """What the steps of the first hour name."""

    contract_id: UUID
    standings: tuple[Standing, ...]
    """The assets of the contract."""
    done: dict[str, DoneStep]
    today: date


def first_hour(steps: tuple[FirstStep, ...], facts: FirstHourFacts) -> tuple[MomentGroup, ...]:
    """Write the steps, by the moment each is due."""
    groups = {when: [step for step in steps if step.when is when] for when in Moment}
    return tuple(
        MomentGroup(
            title=word(_MOMENTS, when), steps=tuple(_step_item(step, facts) for step in found)
        )
        for when, found in groups.items()
        if found
    )


def _step_item(step: FirstStep, facts: FirstHourFacts) -> FirstStepItem:
    text, done = words().text, facts.done.get(step.id)
    named = _named(step, facts)
    return FirstStepItem(
        id=step.id,
        who=words().label("who", step.who),
        title=text(step.title),
        why=text(step.why),
        source=cited(cases().source(step.source)),
        named=named,
        lists_nothing=_nothing(step) if step.lists and not named else "",
        door=_door(step, facts.contract_id),
        probes=step.door is Door.PROBE,
        is_done=done is not None,
        done=_done(done) if done else "",
    )


def _done(done: DoneStep) -> str:
    when, who = moment(done.done_at), author(done.done_by)
    return gettext("Fait le %(when)s, par %(who)s.", when=when, who=who)


def _named(step: FirstStep, facts: FirstHourFacts) -> tuple[NamedAsset, ...]:
    if step.lists is Listing.EXPIRING:
        soon = [
            each
            for each in facts.standings
            if each.next_date and (each.next_date - facts.today).days <= EXPIRES_WITHIN
        ]
        return tuple(_asset(each, _last_day(each, facts.today)) for each in soon)
    if step.lists is Listing.ACCESSES:
        weak = [
            each for each in facts.standings if each.facts.practice_administrators < _TWO_PEOPLE
        ]
        return tuple(
            _asset(each, gettext("peuvent entrer\u00a0: %(who)s", who=entry(each).text))
            for each in weak
        )
    return ()


def _last_day(standing: Standing, today: date) -> str:
    day = standing.next_date or today
    if day < today:
        return gettext("a expiré le %(day)s", day=date_long(day))
    return gettext("expire le %(day)s", day=date_long(day))


def _asset(standing: Standing, detail: str) -> NamedAsset:
    href = url_for("assets.show", asset_id=standing.asset.id)
    return NamedAsset(link=Link(text=standing.asset.name, href=href), detail=detail)


def _nothing(step: FirstStep) -> str:
    if step.lists is Listing.EXPIRING:
        return gettext("D’après le registre, rien de ce que couvre ce contrat n’expire d’ici là.")
    return gettext(
        "D’après le registre, deux personnes du cabinet administrent chaque élément de ce contrat."
    )


def _door(step: FirstStep, contract_id: UUID) -> Link | None:
    doors = {
        Door.CONTRACT: ("contracts.show", gettext("Voir le calcul")),
        Door.CHRONOLOGY: ("chronology.ask", gettext("Noter un fait")),
        Door.NOTICES: ("public_notices.show", gettext("Voir les textes")),
    }
    if step.door not in doors:
        return None
    endpoint, text = doors[step.door]
    return Link(text=text, href=url_for(endpoint, contract_id=contract_id))


def _sentence(said: Said, catalogue: CaseCatalogue) -> str:
    found = catalogue.reason(said.id)
    if found is None:
        return ""
    params = {name: _value(name, value) for name, value in said.params.items()}
    return words().text(found).format_map(params)


def _value(name: str, value: str) -> str:
    return date_long(date.fromisoformat(value)) if name == "date" else value
