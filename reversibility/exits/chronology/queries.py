"""Read the chronology of a contract: facts and changes in one line of time, papers by their id."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.contracts.event_queries import EventLine, list_events
from reversibility.contracts.paper_queries import PaperLine, list_papers
from reversibility.contracts.queries import ContractSheet
from reversibility.evidence.queries import ChangeLine, WantedChanges, list_changes
from reversibility.kernel.actor import Actor, Permission

MOST_CHANGES = 200


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One line of time: a fact that somebody noted, or what a check saw change."""

    day: date
    at: datetime | None
    event: EventLine | None = None
    change: ChangeLine | None = None


@dataclass(frozen=True, kw_only=True)
class Chronology:
    """Everything that happened with the provider of a contract, the oldest first."""

    contract: ContractSheet
    moments: tuple[Moment, ...]
    papers: Mapping[UUID, PaperLine]

    @property
    def events(self) -> tuple[EventLine, ...]:
        """The facts that were noted."""
        return tuple(each.event for each in self.moments if each.event)


def get_chronology(session: Session, actor: Actor, contract: ContractSheet) -> Chronology:
    """Return the chronology of a contract."""
    actor.require(Permission.CONTRACT_READ)
    moments = [
        Moment(day=line.happened_on, at=line.happened_at, event=line)
        for line in list_events(session, actor, contract.id)
    ]
    if contract.asset_ids:
        wanted = WantedChanges(asset_ids=frozenset(contract.asset_ids))
        moments += [
            Moment(day=line.later_at.date(), at=line.later_at, change=line)
            for line in list_changes(session, actor, wanted, limit=MOST_CHANGES)
        ]
    papers = {line.id: line for line in list_papers(session, actor, contract.id)}
    # What has no hour comes first in its day; what is noted together keeps its order.
    ordered = sorted(moments, key=lambda each: (each.day, each.at.timestamp() if each.at else 0.0))
    return Chronology(contract=contract, moments=tuple(ordered), papers=papers)
