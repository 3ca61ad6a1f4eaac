"""What can be wrong with the database itself."""

from typing import Self

from sqlalchemy.exc import DatabaseError


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


_CODES = (
    ("locked", ("locked", "busy", "lock timeout", "could not obtain lock")),
    ("read_only", ("readonly", "read-only")),
    ("full", ("disk is full", "no space")),
    ("not_migrated", ("no such table", "undefined table", "does not exist")),
    ("not_there", ("unable to open", "could not connect", "connection refused", "not a database")),
)


def _code(detail: str) -> str:
    for code, phrases in _CODES:
        if any(phrase in detail for phrase in phrases):
            return code
    return "other"
