"""Read what was answered about a provider, the latest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.catalogues.cases import Case
from reversibility.catalogues.situations import Situation
from reversibility.exits.qualifying.models import ToldSituation
from reversibility.exits.qualifying.rules import FAST_TRACK, Answers, Message, Said
from reversibility.kernel.actor import Actor, Permission


@dataclass(frozen=True, kw_only=True)
class SituationSheet:
    """What was answered one day, and what it led to that day."""

    id: UUID
    contract_id: UUID
    answers: Answers
    case: Case
    also: tuple[Case, ...]
    situation: Situation | None
    reasons: tuple[Said, ...]
    urgencies: tuple[Said, ...]
    score: int
    told_at: datetime
    told_by: str

    @property
    def is_urgent(self) -> bool:
        """Whether the first hour comes before all else."""
        return self.score >= FAST_TRACK


def list_situations(
    session: Session, actor: Actor, contract_id: UUID
) -> tuple[SituationSheet, ...]:
    """List what was told about the provider of a contract, the latest first."""
    actor.require(Permission.CONTRACT_READ)
    rows = session.scalars(
        select(ToldSituation)
        .where(ToldSituation.contract_id == contract_id)
        .order_by(ToldSituation.told_at.desc(), ToldSituation.id.desc())
    )
    return tuple(situation_sheet(row) for row in rows)


def find_told(
    session: Session, actor: Actor, contract_id: UUID, *, since: datetime | None
) -> SituationSheet | None:
    """Return what was told last, unless that is older than an instant."""
    actor.require(Permission.CONTRACT_READ)
    latest = next(iter(list_situations(session, actor, contract_id)), None)
    return latest if latest and (since is None or latest.told_at > since) else None


def situation_sheet(row: ToldSituation) -> SituationSheet:
    """Return what was told as it is read."""
    return SituationSheet(
        id=row.id,
        contract_id=row.contract_id,
        answers=Answers(
            choices=row.choices,
            last_answer_on=row.last_answer_on,
            announced_end_on=row.announced_end_on,
            last_deliverable_on=row.last_deliverable_on,
            deadline_on=row.deadline_on,
            unanswered=tuple(
                Message(sent_on=date.fromisoformat(each["sent_on"]), channel=each["channel"])
                for each in row.unanswered
            ),
        ),
        case=row.led_to,
        also=tuple(Case(each) for each in row.also),
        situation=row.situation,
        reasons=_said(row.reasons),
        urgencies=_said(row.urgencies),
        score=row.score,
        told_at=row.told_at,
        told_by=row.told_by,
    )


def _said(codes: Iterable[dict[str, Any]]) -> tuple[Said, ...]:
    return tuple(Said(id=each["id"], params=each["params"]) for each in codes)
