"""What is over its time goes, once, unless it is held; what tells about it stays."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError

from probes.interface import Contact, LookupState, Registration
from reversibility.evidence.models import ObservationRow, ProofRow, VerdictRow
from reversibility.evidence.proofs import withdraw_proof
from reversibility.evidence.queries import get_raw, list_answers, list_changes
from reversibility.evidence.service import record_survey
from reversibility.journal.models import JournalEntry, JournalPayload
from reversibility.journal.service import check_chain
from reversibility.kernel.actor import Actor
from reversibility.kernel.digest import sha256
from reversibility.pieces.errors import ContentErasedError
from reversibility.pieces.models import Erasure
from reversibility.register.models import Asset
from reversibility.retention.errors import PeriodsInvalidError
from reversibility.retention.holds import lift_hold, set_hold
from reversibility.retention.outlook import periods_in_force
from reversibility.retention.service import Purged, change_periods, purge
from reversibility.store.guards import APPEND_ONLY, ERASABLE
from reversibility.store.session import transaction
from tests.factories.changes import see
from tests.factories.evidence import House, make_examination, make_observation, open_house
from tests.factories.proofs import PDF, file_proof

NIGHT = timedelta(days=1)
YEAR = timedelta(days=366)


@pytest.fixture
def house(engine: Engine, actor: Actor, now: datetime) -> House:
    """Return a practice with a domain."""
    return open_house(engine, actor, now)


def look(engine: Engine, house: House, when: datetime, *, says: str, raw: bytes) -> None:
    """Record one nightly look at the domain."""
    observation = make_observation(
        when,
        raw=raw,
        sha256=sha256(raw),
        state=LookupState.REGISTERED,
        facts=Registration(registrant=Contact(name=says), updated=when.date()),
    )
    examination = make_examination(house, when, observations=(observation,), verdicts=())
    with transaction(engine, house.actor.practice_id) as session:
        record_survey(session, house.actor, house.domain_id, examination, unit_id=None, now=when)


def five_nights(engine: Engine, house: House, now: datetime) -> None:
    """Look five times: twice the agency, twice the practice, then the practice once more."""
    for night, name in enumerate(("AGENCE", "AGENCE", "CABINET", "CABINET", "CABINET")):
        raw = f"holder: {name}, asked on night {night}".encode()
        look(engine, house, now + night * NIGHT, says=name, raw=raw)


def run_purge(engine: Engine, house: House, when: datetime) -> Purged:
    """Purge as the worker does."""
    with transaction(engine, house.actor.practice_id) as session:
        return purge(session, house.actor, now=when)


def contents(engine: Engine, house: House) -> list[bytes]:
    """Return the bytes that are left, in the order of the nights."""
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return list(session.scalars(select(ObservationRow.raw).order_by(ObservationRow.asked_at)))


def test_the_first_each_change_and_the_latest_stay(
    engine: Engine, house: House, now: datetime
) -> None:
    five_nights(engine, house, now)
    assert run_purge(engine, house, now + NIGHT).counts == {}
    purged = run_purge(engine, house, now + YEAR + 9 * NIGHT)
    assert purged.counts["same_answers"] == 2
    assert [bool(raw) for raw in contents(engine, house)] == [True, False, True, False, True]


def test_a_purge_twice_changes_nothing_more(engine: Engine, house: House, now: datetime) -> None:
    five_nights(engine, house, now)
    later = now + YEAR + 9 * NIGHT
    assert run_purge(engine, house, later).counts
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        before = session.scalar(select(func.count(JournalEntry.id)))
    assert run_purge(engine, house, later).counts == {}
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        assert session.scalar(select(func.count(JournalEntry.id))) == before


def test_what_is_left_of_an_erased_answer_says_when_and_why(
    engine: Engine, house: House, now: datetime
) -> None:
    five_nights(engine, house, now)
    later = now + YEAR + 9 * NIGHT
    run_purge(engine, house, later)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        lines = list_answers(session, house.actor, house.domain_id)
        assert [bool(line.erased_at) for line in lines] == [False, True, False, True, False]
        gone = lines[1]
        assert (gone.erased_at, gone.size, len(gone.sha256)) == (later, 0, 64)
        stone = session.scalars(select(Erasure).where(Erasure.piece_id == gone.id)).one()
        assert (stone.rule, stone.erased_by) == ("same_answers", house.actor.label)
        with pytest.raises(ContentErasedError):
            get_raw(session, house.actor, gone.id)


def test_the_chain_still_verifies_and_counts_what_was_erased(
    engine: Engine, house: House, now: datetime
) -> None:
    five_nights(engine, house, now)
    later = now + 6 * YEAR
    counts = run_purge(engine, house, later).counts
    assert counts["activity_journal"] > 0
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        state = check_chain(session, house.actor)
        told = session.scalars(select(JournalPayload).where(JournalPayload.content.is_not(None)))
        assert [row.erased_at for row in told if row.content] == [None]
    assert state.is_whole
    assert (state.erased, state.last_erased_at) == (state.entries - 1, later)


def test_a_hold_keeps_everything_until_it_is_lifted(
    engine: Engine, house: House, now: datetime
) -> None:
    five_nights(engine, house, now)
    with transaction(engine, house.actor.practice_id) as session:
        hold = set_hold(session, house.actor, None, "Litige avec l’agence", now=now)
    later = now + 6 * YEAR
    assert run_purge(engine, house, later).counts == {}
    with transaction(engine, house.actor.practice_id) as session:
        lift_hold(session, house.actor, hold, "Le litige est clos", now=later)
    assert run_purge(engine, house, later).counts["same_answers"] == 2


def test_the_hold_of_one_asset_leaves_the_others(
    engine: Engine, house: House, now: datetime
) -> None:
    five_nights(engine, house, now)
    with transaction(engine, house.actor.practice_id) as session:
        set_hold(session, house.actor, house.ads_id, "Litige sur les annonces", now=now)
    assert run_purge(engine, house, now + YEAR + 9 * NIGHT).counts["same_answers"] == 2


def test_a_withdrawn_document_goes_a_month_later_with_its_name(
    engine: Engine, house: House, now: datetime
) -> None:
    proof = file_proof(engine, house, now, title="Attestation au nom de Mme Durand")
    with transaction(engine, house.actor.practice_id) as session:
        withdraw_proof(session, house.actor, proof.id, "Mauvais fichier", now=now)
    run_purge(engine, house, now + 29 * NIGHT)
    assert _proof(engine, house).content == PDF
    assert run_purge(engine, house, now + 32 * NIGHT).counts == {"withdrawn_proofs": 1}
    row = _proof(engine, house)
    assert (row.content, row.title, row.filename, row.sha256) == (b"", "", "", sha256(PDF))
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        told = " ".join(str(content) for content in session.scalars(select(JournalPayload.content)))
        assert "Durand" not in told
        assert check_chain(session, house.actor).is_whole


def test_an_archived_asset_loses_everything_after_its_time(
    engine: Engine, house: House, now: datetime
) -> None:
    five_nights(engine, house, now - 9 * NIGHT)
    with transaction(engine, house.actor.practice_id) as session:
        examination = make_examination(house, now)
        record_survey(session, house.actor, house.domain_id, examination, unit_id=None, now=now)
        session.get_one(Asset, house.domain_id).retired_at = now + NIGHT
    run_purge(engine, house, now + 6 * YEAR)
    assert not any(contents(engine, house))
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        results = session.scalars(select(VerdictRow)).all()
        assert [(row.declared, row.observed, row.reasons) for row in results] == [("", "", [])]


def test_what_has_changed_loses_its_texts_with_the_archived_asset_and_keeps_its_digests(
    engine: Engine, house: House, now: datetime
) -> None:
    for number, registrar in enumerate(("Ancre SAS", "Boussole SAS")):
        see(engine, house.actor, house.domain_id, now + number * NIGHT, registrar=registrar)
    with transaction(engine, house.actor.practice_id) as session:
        session.get_one(Asset, house.domain_id).retired_at = now + 2 * NIGHT
    run_purge(engine, house, now + 6 * YEAR)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        (line,) = list_changes(session, house.actor)
        assert check_chain(session, house.actor).is_whole
    assert (line.before, line.after, line.is_erased) == ("", "", True)
    assert line.earlier is not None
    assert line.later is not None
    assert line.earlier.is_erased
    assert len({line.earlier.sha256, line.later.sha256}) == 2


def test_an_answer_that_repeats_the_one_before_goes_and_the_change_still_says_what_it_was(
    engine: Engine, house: House, now: datetime
) -> None:
    names = ("Ancre SAS", "Ancre SAS", "Boussole SAS", "Boussole SAS")
    for number, registrar in enumerate(names):
        see(engine, house.actor, house.domain_id, now + number * NIGHT, registrar=registrar)
    run_purge(engine, house, now + YEAR + 9 * NIGHT)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        (line,) = list_changes(session, house.actor)
    assert line.earlier is not None
    assert (line.earlier.is_erased, line.before, line.after) == (True, "Ancre SAS", "Boussole SAS")
    later = see(
        engine, house.actor, house.domain_id, now + YEAR + 10 * NIGHT, registrar="Boussole SAS"
    )
    assert later == ()


def test_an_asset_in_the_register_keeps_its_latest_result(
    engine: Engine, house: House, now: datetime
) -> None:
    with transaction(engine, house.actor.practice_id) as session:
        examination = make_examination(house, now)
        record_survey(session, house.actor, house.domain_id, examination, unit_id=None, now=now)
    run_purge(engine, house, now + 6 * YEAR)
    assert all(contents(engine, house))


def test_a_practice_chooses_its_periods_within_bounds(
    engine: Engine, house: House, now: datetime
) -> None:
    with transaction(engine, house.actor.practice_id) as session:
        months = {**periods_in_force(session, house.actor), "same_answers": 24}
        change_periods(session, house.actor, months, now=now)
    five_nights(engine, house, now)
    assert "same_answers" not in run_purge(engine, house, now + YEAR + 9 * NIGHT).counts
    with (
        pytest.raises(PeriodsInvalidError) as refused,
        transaction(engine, house.actor.practice_id) as session,
    ):
        change_periods(session, house.actor, {**months, "security_journal": 3}, now=now)
    assert refused.value.fields == {"security_journal": "months:6-36"}


@pytest.mark.parametrize("table", sorted(ERASABLE))
def test_the_database_lets_a_content_go_only_with_its_tombstone(
    engine: Engine, house: House, now: datetime, table: str
) -> None:
    assert table in APPEND_ONLY
    five_nights(engine, house, now)
    file_proof(engine, house, now)
    column = next(iter(ERASABLE[table].empty))
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        if not session.scalar(text(f"SELECT count(*) FROM {table}")):
            return
    with (
        pytest.raises(DBAPIError, match="append-only"),
        transaction(engine, house.actor.practice_id) as session,
    ):
        session.execute(text(f"UPDATE {table} SET {column} = {column}"))


def test_a_tombstone_lets_nothing_else_change(engine: Engine, house: House, now: datetime) -> None:
    five_nights(engine, house, now)
    run_purge(engine, house, now + YEAR + 9 * NIGHT)
    for change in ("server = 'x'", "raw = 'y'"):
        statement = f"UPDATE observations SET {change} WHERE raw = ''"
        if engine.dialect.name == "sqlite":
            statement = statement.replace("raw = ''", "raw = X''")
        with (
            pytest.raises(DBAPIError, match="append-only"),
            transaction(engine, house.actor.practice_id) as session,
        ):
            session.execute(text(statement))


def _proof(engine: Engine, house: House) -> ProofRow:
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return session.scalars(select(ProofRow)).one()
