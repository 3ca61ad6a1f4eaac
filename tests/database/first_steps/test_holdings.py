"""Plain answers become declarations and accesses, on both databases, and nothing is undone."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import Engine

from reversibility.access.queries import list_grants
from reversibility.accounts.service import PracticeDraft
from reversibility.catalogues.loader import load_catalogue
from reversibility.first_steps.adding import add_by_name, add_provider, add_staff
from reversibility.first_steps.holdings import Ask, Holding, answer_holdings, present_answers
from reversibility.first_steps.queries import get_progress
from reversibility.kernel.actor import Actor
from reversibility.register.errors import AssetChangedError, AssetInvalidError
from reversibility.register.identity import practice_party
from reversibility.register.models import PartyKind
from reversibility.register.queries import AssetSheet, list_assets, list_parties
from reversibility.register.service import add_party
from reversibility.store.session import transaction
from tests.factories.practices import open_practice

CATALOGUE = load_catalogue()


@pytest.fixture
def asset(engine: Engine, actor: Actor, now: datetime) -> AssetSheet:
    """Return a domain of a practice with one person and one provider."""
    open_practice(engine, actor, now)
    with transaction(engine, actor.practice_id) as session:
        own = practice_party(PracticeDraft(legal_name="Cabinet Exemple"))
        add_party(session, actor, own, now=now)
        session.flush()
        add_staff(session, actor, "Dr Claire Martin", now=now)
        add_provider(session, actor, "Studio Exemple", now=now)
        kind = CATALOGUE.kind("domain_fr")
        add_by_name(session, actor, kind, "cabinet.fr.example", locale="fr", now=now)
    return read(engine, actor)


def read(engine: Engine, actor: Actor) -> AssetSheet:
    with transaction(engine, actor.practice_id, read_only=True) as session:
        return list_assets(session, actor)[0]


def ids(engine: Engine, actor: Actor) -> dict[str, str]:
    """Return the ids of the practice, the provider and the person."""
    with transaction(engine, actor.practice_id, read_only=True) as session:
        parties = list_parties(session, actor)
    own = next(party for party in parties if party.kind is PartyKind.PRACTICE)
    provider = next(party for party in parties if party.kind is PartyKind.PROVIDER)
    return {"own": str(own.id), "provider": str(provider.id), "person": str(own.people[0].id)}


def answer(
    engine: Engine, actor: Actor, asset: AssetSheet, now: datetime, answers: dict[Ask, str]
) -> None:
    holding = Holding(asset_id=asset.id, version=asset.version, answers=answers)
    with transaction(engine, actor.practice_id) as session:
        answer_holdings(session, actor, [holding], catalogue=CATALOGUE, now=now)


def test_answers_stand_in_the_register_and_are_shown_again(
    engine: Engine, actor: Actor, now: datetime, asset: AssetSheet
) -> None:
    known = ids(engine, actor)
    answers = {
        Ask.HOLDER: known["own"], Ask.PROVIDER: known["provider"], Ask.INSIDE: known["person"],
        Ask.OUTSIDE: "yes", Ask.PAYER: "unknown",
    }  # fmt: skip
    for _ in range(2):  # the same again changes nothing, though the version moved on
        answer(engine, actor, asset, now, answers)
    after = read(engine, actor)
    assert after.version == asset.version + 1
    assert after.holder is not None
    assert after.payer is None
    with transaction(engine, actor.practice_id, read_only=True) as session:
        grants = list_grants(session, actor)[asset.id]
        noted = get_progress(session, actor).answers[asset.id]
    assert [(grant.person, grant.party.name) for grant in grants] == [
        ("Dr Claire Martin", "Cabinet Exemple"),
        ("Studio Exemple", "Studio Exemple"),
    ]
    kind = CATALOGUE.kind(after.kind)
    assert present_answers(after, grants, noted, kind) == answers


def test_a_question_left_open_leaves_what_is_declared(
    engine: Engine, actor: Actor, now: datetime, asset: AssetSheet
) -> None:
    known = ids(engine, actor)
    answer(engine, actor, asset, now, {Ask.HOLDER: known["own"]})
    after = read(engine, actor)
    answer(engine, actor, after, now, {Ask.PAYER: known["own"]})
    assert read(engine, actor).holder == after.holder


def test_what_somebody_else_changed_meanwhile_is_not_undone(
    engine: Engine, actor: Actor, now: datetime, asset: AssetSheet
) -> None:
    known = ids(engine, actor)
    answer(engine, actor, asset, now, {Ask.HOLDER: known["provider"]})
    with pytest.raises(AssetChangedError):
        answer(engine, actor, asset, now, {Ask.HOLDER: known["own"], Ask.INSIDE: known["person"]})
    after = read(engine, actor)
    assert after.holder is not None
    assert after.holder.name == "Studio Exemple"
    with transaction(engine, actor.practice_id, read_only=True) as session:
        assert list_grants(session, actor) == {}


def test_an_asset_that_is_not_the_practice_s_is_left_out(
    engine: Engine, actor: Actor, now: datetime, asset: AssetSheet
) -> None:
    strange = Holding(asset_id=UUID("01930000-0000-7000-8000-00000000abcd"), version=1, answers={})
    with transaction(engine, actor.practice_id) as session:
        answer_holdings(session, actor, [strange], catalogue=CATALOGUE, now=now)
    assert read(engine, actor) == asset


def test_what_is_added_twice_stands_once_and_a_kind_that_needs_more_says_so(
    engine: Engine, actor: Actor, now: datetime, asset: AssetSheet
) -> None:
    with transaction(engine, actor.practice_id) as session:
        first = add_provider(session, actor, "Studio Exemple", now=now)
        assert add_provider(session, actor, "STUDIO exemple", now=now) == first
        add_staff(session, actor, "dr claire martin", now=now)
        kind = CATALOGUE.kind("domain_fr")
        add_by_name(session, actor, kind, "cabinet.fr.example", locale="fr", now=now)
        assert [each.id for each in list_assets(session, actor)] == [asset.id]
    with pytest.raises(AssetInvalidError), transaction(engine, actor.practice_id) as session:
        add_by_name(session, actor, kind, "pas un nom", locale="fr", now=now)
