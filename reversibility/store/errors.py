"""What can be wrong with the database itself."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

import psycopg
from sqlalchemy.exc import DatabaseError, OperationalError


class DatabaseUnusableError(Exception):
    """The database cannot be used now; `code` says why: locked, read_only, full ... (`_CODES`)."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail

    @classmethod
    def of(cls, error: DatabaseError) -> Self:
        """Tell the case from the driver's own words."""
        detail = str(error.orig).strip()
        return cls(_code(detail.lower()), detail)


@contextmanager
def unusable_database() -> Iterator[None]:
    """Turn what a driver says of a database that cannot be used into DatabaseUnusableError."""
    try:
        yield
    except DatabaseError as error:
        if not _is_about_the_database(error):
            raise
        raise DatabaseUnusableError.of(error) from error


def _is_about_the_database(error: DatabaseError) -> bool:
    # sqlite3 says of a file that is none of its own "DatabaseError" and nothing narrower; psycopg
    # calls a missing table a programmer's error.
    return isinstance(error, OperationalError) or (
        isinstance(error.orig, (sqlite3.DatabaseError, *_POSTGRESQL))
        and not isinstance(error.orig, sqlite3.IntegrityError)
    )


_POSTGRESQL = (
    psycopg.errors.UndefinedTable,
    psycopg.errors.UndefinedColumn,
    psycopg.errors.DuplicateTable,
    psycopg.errors.ReadOnlySqlTransaction,
)
_CODES = (
    ("locked", ("locked", "busy", "lock timeout", "could not obtain lock")),
    ("read_only", ("readonly", "read-only")),
    ("full", ("disk is full", "no space")),
    ("not_ours", ("already exists",)),
    ("not_migrated", ("no such table", "no such column", 'relation "', "column ")),
    (
        "not_there",
        (
            "unable to open",
            "could not connect",
            "connection refused",
            "not a database",
            "does not exist",
        ),
    ),
)


def _code(detail: str) -> str:
    for code, phrases in _CODES:
        if any(phrase in detail for phrase in phrases):
            return code
    return "other"
