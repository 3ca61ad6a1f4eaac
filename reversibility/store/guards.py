"""Guards that live in the database itself: append-only tables, and rows of one practice only.

Alembic's batch mode on SQLite re-makes a table and silently drops its triggers: a migration that
alters one of APPEND_ONLY ends with `protect_append_only`. A test lists what is really there.
"""

from sqlalchemy import Connection, text

APPEND_ONLY = (
    "journal_entries",
    "observations",
    "verdicts",
    "verdict_bases",
    "exit_documents",
    "proofs",
    "proof_withdrawals",
    "mandate_statements",
    "mandate_notes",
)

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION reversibility_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$
"""
_MATCHES = (
    "COALESCE(current_setting('reversibility.practice_id', true), '') IN ('', {column}::text)"
)


def protect_append_only(connection: Connection, table: str) -> None:
    """Refuse UPDATE and DELETE on a table, in the database."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(_POSTGRESQL_FUNCTION))
    for verb in ("UPDATE", "DELETE"):
        name = trigger_name(table, verb)
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name} ON {table}"))
            body = "FOR EACH STATEMENT EXECUTE FUNCTION reversibility_refuse()"
        else:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
            body = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        connection.execute(text(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {body}"))


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
