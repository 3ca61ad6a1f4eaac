"""Guards that live in the database itself: append-only tables, and rows of one practice only.

Rows of ERASABLE may lose their content, and nothing else of them may change: an UPDATE that puts
every erasable column to its empty value passes where the tombstone of that row is there already.

Alembic's batch mode on SQLite re-makes a table and silently drops its triggers: a migration that
alters one of APPEND_ONLY ends with `protect_append_only`. A test lists what is really there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text

APPEND_ONLY = (
    "journal_entries",
    "observations",
    "verdicts",
    "verdict_bases",
    "exit_documents",
    "annex_documents",
    "letter_documents",
    "proofs",
    "proof_withdrawals",
    "contract_papers",
    "paper_withdrawals",
    "mandate_statements",
    "mandate_notes",
    "erasures",
    "changes",
    "change_notes",
    "told_situations",
    "contract_events",
    "event_papers",
    "event_remarks",
)
TOMBSTONES = "erasures"


@dataclass(frozen=True, kw_only=True)
class Erasable:
    """How the content of a table's rows goes: the kind of the tombstone, and what stays behind."""

    kind: str
    """As in pieces.models.PieceKind."""
    empty: Mapping[str, str]
    """Each column that is emptied, with its empty value: "", bytes, list, map or null."""


ERASABLE: Mapping[str, Erasable] = {
    "observations": Erasable(
        kind="answer", empty={"raw": "bytes", "facts": "null", "messages": "list"}
    ),
    "verdicts": Erasable(
        kind="result",
        empty={"declared": "", "observed": "", "reasons": "list", "next_step": "null"},
    ),
    "changes": Erasable(kind="result", empty={"before": "", "after": ""}),
    "proofs": Erasable(kind="proof", empty={"content": "bytes", "title": "", "filename": ""}),
    "contract_papers": Erasable(
        kind="paper", empty={"content": "bytes", "title": "", "filename": ""}
    ),
    "exit_documents": Erasable(kind="produced", empty={"content": "bytes"}),
    "annex_documents": Erasable(kind="produced", empty={"content": "bytes"}),
    "letter_documents": Erasable(kind="letter", empty={"content": "bytes", "filename": ""}),
    "contract_events": Erasable(
        kind="fact", empty={"facts": "", "author": "", "effect": "", "because": ""}
    ),
    "event_remarks": Erasable(kind="fact", empty={"text": ""}),
    "told_situations": Erasable(
        kind="situation",
        empty={"choices": "map", "unanswered": "list", "reasons": "list", "urgencies": "list"},
    ),
}

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION reversibility_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$
"""
_MATCHES = (
    "COALESCE(current_setting('reversibility.practice_id', true), '') IN ('', {column}::text)"
)


def protect_append_only(
    connection: Connection, table: str, *, erasable: bool | None = None
) -> None:
    """Refuse UPDATE and DELETE on a table, in the database; the erasing of a content passes.

    `erasable` None: as ERASABLE says, once there are tombstones (earlier migrations have none).
    """
    if erasable is None:
        erasable = table in ERASABLE and inspect(connection).has_table(TOMBSTONES)
    if connection.dialect.name == "postgresql":
        connection.execute(text(_POSTGRESQL_FUNCTION))
    _guard(connection, table, "DELETE", passes="")
    _guard(connection, table, "UPDATE", passes=_erasing(connection, table) if erasable else "")


def release_append_only(connection: Connection, table: str) -> None:
    """Take the refusal away, for a migration that goes back and must delete rows."""
    of_table = f" ON {table}" if connection.dialect.name == "postgresql" else ""
    for verb in ("DELETE", "UPDATE"):
        connection.execute(text(f"DROP TRIGGER IF EXISTS {trigger_name(table, verb)}{of_table}"))


def _guard(connection: Connection, table: str, verb: str, *, passes: str) -> None:
    name = trigger_name(table, verb)
    if connection.dialect.name == "sqlite":
        condition = f"WHEN NOT ({passes})" if passes else ""
        body = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        connection.execute(
            text(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {condition} {body}")
        )
        return
    function = f"reversibility_erase_{table}" if passes else "reversibility_refuse"
    if passes:
        connection.execute(text(_POSTGRESQL_ERASING.format(function=function, passes=passes)))
    level = "ROW" if passes else "STATEMENT"
    connection.execute(text(f"DROP TRIGGER IF EXISTS {name} ON {table}"))
    connection.execute(
        text(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            f"FOR EACH {level} EXECUTE FUNCTION {function}()"
        )
    )


def _erasing(connection: Connection, table: str) -> str:
    """Return the condition that an UPDATE erases the content of a row, and does nothing else."""
    erasable = ERASABLE[table]
    is_postgresql = connection.dialect.name == "postgresql"
    empty = _POSTGRESQL_EMPTY if is_postgresql else _SQLITE_EMPTY
    same = "IS NOT DISTINCT FROM" if is_postgresql else "IS"
    columns = [column["name"] for column in inspect(connection).get_columns(table)]
    kept = [f"NEW.{name} {same} OLD.{name}" for name in columns if name not in erasable.empty]
    emptied = [f"NEW.{name} {same} {empty[value]}" for name, value in erasable.empty.items()]
    tombstone = (
        f"EXISTS (SELECT 1 FROM {TOMBSTONES} AS told WHERE told.piece_kind = '{erasable.kind}' "  # noqa: S608 - names of ours
        "AND told.piece_id = OLD.id AND told.practice_id = OLD.practice_id)"
    )
    return " AND ".join([*emptied, *kept, tombstone])


_SQLITE_EMPTY = {"": "''", "bytes": "X''", "list": "'[]'", "map": "'{}'", "null": "NULL"}
_POSTGRESQL_EMPTY = {
    "": "''",
    "bytes": "''::bytea",
    "list": "'[]'::jsonb",
    "map": "'{}'::jsonb",
    "null": "NULL",
}
_POSTGRESQL_ERASING = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {passes} THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$
"""


def trigger_name(table: str, verb: str) -> str:
    """Return the name of the trigger that refuses a verb on a table."""
    return f"{table}_no_{verb.lower()}"


def scope_rows(connection: Connection, table: str, column: str = "practice_id") -> None:
    """On PostgreSQL, let a transaction that names a practice see only that practice's rows.

    A transaction that names none stands above practices (signing in, leases) and sees all; the
    owner of the tables is bound too (FORCE), a superuser never is.
    """
    if connection.dialect.name != "postgresql":
        return
    condition = _MATCHES.format(column=column)
    for statement in (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        (
            f"CREATE POLICY {table}_of_practice ON {table} "
            f"USING ({condition}) WITH CHECK ({condition})"
        ),
    ):
        connection.execute(text(statement))
