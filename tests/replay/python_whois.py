"""Whom python-whois names as owner on the same answers, and whether it is right."""

from enum import StrEnum
from importlib.metadata import version

from whois.exceptions import PywhoisError
from whois.parser import WhoisEntry

VERSION = version("python-whois")

# The columns of its flat table that name the holder, one set or another for each suffix; those that
# hold the organisation first.
COLUMNS = (
    "registrant_organization", "registrant_org", "org", "organization",
    "registrant_name", "name", "registrant", "holder", "owner",
)  # fmt: skip


class Mark(StrEnum):
    """How an owner compares with what the registry publishes."""

    RIGHT = "right"
    NOTHING_THERE = "nothing to find"
    MISSED = "missed"
    WRONG = "wrong"


def owner(name: str, text: str) -> str:
    """Return the owner as a caller of python-whois would read it; empty when it gives none."""
    try:
        entry = WhoisEntry.load(name, text)
    except PywhoisError:
        return ""
    return next((first for column in COLUMNS if (first := _first(entry.get(column)))), "")


def mark(published: str, text: str, said: str) -> Mark:
    """Compare an owner with the published one; only case and spaces are forgiven.

    A holder that only RDAP published is not in the text, and nobody can be asked to find it there.
    """
    there = _folded(published) if _folded(published) in _folded(text) else ""
    if there == _folded(said):
        # No merit of a reader that cannot tell a hidden holder from one it cannot read.
        return Mark.RIGHT if said else Mark.NOTHING_THERE
    return Mark.WRONG if said else Mark.MISSED


def _first(value: object) -> str:
    values = value if isinstance(value, list) else [value]
    return next((each.strip() for each in values if isinstance(each, str) and each.strip()), "")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
