"""Enter what a practice file says beside its register: the card, choices, holds, views."""

from uuid import UUID

from reversibility.exits.emergency.bringing import BroughtCard, bring_card
from reversibility.findings.bringing import BroughtAcceptance, bring_acceptances
from reversibility.first_steps.service import Advance, advance
from reversibility.http.importing.entering import Entering, Told
from reversibility.http.references import Document
from reversibility.register.views import PARTY_FILTER, BroughtView, bring_views
from reversibility.retention.bringing import (
    BroughtHold,
    BroughtPeriod,
    bring_holds,
    bring_periods,
)


def enter_around(entering: Entering, document: Document) -> None:
    """Enter everything that is of the practice as a whole."""
    session, actor, now = entering.session, entering.actor, entering.now
    if document["emergency_card"]:
        bring_card(session, actor, BroughtCard(**document["emergency_card"]), now=now)
    if document["first_steps"]:
        _first_steps(entering, document["first_steps"])
    left = [_acceptance(entering, told) for told in document["left_as_is"]]
    bring_acceptances(session, actor, left, now=now)
    views = [_view(entering, told) for told in document["views"]]
    bring_views(session, actor, views, now=now)
    periods = [BroughtPeriod(**told) for told in document["periods"]]
    bring_periods(session, actor, periods, now=now)
    session.flush()  # holds point to assets and exits
    bring_holds(session, actor, [_hold(entering, told) for told in document["holds"]], now=now)


def _first_steps(entering: Entering, told: Told) -> None:
    for step in told["done"]:
        advance(entering.session, entering.actor, Advance(done=step), now=entering.now)
    news = Advance(
        has_no_domain=told["has_no_domain"],
        set_aside=told["set_aside"],
        answers={entering.assets[slug]: given for slug, given in told["answers"].items()},
        contract_id=entering.contracts.get(told["contract"]),
    )
    advance(entering.session, entering.actor, news, now=entering.now)


def _acceptance(entering: Entering, told: Told) -> BroughtAcceptance:
    subject_type, subject_id = _subject(entering, told)
    about = {"asset", "party", "contract"}
    return BroughtAcceptance(
        subject_type=subject_type,
        subject_id=subject_id,
        **{name: value for name, value in told.items() if name not in about},
    )


def _subject(entering: Entering, told: Told) -> tuple[str, UUID]:
    known = (
        ("asset", entering.assets), ("party", entering.parties), ("contract", entering.contracts),
    )  # fmt: skip
    return next((name, rows[told[name]]) for name, rows in known if told[name])


def _view(entering: Entering, told: Told) -> BroughtView:
    filters = dict(told["filters"])
    if party := filters.get(PARTY_FILTER):
        filters[PARTY_FILTER] = str(entering.parties[party])
    return BroughtView(**{**told, "filters": filters})


def _hold(entering: Entering, told: Told) -> BroughtHold:
    return BroughtHold(
        asset_id=entering.assets.get(told["asset"]),
        exit_id=entering.exits.get(told["exit"]),
        **{name: value for name, value in told.items() if name not in {"asset", "exit"}},
    )
