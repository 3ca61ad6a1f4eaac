"""The names of records in practice files."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from reversibility.kernel.text import slug


def free_slug(session: Session, column: InstrumentedAttribute[str], name: str) -> str:
    """Return a name for files, made from a name, that no row of the practice has."""
    stem = slug(name)
    return free(stem, set(session.scalars(select(column).where(column.startswith(stem)))))


def free(stem: str, taken: Collection[str]) -> str:
    """Return the stem, or the first numbered one that is not taken."""
    if stem not in taken:
        return stem
    names = (f"{stem}-{number}" for number in range(2, len(taken) + 2))
    return next(each for each in names if each not in taken)
