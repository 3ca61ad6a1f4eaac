"""Read the chronology of a contract: facts, changes and letters in one line of time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.contracts.event_queries import EventLine, list_events
from reversibility.contracts.paper_queries import PaperLine, list_papers
from reversibility.contracts.queries import ContractSheet
from reversibility.evidence.queries import ChangeLine, WantedChanges, list_changes
from reversibility.exits.letters.queries import LetterLine
from reversibility.kernel.actor import Actor, Permission

MOST_CHANGES = 200


class LetterStep(StrEnum):
    """What became of a letter."""

    SENT = "sent"
    RECEIVED = "received"
    ANSWERED = "answered"


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One line of time: a fact that was noted, a change that was seen, or a step of a letter."""

    day: date
    at: datetime | None = None
    event: EventLine | None = None
    change: ChangeLine | None = None
    letter: LetterLine | None = None
    step: LetterStep | None = None
    """Of the letter."""

    @property
    def papers(self) -> tuple[UUID, ...]:
        """The papers that show it."""
        if self.event is not None:
            return self.event.papers
        if self.letter is None:
            return ()
        answered = self.step is LetterStep.ANSWERED
        paper = self.letter.answer_paper_id if answered else self.letter.proof_paper_id
        return (paper,) if paper is not None else ()


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


def get_chronology(
    session: Session, actor: Actor, contract: ContractSheet, letters: Iterable[LetterLine]
) -> Chronology:
    """Return the chronology of a contract, whose letters were read already."""
    actor.require(Permission.CONTRACT_READ)
    changes: Iterable[ChangeLine] = ()
    if contract.asset_ids:
        wanted = WantedChanges(asset_ids=frozenset(contract.asset_ids))
        changes = list_changes(session, actor, wanted, limit=MOST_CHANGES)
    return told_by_practice(session, actor, contract, letters=letters, changes=changes)


def told_by_practice(
    session: Session,
    actor: Actor,
    contract: ContractSheet,
    *,
    letters: Iterable[LetterLine],
    changes: Iterable[ChangeLine] = (),
) -> Chronology:
    """Return the facts that were noted and the letters, without what was only seen to change."""
    actor.require(Permission.CONTRACT_READ)
    moments = [
        Moment(day=line.happened_on, at=line.happened_at, event=line)
        for line in list_events(session, actor, contract.id)
        if line.facts  # what was erased has no words left; the page of pieces tells of it
    ]
    moments += [Moment(day=line.later_at.date(), at=line.later_at, change=line) for line in changes]
    for letter in letters:
        moments += _steps(letter)
    papers = {line.id: line for line in list_papers(session, actor, contract.id)}
    # What has no hour comes first in its day; what is noted together keeps its order.
    ordered = sorted(moments, key=lambda each: (each.day, each.at.timestamp() if each.at else 0.0))
    return Chronology(contract=contract, moments=tuple(ordered), papers=papers)


def _steps(letter: LetterLine) -> list[Moment]:
    days = {
        LetterStep.SENT: letter.sent_on,
        LetterStep.RECEIVED: letter.received_on,
        LetterStep.ANSWERED: letter.answered_on,
    }
    return [Moment(day=day, letter=letter, step=step) for step, day in days.items() if day]
