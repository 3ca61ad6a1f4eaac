"""Keep what was answered about a provider, with the case it leads to."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.catalogues.cases import CaseCatalogue
from reversibility.contracts.errors import ContractMissingError
from reversibility.contracts.models import Contract
from reversibility.exits.qualifying.models import ToldSituation
from reversibility.exits.qualifying.rules import Answers, qualify
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id

_DATES = ("last_answer_on", "announced_end_on", "last_deliverable_on", "deadline_on")


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """When answers were given, and by whom, where that was elsewhere: in another house."""

    told_at: datetime
    told_by: str


def tell_situation(  # noqa: PLR0913 - what is told, and what the register knows of it
    session: Session,
    actor: Actor,
    contract_id: UUID,
    answers: Answers,
    *,
    catalogue: CaseCatalogue,
    expiring: Sequence[tuple[str, date]],
    now: datetime,
    earlier: Earlier | None = None,
) -> ToldSituation:
    """Keep the answers and what they lead to; what was told before stays beside it."""
    actor.require(Permission.CONTRACT_WRITE)
    if session.scalar(select(Contract.id).where(Contract.id == contract_id)) is None:
        raise ContractMissingError
    told = earlier or Earlier(told_at=now, told_by=actor.label)
    found = qualify(answers, catalogue, today=told.told_at.date(), expiring=expiring)
    row = ToldSituation(
        id=new_id(now),
        practice_id=actor.practice_id,
        contract_id=contract_id,
        choices=dict(answers.choices),
        **{name: getattr(answers, name) for name in _DATES},
        unanswered=[
            {"sent_on": each.sent_on.isoformat(), "channel": each.channel}
            for each in answers.unanswered
        ],
        led_to=found.case,
        also=[case.value for case in found.also],
        situation=found.situation,
        reasons=[asdict(each) for each in found.reasons],
        urgencies=[asdict(each) for each in found.urgencies],
        score=found.score,
        told_at=told.told_at,
        told_by=told.told_by,
    )
    session.add(row)
    journal.record(
        session,
        actor,
        "contract.situation_told",
        journal.Subject(type="contract", id=contract_id),
        now=now,
        content={"led_to": found.case.value, "score": found.score},
    )
    return row
