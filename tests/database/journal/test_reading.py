"""Finding entries in a long journal: by person, record, action, words; by index, page by page."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from reversibility.accounts.models import Practice
from reversibility.journal import service as journal
from reversibility.journal.queries import (
    EntryLine,
    Wanted,
    Words,
    count_entries,
    find_last,
    list_actors,
    list_entries,
    list_in_order,
)
from reversibility.journal.rules import WITHHELD
from reversibility.kernel.actor import Actor, ActorKind, UserId, worker
from reversibility.kernel.errors import DeniedError
from reversibility.store.session import transaction

CLAIRE = UserId(UUID(int=41))
ASSETS = [UUID(int=100 + number) for number in range(3)]


@pytest.fixture
def filled(engine: Engine, actor: Actor, now: datetime) -> Engine:
    """Return a practice whose journal has entries of a person, the service and the operator."""
    person = Actor(
        kind=ActorKind.USER,
        label="Claire Martin",
        practice_id=actor.practice_id,
        permissions=frozenset(),
        user_id=CLAIRE,
    )
    with transaction(engine, actor.practice_id) as session:
        practice = Practice(
            id=actor.practice_id, key="x", legal_name="Cabinet Exemple", created_at=now
        )
        session.add(practice)
        session.flush()
        for number, who in enumerate((person, worker(actor.practice_id, ()), actor)):
            journal.record(
                session,
                who,
                ("asset.declared", "evidence.survey_recorded", "contract.added")[number],
                journal.Subject(type="asset", id=ASSETS[number]),
                now=now + timedelta(days=number),
                content={"after": {"name": ("Élève d’été", "100 % à_part", "zone")[number]}},
            )
    return engine


def _found(engine: Engine, actor: Actor, wanted: Wanted) -> list[int]:
    with transaction(engine, actor.practice_id, read_only=True) as session:
        lines = list_entries(session, actor, wanted, below=None, limit=10)
        assert count_entries(session, actor, wanted, most=10) == len(lines)
    return [line.sequence for line in lines]


def test_entries_are_found_by_who_acted(filled: Engine, actor: Actor) -> None:
    assert _found(filled, actor, Wanted(actor=str(CLAIRE))) == [1]
    assert _found(filled, actor, Wanted(actor="worker")) == [2]
    with transaction(filled, actor.practice_id, read_only=True) as session:
        keys = [line.key for line in list_actors(session, actor)]
    assert keys[0] == str(CLAIRE)
    assert set(keys[1:]) == {"worker", "operator"}


def test_entries_are_found_by_record_family_and_period(
    filled: Engine, actor: Actor, now: datetime
) -> None:
    assert _found(filled, actor, Wanted(subjects=frozenset({ASSETS[1]}))) == [2]
    assert _found(filled, actor, Wanted(family="contracts")) == [3]
    assert _found(filled, actor, Wanted(since=now + timedelta(days=1))) == [3, 2]
    assert _found(filled, actor, Wanted(before=now + timedelta(days=1))) == [1]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("élève", [1]),
        ("ÉLÈVE martin", [1]),
        ("ZONE", [3]),
        ("100 %", [2]),
        ("à_p", [2]),
        ("__", []),
        ("contrat", [3]),
        ('"\\', []),
    ],
)
def test_words_are_found_whatever_their_case_and_never_act_as_wildcards(
    filled: Engine, actor: Actor, words: str, found: list[int]
) -> None:
    assert _found(filled, actor, Wanted(text=Words.of(words, "fr"))) == found


def test_what_leaves_is_in_the_order_of_the_chain_and_stops_where_it_was_counted(
    filled: Engine, actor: Actor
) -> None:
    with transaction(filled, actor.practice_id, read_only=True) as session:
        lines = list_in_order(session, actor, Wanted(), above=0, up_to=2, limit=9)
    assert [line.sequence for line in lines] == [1, 2]


def test_the_last_check_is_found(filled: Engine, actor: Actor, now: datetime) -> None:
    with transaction(filled, actor.practice_id) as session:
        state = journal.check_chain(session, actor)
        journal.note_check(session, actor, state, now=now)
    with transaction(filled, actor.practice_id, read_only=True) as session:
        last = find_last(session, actor, journal.CHECKED)
    assert isinstance(last, EntryLine)
    assert last.content == {"entries": 3, "broken_at": None}


def test_a_secret_never_gets_into_the_journal(engine: Engine, actor: Actor, now: datetime) -> None:
    told = {"after": {"password": "s3cret", "name": "Zone", "people": [{"token": "t"}]}}
    with transaction(engine, actor.practice_id) as session:
        session.add(Practice(id=actor.practice_id, key="x", legal_name="C", created_at=now))
        session.flush()
        subject = journal.Subject(type="asset", id=ASSETS[0])
        journal.record(session, actor, "asset.declared", subject, now=now, content=told)
    with transaction(engine, actor.practice_id, read_only=True) as session:
        line = list_entries(session, actor, Wanted(), below=None, limit=1)[0]
        assert journal.check_chain(session, actor).is_whole
    kept = {"password": WITHHELD, "name": "Zone", "people": [{"token": WITHHELD}]}
    assert line.content == {"after": kept}


def _history(session: Session, actor: Actor) -> object:
    wanted = Wanted(subjects=frozenset({ASSETS[0]}))
    return list_entries(session, actor, wanted, below=None, limit=51)


@pytest.mark.parametrize(
    ("read", "along"),
    [
        (
            lambda *who: list_entries(*who, Wanted(), below=9_000, limit=51),
            "(practice_id=? AND seq",
        ),
        (_history, "ix_journal_entries_of_subject"),
        (list_actors, "ix_journal_entries_of_actor"),
        (lambda *who: find_last(*who, journal.CHECKED), "ix_journal_entries_of_action"),
    ],
    ids=["page", "history", "actors", "last check"],
)
def test_a_long_journal_is_read_along_an_index(
    engine: Engine, actor: Actor, read: Callable[[Session, Actor], object], along: str
) -> None:
    if engine.dialect.name != "sqlite":
        return  # PostgreSQL plans by what its tables hold; they are empty here
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, values: object, *_: object):
        asked.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    with transaction(engine, actor.practice_id, read_only=True) as session:
        read(session, actor)
        statement, values = next(pair for pair in asked if "journal_entries" in pair[0])
        cursor = session.connection().connection.cursor()
        steps = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
    plan = " / ".join(str(step[3]) for step in steps)
    assert along in plan, plan
    assert "SCAN" not in plan, plan
    assert "TEMP B-TREE" not in plan, plan


def test_nobody_reads_the_journal_without_leave(engine: Engine, actor: Actor) -> None:
    nobody = worker(actor.practice_id, ())
    with transaction(engine, actor.practice_id, read_only=True) as session:
        for read in (
            lambda: list_entries(session, nobody, Wanted(), below=None, limit=1),
            lambda: list_in_order(session, nobody, Wanted(), above=0, up_to=1, limit=1),
            lambda: count_entries(session, nobody, Wanted(), most=1),
            lambda: list_actors(session, nobody),
            lambda: find_last(session, nobody, journal.CHECKED),
        ):
            with pytest.raises(DeniedError):
                read()
