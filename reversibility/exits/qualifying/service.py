"""Keep what was answered about a provider, with the case it leads to."""

from collections.abc import Sequence
from dataclasses import asdict
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


def tell_situation(  # noqa: PLR0913 - what is told, and what the register knows of it
    session: Session,
    actor: Actor,
    contract_id: UUID,
    answers: Answers,
    *,
    catalogue: CaseCatalogue,
    expiring: Sequence[tuple[str, date]],
    now: datetime,
    told_at: datetime | None = None,
) -> ToldSituation:
    """Keep the answers and what they lead to; what was told before stays beside it.

    `told_at` is when they were given, where that is not now: they come from a practice file.
    """
    actor.require(Permission.CONTRACT_WRITE)
    if session.scalar(select(Contract.id).where(Contract.id == contract_id)) is None:
        raise ContractMissingError
    told_at = told_at or now
    found = qualify(answers, catalogue, today=told_at.date(), expiring=expiring)
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
        told_at=told_at,
        told_by=actor.label,
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
