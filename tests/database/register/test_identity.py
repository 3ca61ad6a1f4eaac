"""The practice is declared anew: its own party follows, and nobody overwrites anybody."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from reversibility.accounts.errors import PracticeChangedError, PracticeKnownError
from reversibility.accounts.queries import get_practice
from reversibility.accounts.service import PracticeDraft
from reversibility.journal.models import JournalEntry
from reversibility.kernel.actor import Actor, PracticeId, operator
from reversibility.register.identity import change_identity
from reversibility.register.models import PartyKind
from reversibility.register.queries import list_parties
from reversibility.store.session import transaction
from tests.factories.practices import open_practice

DRAFT = PracticeDraft(
    legal_name="SELARL Cabinet médical Exemple",
    legal_form="SELARL",
    siren="123456782",
    trading_names=["Cabinet Exemple"],
    people=[{"name": "Claire Martin", "title": "Dr", "role": "associée"}],
    city="Lyon",
)


def test_the_party_of_the_practice_says_the_same_as_its_identity(
    engine: Engine, actor: Actor, now: datetime
) -> None:
    open_practice(engine, actor, now)
    with transaction(engine, actor.practice_id) as session:
        assert change_identity(session, actor, 1, DRAFT, now=now)
    with transaction(engine, actor.practice_id) as session:
        version = get_practice(session, actor).version
        moved = replace(DRAFT, city="Villeurbanne")
        assert change_identity(session, actor, version, moved, now=now)
    with transaction(engine, actor.practice_id, read_only=True) as session:
        own = [each for each in list_parties(session, actor) if each.kind is PartyKind.PRACTICE]
        assert [(each.name, each.siren, each.city) for each in own] == [
            ("Cabinet Exemple", "123456782", "Villeurbanne")
        ]
        actions = list(session.scalars(select(JournalEntry.action)))
    assert actions.count("practice.changed") == 2


def test_the_same_again_changes_nothing(engine: Engine, actor: Actor, now: datetime) -> None:
    open_practice(engine, actor, now)
    with transaction(engine, actor.practice_id) as session:
        change_identity(session, actor, 1, DRAFT, now=now)
    with transaction(engine, actor.practice_id) as session:
        version = get_practice(session, actor).version
        assert not change_identity(session, actor, version, DRAFT, now=now)


def test_the_second_of_two_editors_is_told_who_was_first(
    engine: Engine, actor: Actor, now: datetime
) -> None:
    open_practice(engine, actor, now)
    with transaction(engine, actor.practice_id) as session:
        change_identity(session, actor, 1, DRAFT, now=now)
    with (
        pytest.raises(PracticeChangedError) as refused,
        transaction(engine, actor.practice_id) as session,
    ):
        change_identity(session, actor, 1, replace(DRAFT, city="Nice"), now=now)
    assert refused.value.params["who"] == "Dr Claire Martin"


def test_the_siren_of_another_practice_is_refused(
    engine: Engine, actor: Actor, now: datetime
) -> None:
    open_practice(engine, actor, now)
    other = operator(PracticeId(UUID("01930000-0000-7000-8000-000000000002")))
    open_practice(engine, other, now, siren="222222226", legal_name="Étude Voisine")
    with pytest.raises(PracticeKnownError), transaction(engine, other.practice_id) as session:
        change_identity(session, other, 1, DRAFT, now=now)
    with transaction(engine, other.practice_id, read_only=True) as session:
        assert get_practice(session, other).legal_name == "Étude Voisine"
