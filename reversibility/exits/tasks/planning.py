"""What the playbooks ask of an exit today, against the tasks it has."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reversibility.catalogues.models import Catalogue
from reversibility.contracts.queries import ContractSheet, get_contract
from reversibility.evidence.standing import Standing, list_standings
from reversibility.exits.errors import NothingToLeaveError
from reversibility.exits.queries import ExitSheet, get_exit
from reversibility.exits.requests.models import HandoverRequest
from reversibility.exits.tasks.difference import Difference, compare
from reversibility.exits.tasks.generating import Setting, Wanted, wanted_tasks
from reversibility.exits.tasks.models import ExitTask
from reversibility.kernel.actor import Actor, Permission
from reversibility.recovery.planning import make_plan


@dataclass(frozen=True, kw_only=True)
class Compared:
    """The tasks that are wanted today, and how they differ from those there are."""

    contract: ContractSheet
    names: Mapping[UUID, str]
    """Of the assets that the contract covers."""
    is_first: bool
    """Whether there are no tasks yet."""
    wanted: tuple[Wanted, ...]
    difference: Difference
    seen: Mapping[tuple[UUID, str], str]
    """What each field of each asset shows today."""


def compare_tasks(
    session: Session, actor: Actor, exit_id: UUID, catalogue: Catalogue, *, today: date
) -> Compared:
    """Compare; raises NothingToLeaveError, and PlanCycleError for assets in a circle."""
    actor.require(Permission.CONTRACT_READ)
    case = get_exit(session, actor, exit_id)
    return compare_case(session, actor, case, catalogue, today=today)


def compare_case(
    session: Session, actor: Actor, case: ExitSheet, catalogue: Catalogue, *, today: date
) -> Compared:
    """Compare the tasks of a case that was read already."""
    actor.require(Permission.CONTRACT_READ)
    contract = get_contract(session, actor, case.contract_id, today=today)
    standings = [
        standing
        for standing in list_standings(session, actor, catalogue, in_full=False)
        if standing.asset.id in contract.asset_ids
    ]
    if not standings:
        raise NothingToLeaveError
    released = released_on(session, actor, contract.id)
    ends_on = mission_end(case, contract, released_on=released)
    wanted = _wanted(case, standings, catalogue, ends_on=ends_on, today=today)
    rows = session.scalars(
        select(ExitTask).where(ExitTask.exit_id == case.id).order_by(ExitTask.position)
    ).all()
    return Compared(
        contract=contract,
        names={standing.asset.id: standing.asset.name for standing in standings},
        is_first=not rows,
        wanted=wanted,
        difference=compare(rows, wanted),
        seen=_seen(standings),
    )


def mission_end(
    case: ExitSheet, contract: ContractSheet, *, released_on: date | None = None
) -> date | None:
    """Return until when the leaving provider's access is needed, as far as anybody said.

    The signed receipt releases the provider from its day on, whatever was foreseen before.
    """
    foreseen = case.mission_ends_on or contract.ends_on
    return min(filter(None, (foreseen, released_on)), default=None)


def released_on(session: Session, actor: Actor, contract_id: UUID) -> date | None:
    """Return from which day a receipt that both sides signed releases the provider."""
    actor.require(Permission.CONTRACT_READ)
    released_at = session.scalar(
        select(func.min(HandoverRequest.released_at)).where(
            HandoverRequest.practice_id == actor.practice_id,
            HandoverRequest.contract_id == contract_id,
            HandoverRequest.signed_paper_id.is_not(None),
        )
    )
    return released_at.date() if released_at else None


def _wanted(
    case: ExitSheet,
    standings: Collection[Standing],
    catalogue: Catalogue,
    *,
    ends_on: date | None,
    today: date,
) -> tuple[Wanted, ...]:
    plan = make_plan(
        [standing.facts for standing in standings],
        case.situation,
        catalogue.common,
        starts_on=max(case.begins_on, today),
    )
    setting = Setting(
        kinds={standing.asset.id: standing.kind for standing in standings},
        mission_ends_on=ends_on,
    )
    return wanted_tasks(plan, setting)


def _seen(standings: Collection[Standing]) -> dict[tuple[UUID, str], str]:
    return {
        (standing.asset.id, field.value): line.observed
        for standing in standings
        for field, line in standing.verdicts.items()
    }
