"""Read, in one transaction, everything a list of exhibits is made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.accounts.queries import get_practice
from reversibility.contracts.paper_queries import read_papers
from reversibility.contracts.queries import ContractSheet
from reversibility.exits.chronology.queries import Chronology, get_chronology, told_by_practice
from reversibility.exits.exhibiting.ordering import Leaving, in_order
from reversibility.exits.letters.queries import LetterShelf, get_shelf, read_prints
from reversibility.kernel.actor import Actor, Permission

MOST_BYTES = 100 * 1024 * 1024
"""Of exhibits in one pack: it is made in memory."""


@dataclass(frozen=True, kw_only=True)
class ExhibitMaterial:
    """Everything a list of exhibits is made from."""

    practice: str
    activity: str
    chronology: Chronology
    leaving: tuple[Leaving, ...]
    """Papers that may leave the practice and letters it sent, in the order of their numbers."""
    contents: Mapping[UUID, bytes]
    """Their files, as far as a pack holds; none where the list is only looked at."""
    made_at: datetime


def gather_exhibits(
    session: Session, actor: Actor, contract: ContractSheet, *, now: datetime, with_files: bool
) -> ExhibitMaterial:
    """Read the chronology of a contract and what of it leaves; the files where they are wanted."""
    actor.require(Permission.EXIT_PRODUCE)
    letters = get_shelf(session, actor, contract.id, today=now.date())
    chronology = get_chronology(session, actor, contract, letters.lines)
    practice = get_practice(session, actor)
    pieces = in_order(chronology, letters.prints)
    return ExhibitMaterial(
        practice=practice.legal_name,
        activity=practice.activity,
        chronology=chronology,
        leaving=pieces,
        contents=_contents(session, actor, pieces) if with_files else {},
        made_at=now,
    )


def list_exhibits(
    session: Session, actor: Actor, contract: ContractSheet, letters: LetterShelf
) -> tuple[Leaving, ...]:
    """List what leaves, in the order of its numbers, where the letters were read already."""
    actor.require(Permission.CONTRACT_READ)
    chronology = told_by_practice(session, actor, contract, letters=letters.lines)
    return in_order(chronology, letters.prints)


def _contents(session: Session, actor: Actor, pieces: tuple[Leaving, ...]) -> Mapping[UUID, bytes]:
    room, wanted = MOST_BYTES, []
    for piece in pieces:
        if piece.size <= room:
            room -= piece.size
            wanted.append(piece.id)
    papers = read_papers(session, actor, wanted)
    return {
        **{paper_id: paper.content for paper_id, paper in papers.items()},
        **read_prints(session, actor, wanted),
    }
