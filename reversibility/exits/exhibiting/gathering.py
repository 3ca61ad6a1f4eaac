"""Read, in one transaction, everything a list of exhibits is made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.accounts.queries import get_practice
from reversibility.contracts.paper_queries import PaperContent, read_papers
from reversibility.contracts.queries import ContractSheet
from reversibility.exits.chronology.queries import Chronology, get_chronology
from reversibility.exits.exhibiting.ordering import leaving
from reversibility.kernel.actor import Actor, Permission

MOST_BYTES = 100 * 1024 * 1024
"""Of exhibits in one pack: it is made in memory."""


@dataclass(frozen=True, kw_only=True)
class ExhibitMaterial:
    """Everything a list of exhibits is made from."""

    practice: str
    activity: str
    chronology: Chronology
    contents: Mapping[UUID, PaperContent]
    """The papers that leave, as far as a pack holds."""
    made_at: datetime


def gather_exhibits(
    session: Session, actor: Actor, contract: ContractSheet, *, now: datetime
) -> ExhibitMaterial:
    """Read the chronology of a contract and the papers that may leave the practice."""
    actor.require(Permission.EXIT_PRODUCE)
    chronology = get_chronology(session, actor, contract, now=now)
    practice = get_practice(session, actor)
    room, wanted = MOST_BYTES, []
    for line in leaving(chronology):
        if line.size <= room:
            room -= line.size
            wanted.append(line.id)
    return ExhibitMaterial(
        practice=practice.legal_name,
        activity=practice.activity,
        chronology=chronology,
        contents=read_papers(session, actor, wanted),
        made_at=now,
    )
