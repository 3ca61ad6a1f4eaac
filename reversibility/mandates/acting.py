"""What a mandate lets an outsider do and see at this moment."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from reversibility.contracts.models import Contract, ContractAsset
from reversibility.kernel.actor import Actor, Role, Sight
from reversibility.mandates.models import Scope
from reversibility.mandates.queries import MandateSheet
from reversibility.mandates.rules import PERMISSIONS, MandateState
from reversibility.register.models import Asset


def under_mandate(session: Session, actor: Actor, mandate: MandateSheet | None) -> Actor:
    """Return the actor with what their mandate lets them do and see at this moment.

    Without a mandate in force, or before the statement is signed, that is nothing.
    """
    nothing = Sight(mandate_id=actor.practice_id, assets=frozenset())
    if mandate is None:
        return replace(actor, permissions=frozenset(), sight=nothing)
    if mandate.state is not MandateState.IN_FORCE or mandate.statement is None:
        return replace(
            actor, permissions=frozenset(), sight=replace(nothing, mandate_id=mandate.id)
        )
    sight = Sight(
        mandate_id=mandate.id,
        assets=_assets(session, actor, mandate),
        party_id=mandate.party_id if mandate.role is Role.PROVIDER_GUEST else None,
    )
    return replace(actor, permissions=PERMISSIONS[mandate.role], sight=sight)


def _assets(session: Session, actor: Actor, mandate: MandateSheet) -> frozenset[UUID]:
    query = select(Asset.id).where(
        Asset.practice_id == actor.practice_id, Asset.retired_at.is_(None)
    )
    if mandate.scope is Scope.PRACTICE:
        return frozenset(session.scalars(query))
    covered = select(ContractAsset.asset_id).join(
        Contract, Contract.id == ContractAsset.contract_id
    )
    if mandate.scope is Scope.CONTRACT:
        covered = covered.where(Contract.id == mandate.contract_id)
        return frozenset(session.scalars(query.where(Asset.id.in_(covered))))
    of_party = covered.where(Contract.provider_id == mandate.party_id)
    within: ColumnElement[bool] = Asset.id.in_(of_party)
    if mandate.role is Role.AUDITOR:
        # An auditor also sees what the provider runs outside any contract: that is a finding.
        within = or_(within, Asset.provider_id == mandate.party_id)
    return frozenset(session.scalars(query.where(within)))
