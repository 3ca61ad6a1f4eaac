"""Read how far the first hour is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, and_, select, true
from sqlalchemy.orm import Session, aliased

from reversibility.accounts.models import Practice
from reversibility.catalogues.cases import CaseCatalogue
from reversibility.contracts.models import Contract
from reversibility.exits.first_hour.models import FirstHourStep
from reversibility.exits.first_hour.rules import steps_for
from reversibility.exits.letters.models import Letter
from reversibility.exits.letters.queries import AwaitedAnswer, awaited_answer, is_awaited
from reversibility.exits.qualifying.models import ToldSituation
from reversibility.exits.qualifying.queries import SituationSheet, situation_sheet
from reversibility.exits.requests.awaited import AwaitedRequest, awaited_requests
from reversibility.first_steps.models import FirstSteps
from reversibility.first_steps.queries import Progress, progress_of
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.models import Party


@dataclass(frozen=True, kw_only=True)
class DoneStep:
    """Who ticked a step, and when."""

    done_at: datetime
    done_by: str


@dataclass(frozen=True, kw_only=True)
class OpenHour:
    """A first hour in which something is left to do."""

    contract_id: UUID
    provider: str
    left: int
    total: int


def list_done(session: Session, actor: Actor, contract_id: UUID) -> Mapping[str, DoneStep]:
    """Return what is ticked, by step."""
    actor.require(Permission.CONTRACT_READ)
    rows = session.scalars(select(FirstHourStep).where(FirstHourStep.contract_id == contract_id))
    return {row.step: DoneStep(done_at=row.done_at, done_by=row.done_by) for row in rows}


@dataclass(frozen=True, kw_only=True)
class Begun:
    """What somebody has begun and not finished."""

    first_steps: Progress
    hours: tuple[OpenHour, ...]
    """First hours in which something is left, the latest situation first."""
    awaited: tuple[AwaitedAnswer, ...]
    """Letters that were sent and whose answer is waited for."""
    requests: tuple[AwaitedRequest, ...]
    """Handover requests that were sent and of which something is not answered."""


def get_begun(session: Session, actor: Actor, catalogue: CaseCatalogue, *, today: date) -> Begun:
    """Return what is begun in the practice; one question, since every home page asks it."""
    actor.require(Permission.CONTRACT_READ)
    steps: FirstSteps | None = None
    told: dict[UUID, _Told] = {}
    awaited: dict[UUID, AwaitedAnswer | None] = {}
    requests: dict[UUID, AwaitedRequest] = {}
    found = session.execute(_begun(actor))
    for row, situation, provider, done, letter, title, to, asked, about, by, left, hands in found:
        steps = row
        if letter is not None:
            awaited[letter.id] = awaited_answer(letter, title, to, today=today)
        if asked is not None:
            requests[asked] = AwaitedRequest(
                request_id=asked,
                contract_id=about,
                provider=hands,
                left=left,
                answer_by=by,
                is_past=by < today,
            )
        if situation is not None:
            sheet = situation_sheet(situation)
            known = told.setdefault(sheet.contract_id, _Told(sheet=sheet, provider=provider))
            known.done.update(filter(None, [done]))
    hours = [each.hour(catalogue) for each in told.values()]
    return Begun(
        first_steps=progress_of(steps),
        hours=tuple(hour for hour in hours if hour.left),
        awaited=tuple(filter(None, awaited.values())),
        requests=tuple(requests.values()),
    )


@dataclass(frozen=True, kw_only=True)
class _Told:
    sheet: SituationSheet
    provider: str
    done: set[str] = field(default_factory=set)

    def hour(self, catalogue: CaseCatalogue) -> OpenHour:
        steps = steps_for(self.sheet, catalogue)
        return OpenHour(
            contract_id=self.sheet.contract_id,
            provider=self.provider,
            left=sum(step.id not in self.done for step in steps),
            total=len(steps),
        )


def _begun(
    actor: Actor,
) -> Select[FirstSteps, ToldSituation, str, str, Letter, str, str, UUID, UUID, date, int, str]:
    about, to, asked_of, hands = (
        aliased(Contract), aliased(Party), aliased(Contract), aliased(Party),
    )  # fmt: skip
    asked = awaited_requests(actor)
    return (
        select(
            FirstSteps,
            ToldSituation,
            Party.name,
            FirstHourStep.step,
            Letter,
            about.title,
            to.name,
            asked.c.id,
            asked.c.contract_id,
            asked.c.answer_by,
            asked.c.left,
            hands.name,
        )
        .select_from(Practice)
        .outerjoin(FirstSteps, FirstSteps.practice_id == Practice.id)
        .outerjoin(ToldSituation, ToldSituation.practice_id == Practice.id)
        .outerjoin(Contract, Contract.id == ToldSituation.contract_id)
        .outerjoin(Party, Party.id == Contract.provider_id)
        .outerjoin(FirstHourStep, FirstHourStep.contract_id == ToldSituation.contract_id)
        .outerjoin(Letter, and_(Letter.practice_id == Practice.id, is_awaited()))
        .outerjoin(about, about.id == Letter.contract_id)
        .outerjoin(to, to.id == about.provider_id)
        .outerjoin(asked, true())
        .outerjoin(asked_of, asked_of.id == asked.c.contract_id)
        .outerjoin(hands, hands.id == asked_of.provider_id)
        .where(Practice.id == actor.practice_id)
        .order_by(ToldSituation.told_at.desc(), ToldSituation.id.desc())
    )
