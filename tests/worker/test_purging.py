"""The daily purge of every practice, by any number of workers."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from reversibility.evidence.proofs import withdraw_proof
from reversibility.kernel.actor import Actor, PracticeId, operator
from reversibility.kernel.ids import new_id
from reversibility.pieces.models import Erasure
from reversibility.store.session import transaction
from reversibility.worker.purging import purge_due
from tests.factories.evidence import House, open_house
from tests.factories.proofs import file_proof

LATER = timedelta(days=40)
HOUR = timedelta(hours=1)


@pytest.fixture
def houses(engine: Engine, actor: Actor, now: datetime) -> list[House]:
    """Return two practices, each with a document that was withdrawn."""
    made = []
    for owner in (actor, operator(PracticeId(new_id(now)))):
        house = open_house(engine, owner, now)
        proof = file_proof(engine, house, now)
        with transaction(engine, owner.practice_id) as session:
            withdraw_proof(session, owner, proof.id, "Mauvais fichier", now=now)
        made.append(house)
    return made


def erased_by(engine: Engine) -> list[str]:
    """Return who erased something, in every practice."""
    with transaction(engine, None, read_only=True) as session:
        return list(session.scalars(select(Erasure.erased_by)))


def test_each_practice_has_its_turn_once_a_day(
    engine: Engine, houses: list[House], now: datetime
) -> None:
    assert purge_due(engine, now + LATER) == len(houses)
    assert erased_by(engine) == ["worker", "worker"]
    assert purge_due(engine, now + LATER + HOUR) == 0
    assert purge_due(engine, now + LATER + 25 * HOUR) == len(houses)
    assert len(erased_by(engine)) == len(houses)


def test_what_is_not_over_its_time_stays(
    engine: Engine, houses: list[House], now: datetime
) -> None:
    assert purge_due(engine, now + HOUR) == len(houses)
    assert erased_by(engine) == []


def test_a_purge_that_is_too_much_for_one_round_goes_on(
    engine: Engine, houses: list[House], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reversibility.retention.service.MOST", 1)
    assert purge_due(engine, now + LATER) == len(houses)
    assert purge_due(engine, now + LATER + HOUR) == len(houses)
