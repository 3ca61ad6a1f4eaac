"""Who does what under a contract, in the order of the catalogue, with what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.catalogues.responsibilities import Row, Side, responsibilities
from reversibility.contracts.duty_models import ResponsibilityRow
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.digest import sha256


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Who does what about one row, as somebody said."""

    decides: Side | None = None
    decides_name: str = ""
    does: Side | None = None
    advises: tuple[Side, ...] = ()
    informed: tuple[Side, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DutyLine:
    """One row of the catalogue, and who does what about it."""

    row: Row
    duty: Duty

    @property
    def is_gap(self) -> bool:
        """Whether nobody answers for it, by name."""
        return self.duty.decides is None or not self.duty.decides_name


def responsibilities_of(session: Session, actor: Actor, contract_id: UUID) -> tuple[DutyLine, ...]:
    """Return every row of the catalogue, with who does what under a contract."""
    actor.require(Permission.CONTRACT_READ)
    kept = read_duties(
        session.scalars(
            select(ResponsibilityRow).where(
                ResponsibilityRow.contract_id == contract_id,
                ResponsibilityRow.practice_id == actor.practice_id,
            )
        )
    )
    return tuple(
        DutyLine(row=row, duty=kept.get(row.id, Duty())) for row in responsibilities().rows
    )


def read_duties(rows: Iterable[ResponsibilityRow]) -> dict[str, Duty]:
    """Return rows as they are read, by their id in the catalogue."""
    return {
        row.row: Duty(
            decides=row.decides,
            decides_name=row.decides_name,
            does=row.does,
            advises=tuple(Side(each) for each in row.advises),
            informed=tuple(Side(each) for each in row.informed),
        )
        for row in rows
    }


def duties_digest(duties: dict[str, Duty]) -> str:
    """Return what tells whether rows are still those that somebody was looking at."""
    told = sorted((name, repr(duty)) for name, duty in duties.items() if duty != Duty())
    return sha256(repr(told).encode())
