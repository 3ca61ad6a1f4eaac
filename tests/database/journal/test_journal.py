"""The journal: chained, tamper-evident, and erasable where it tells about people."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from reversibility.accounts.models import Practice
from reversibility.journal import service as journal
from reversibility.journal.models import JournalEntry, JournalPayload
from reversibility.kernel.actor import Actor
from reversibility.store.session import transaction

SUBJECT = journal.Subject(type="asset", id=UUID(int=7))


@pytest.fixture
def three_entries(engine: Engine, actor: Actor, now: datetime) -> Engine:
    """Return a database with three entries in a practice's journal."""
    with transaction(engine, actor.practice_id) as session:
        session.add(
            Practice(
                id=actor.practice_id,
                key=str(actor.practice_id),
                legal_name="Cabinet Exemple",
                created_at=now,
            )
        )
        session.flush()
        for word in ("un", "deux", "trois"):
            content = {"after": {"name": word}}
            journal.record(session, actor, "asset.declared", SUBJECT, now=now, content=content)
    return engine


def test_a_chain_that_nobody_touched_is_whole(three_entries: Engine, actor: Actor) -> None:
    with transaction(three_entries, actor.practice_id, read_only=True) as session:
        state = journal.check_chain(session, actor)
    assert (state.entries, state.is_whole) == (3, True)


def test_the_database_refuses_to_change_or_remove_an_entry(
    three_entries: Engine, actor: Actor
) -> None:
    for statement in (
        "UPDATE journal_entries SET action = 'x'",
        "DELETE FROM journal_entries",
    ):
        with (
            pytest.raises(DBAPIError, match="append-only"),
            transaction(three_entries, actor.practice_id) as session,
        ):
            session.execute(text(statement))


def test_a_payload_that_was_rewritten_breaks_the_chain_there(
    three_entries: Engine, actor: Actor
) -> None:
    with transaction(three_entries, actor.practice_id) as session:
        second = _entry(session.scalars(select(JournalEntry)).all(), 2)
        payload = session.get_one(JournalPayload, second.id)
        payload.content = {"after": {"name": "autre chose"}}
    with transaction(three_entries, actor.practice_id, read_only=True) as session:
        assert journal.check_chain(session, actor).broken_at == 2


def test_an_erased_payload_is_gone_and_the_chain_is_still_whole(
    three_entries: Engine, actor: Actor, now: datetime
) -> None:
    with transaction(three_entries, actor.practice_id) as session:
        second = _entry(session.scalars(select(JournalEntry)).all(), 2)
        journal.erase_payload(session, actor, second.id, reason="demande de l’intéressé", now=now)
    with transaction(three_entries, actor.practice_id, read_only=True) as session:
        payload = session.get_one(JournalPayload, second.id)
        assert (payload.content, payload.salt, payload.erased_at) == (None, None, now)
        assert payload.erased_reason == "demande de l’intéressé"
        state = journal.check_chain(session, actor)
    assert (state.entries, state.is_whole) == (4, True)


def test_a_head_that_forgets_the_last_entries_is_noticed(
    three_entries: Engine, actor: Actor
) -> None:
    with transaction(three_entries, actor.practice_id) as session:
        session.execute(text("UPDATE journal_heads SET sequence = 2"))
    with transaction(three_entries, actor.practice_id, read_only=True) as session:
        assert not journal.check_chain(session, actor).is_whole


def _entry(entries: list[JournalEntry], sequence: int) -> JournalEntry:
    return next(entry for entry in entries if entry.sequence == sequence)
