"""Letters that were sent stand in the plan of the practice, and never in the successor's copy."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import Engine

from reversibility.catalogues.letters import Channel
from reversibility.exits.dossier import build_dossier
from reversibility.exits.gathering import Material, gather
from reversibility.exits.letters.queries import get_shelf_of
from reversibility.exits.letters.service import Sending, mark_sent
from reversibility.exits.queries import find_exit
from reversibility.store.session import transaction
from tests.database.exits.test_letters import CONTRACT, final_letter
from tests.unit.findings.scenarios import POLICY
from tests.web.house import House, furnish


@pytest.fixture
def house(engine: Engine, now: datetime) -> House:
    """Return the practice of the demo."""
    return furnish(engine, now)


@pytest.fixture
def exit_id(engine: Engine, house: House) -> UUID:
    """Return an exit of the contract that the letters are about."""
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        case = find_exit(session, house.actor, house.contracts[CONTRACT])
    assert case is not None
    return case.id


def read(engine: Engine, house: House, exit_id: UUID, now: datetime) -> Material:
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return gather(session, house.actor, exit_id, POLICY, now=now)


def test_a_letter_that_was_sent_stands_in_the_plan_with_the_hash_of_its_file(
    engine: Engine, house: House, exit_id: UUID, now: datetime
) -> None:
    letter_id = final_letter(engine, house, now)
    unsent = read(engine, house, exit_id, now)
    assert build_dossier(unsent, "fr", register_sha256="", time_zone="UTC").exchanges == ()
    with transaction(engine, house.actor.practice_id) as session:
        sending = Sending(sent_on=now.date(), channel=Channel.EMAIL)
        mark_sent(session, house.actor, letter_id, sending, now=now)
        pdf = get_shelf_of(session, house.actor, letter_id, today=now.date()).files[letter_id][0]
    material = read(engine, house, exit_id, now)
    dossier = build_dossier(material, "fr", register_sha256="", time_zone="UTC")
    (sent,) = dossier.exchanges
    assert (sent.on, sent.sha256) == (now.date(), pdf.sha256)
    assert sent.title
    copy = build_dossier(material, "fr", register_sha256="", time_zone="UTC", in_full=False)
    assert copy.exchanges == ()
