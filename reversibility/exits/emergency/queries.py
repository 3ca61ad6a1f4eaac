"""Read a practice's emergency card, with what its register says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.accounts.queries import PracticeSheet, get_practice
from reversibility.catalogues.models import Catalogue
from reversibility.evidence.standing import Standing, list_standings
from reversibility.exits.emergency.models import EmergencyCard
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.queries import PartySheet, list_parties


@dataclass(frozen=True, kw_only=True)
class CardMaterial:
    """Everything a card is made from."""

    practice: PracticeSheet
    parties: tuple[PartySheet, ...]
    standings: tuple[Standing, ...]
    answers: Mapping[str, str]
    version: int
    """0: nobody has written on it yet."""
    changed_by: str
    printed_at: datetime | None
    printed_sha256: str
    made_at: datetime


def gather_card(
    session: Session, actor: Actor, catalogue: Catalogue, *, now: datetime
) -> CardMaterial:
    """Read what the card of the practice is made from."""
    actor.require(Permission.REGISTER_READ)
    row = session.scalar(select(EmergencyCard))
    parties = list_parties(session, actor)
    standings = list_standings(session, actor, catalogue, in_full=False, parties=parties)
    return CardMaterial(
        practice=get_practice(session, actor),
        parties=parties,
        standings=tuple(standings),
        answers=dict(row.answers) if row else {},
        version=row.version if row else 0,
        changed_by=row.changed_by if row else "",
        printed_at=row.printed_at if row else None,
        printed_sha256=row.printed_sha256 if row else "",
        made_at=now,
    )
