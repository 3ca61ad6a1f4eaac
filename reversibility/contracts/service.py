"""Write contracts."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.contracts.errors import ContractDatesError
from reversibility.contracts.models import Contract, ContractAsset
from reversibility.contracts.rules import date_faults
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id
from reversibility.kernel.period import Period


@dataclass(frozen=True, kw_only=True)
class ContractDraft:
    """A contract as declared."""

    slug: str
    provider_id: UUID
    reference: str
    title: str
    starts_on: date | None = None
    ends_on: date | None = None
    notice: Period | None = None
    asset_ids: tuple[UUID, ...] = ()


def add_contract(
    session: Session, actor: Actor, draft: ContractDraft, *, now: datetime
) -> Contract:
    """Add a contract and say which assets it covers; contradicting dates are refused."""
    actor.require(Permission.CONTRACT_WRITE)
    faults = date_faults(draft.starts_on, draft.ends_on, draft.notice)
    if faults:
        raise ContractDatesError(faults, contract=draft.reference)
    contract = Contract(
        id=new_id(now),
        practice_id=actor.practice_id,
        slug=draft.slug,
        provider_id=draft.provider_id,
        reference=draft.reference,
        title=draft.title,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        notice=draft.notice,
        created_at=now,
    )
    session.add(contract)
    session.flush()  # the links below point to it
    session.add_all(
        ContractAsset(practice_id=actor.practice_id, contract_id=contract.id, asset_id=asset_id)
        for asset_id in draft.asset_ids
    )
    after = {name: str(value) for name, value in vars(draft).items() if name != "asset_ids"}
    after["assets"] = ", ".join(str(asset_id) for asset_id in draft.asset_ids)
    journal.record(
        session,
        actor,
        "contract.added",
        journal.Subject(type="contract", id=contract.id),
        now=now,
        content={"after": after},
    )
    return contract
