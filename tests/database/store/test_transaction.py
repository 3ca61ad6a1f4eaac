"""One unit of work, one practice."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DatabaseError

from reversibility.accounts.models import Practice
from reversibility.kernel.actor import Actor, PracticeId, operator
from reversibility.kernel.ids import new_id
from reversibility.register.models import Party, PartyKind
from reversibility.store.errors import DatabaseUnusableError
from reversibility.store.guards import APPEND_ONLY, trigger_name
from reversibility.store.session import make_engine, transaction


@pytest.fixture
def two(engine: Engine, actor: Actor, now: datetime) -> tuple[Actor, Actor]:
    """Return the actors of two practices, each with one party."""
    other = operator(PracticeId(UUID("01930000-0000-7000-8000-000000000002")), "Maître Durand")
    for each in (actor, other):
        with transaction(engine, each.practice_id) as session:
            session.add(
                Practice(
                    id=each.practice_id,
                    key=str(each.practice_id),
                    legal_name=each.label,
                    created_at=now,
                )
            )
            session.flush()
            session.add(_party(each, now))
    return actor, other


def test_a_practice_sees_its_own_rows_only(engine: Engine, two: tuple[Actor, Actor]) -> None:
    for each in two:
        with transaction(engine, each.practice_id, read_only=True) as session:
            names = session.scalars(select(Party.name)).all()
        assert names == [f"Prestataire de {each.label}"]


def test_a_row_of_another_practice_is_refused(
    engine: Engine, two: tuple[Actor, Actor], now: datetime
) -> None:
    mine, other = two
    with (
        pytest.raises(AssertionError, match="of another practice"),
        transaction(engine, mine.practice_id) as session,
    ):
        session.add(_party(other, now))


def test_postgresql_hides_the_rows_of_another_practice_without_our_filter(
    engine: Engine, two: tuple[Actor, Actor]
) -> None:
    mine, _ = two
    with transaction(engine, mine.practice_id, read_only=True) as session:
        count = session.execute(text("SELECT count(*) FROM parties")).scalar_one()
    assert count == (1 if engine.dialect.name == "postgresql" else 2)


def test_an_error_leaves_nothing_behind(
    engine: Engine, two: tuple[Actor, Actor], now: datetime
) -> None:
    mine, _ = two
    with pytest.raises(RuntimeError), transaction(engine, mine.practice_id) as session:
        session.add(_party(mine, now, slug="second"))
        session.flush()
        raise RuntimeError
    with transaction(engine, mine.practice_id, read_only=True) as session:
        assert len(session.scalars(select(Party)).all()) == 1


def test_a_read_transaction_does_not_write(
    engine: Engine, two: tuple[Actor, Actor], now: datetime
) -> None:
    mine, _ = two
    with (
        pytest.raises(AssertionError, match="does not write"),
        transaction(engine, mine.practice_id, read_only=True) as session,
    ):
        session.add(_party(mine, now, slug="second"))
        session.flush()


def test_instants_come_back_aware(engine: Engine, two: tuple[Actor, Actor], now: datetime) -> None:
    mine, _ = two
    with transaction(engine, mine.practice_id, read_only=True) as session:
        assert session.scalars(select(Party.created_at)).one() == now


def test_a_naive_instant_is_refused(
    engine: Engine, two: tuple[Actor, Actor], now: datetime
) -> None:
    mine, _ = two
    with (
        pytest.raises(Exception, match="naive instant"),
        transaction(engine, mine.practice_id) as session,
    ):
        session.add(_party(mine, now.replace(tzinfo=None), slug="naive"))


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_the_database_itself_guards_what_is_append_only(
    engine: Engine, table: str, verb: str
) -> None:
    catalogue = "pg_trigger" if engine.dialect.name == "postgresql" else "sqlite_master"
    column = "tgname" if engine.dialect.name == "postgresql" else "name"
    query = text(f"SELECT count(*) FROM {catalogue} WHERE {column} = :name")
    with engine.connect() as connection:
        assert connection.execute(query, {"name": trigger_name(table, verb)}).scalar_one() == 1


def test_a_locked_database_says_so(tmp_path: Path, sqlite_template: Path, now: datetime) -> None:
    path = tmp_path / "locked.db"
    path.write_bytes(sqlite_template.read_bytes())
    holder = make_engine(f"sqlite:///{path}")
    waiter = make_engine(f"sqlite:///{path}", wait_ms=1)
    with (
        holder.begin() as connection,
        pytest.raises(DatabaseUnusableError) as refused,
        transaction(waiter, None) as session,
    ):
        assert connection.in_transaction()
        session.add(Practice(id=new_id(now), key=str(new_id(now)), legal_name="x", created_at=now))
    assert refused.value.code == "locked"


def test_a_database_that_is_no_database_says_so(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Bonjour, ceci est une lettre et non une base de données. " * 20)
    with (
        pytest.raises(DatabaseUnusableError) as refused,
        transaction(make_engine(f"sqlite:///{path}"), None) as session,
    ):
        session.scalars(select(Practice)).all()
    assert refused.value.code == "not_there"


def test_a_database_without_tables_says_what_to_run(tmp_path: Path) -> None:
    with (
        pytest.raises(DatabaseUnusableError) as refused,
        transaction(make_engine(f"sqlite:///{tmp_path / 'empty.db'}"), None) as session,
    ):
        session.scalars(select(Practice)).all()
    assert refused.value.code == "not_migrated"


def test_a_rule_of_the_database_is_no_fault_of_the_database(
    engine: Engine, two: tuple[Actor, Actor], now: datetime
) -> None:
    mine, _ = two
    with (
        pytest.raises(DatabaseError, match=r"(?i)unique"),
        transaction(engine, mine.practice_id) as session,
    ):
        session.add(_party(mine, now))


def _party(actor: Actor, now: datetime, slug: str = "prestataire") -> Party:
    return Party(
        id=new_id(now),
        practice_id=actor.practice_id,
        kind=PartyKind.PROVIDER,
        name=f"Prestataire de {actor.label}",
        slug=slug,
        created_at=now,
    )
