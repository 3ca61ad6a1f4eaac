"""The declarative base of every table, and the mark of rows that belong to one practice."""

from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False):
    """Base of every table."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


class PracticeRow(MappedAsDataclass, kw_only=True, eq=False):
    """Mixin of rows that belong to one practice; `transaction` filters every query by it."""

    practice_id: Mapped[UUID] = mapped_column(
        ForeignKey("practices.id"), index=True, comment="The practice this row belongs to."
    )
