"""The names of records in practice files."""

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from reversibility.kernel.text import slug


def free_slug(session: Session, column: InstrumentedAttribute[str], name: str) -> str:
    """Return a name for files, made from a name, that no row of the practice has."""
    stem = slug(name)
    taken = set(session.scalars(select(column).where(column.startswith(stem))))
    names = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 2)))
    return next(each for each in names if each not in taken)
