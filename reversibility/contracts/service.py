"""Write contracts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.contracts.agreed import AGREED, Agreed
from reversibility.contracts.errors import (
    ContractChangedError,
    ContractDatesError,
    ContractMissingError,
)
from reversibility.contracts.models import Contract, ContractAsset
from reversibility.contracts.rules import EXPECTATIONS
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id
from reversibility.register.archiving import Edit
from reversibility.register.slugs import free_slug


@dataclass(frozen=True, kw_only=True)
class ContractDraft(Agreed):
    """A contract as declared."""

    provider_id: UUID
    reference: str
    title: str
    slug: str = ""
    """Its name in practice files; made from `title` when empty."""
    asset_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Expectations:
    """What the practice thinks it buys."""

    choices: tuple[str, ...] = ()
    """Codes of rules.EXPECTATIONS."""
    text: str = ""
    """In its own words."""


_CHANGED = ("slug", "provider_id", "reference", "title", *AGREED)


def add_contract(
    session: Session, actor: Actor, draft: ContractDraft, *, now: datetime
) -> Contract:
    """Add a contract and say which assets it covers; contradicting dates are refused."""
    actor.require(Permission.CONTRACT_WRITE)
    faults = draft.faults()
    if faults:
        raise ContractDatesError(faults, contract=draft.reference)
    contract = Contract(
        id=new_id(now),
        practice_id=actor.practice_id,
        slug=draft.slug or free_slug(session, Contract.slug, draft.title),
        provider_id=draft.provider_id,
        reference=draft.reference,
        title=draft.title,
        created_at=now,
        **{name: getattr(draft, name) for name in AGREED},
    )
    session.add(contract)
    session.flush()  # the links below point to it
    _cover(session, actor, contract, draft.asset_ids)
    content = {"after": _told(draft)}
    journal.record(session, actor, "contract.added", _subject(contract), now=now, content=content)
    return contract


def change_contract(
    session: Session, actor: Actor, edit: Edit, draft: ContractDraft, *, now: datetime
) -> bool:
    """Declare a contract anew; return whether anything is different.

    Raises ContractChangedError when somebody else did so meanwhile. Its name in files stays.
    """
    actor.require(Permission.CONTRACT_WRITE)
    row = _locked(session, actor, edit.id)
    faults = draft.faults()
    if faults:
        raise ContractDatesError(faults, contract=draft.reference)
    links = session.scalars(select(ContractAsset).where(ContractAsset.contract_id == row.id)).all()
    covered = tuple(sorted(link.asset_id for link in links))
    before = ContractDraft(**{name: getattr(row, name) for name in _CHANGED}, asset_ids=covered)
    after = replace(draft, slug=row.slug, asset_ids=tuple(sorted(draft.asset_ids)))
    if before == after:
        return False
    _refuse_stale(row, edit)
    for name in _CHANGED:
        setattr(row, name, getattr(after, name))
    row.changed_by = actor.label
    for link in links:
        if link.asset_id not in after.asset_ids:
            session.delete(link)
    _cover(session, actor, row, set(after.asset_ids) - set(covered))
    content = {"before": _told(before), "after": _told(after)}
    journal.record(session, actor, "contract.changed", _subject(row), now=now, content=content)
    return True


def tell_expectations(
    session: Session, actor: Actor, contract_id: UUID, expects: Expectations, *, now: datetime
) -> None:
    """Keep what the practice thinks it buys; codes that are none are left out."""
    actor.require(Permission.CONTRACT_WRITE)
    row = _locked(session, actor, contract_id)
    before = Expectations(choices=tuple(row.expects), text=row.expects_text)
    chosen = tuple(each for each in EXPECTATIONS if each in expects.choices)
    after = Expectations(choices=chosen, text=expects.text)
    if before == after:
        return
    row.expects, row.expects_text = list(after.choices), after.text
    row.changed_by = actor.label
    content = {"before": _expected(before), "after": _expected(after)}
    journal.record(
        session, actor, "contract.expectations_told", _subject(row), now=now, content=content
    )


def _cover(session: Session, actor: Actor, row: Contract, asset_ids: Iterable[UUID]) -> None:
    session.add_all(
        ContractAsset(practice_id=actor.practice_id, contract_id=row.id, asset_id=asset_id)
        for asset_id in asset_ids
    )


def _locked(session: Session, actor: Actor, contract_id: UUID) -> Contract:
    row = session.scalar(
        select(Contract)
        .where(Contract.id == contract_id, Contract.practice_id == actor.practice_id)
        .with_for_update()
    )
    if row is None:
        raise ContractMissingError
    return row


def _refuse_stale(row: Contract, edit: Edit) -> None:
    if row.version != edit.version:
        raise ContractChangedError(name=row.title, who=row.changed_by)


def _subject(row: Contract) -> journal.Subject:
    return journal.Subject(type="contract", id=row.id)


def _told(draft: ContractDraft) -> dict[str, str]:
    told = {
        name: str(value)
        for name, value in vars(draft).items()
        if name != "asset_ids" and value not in {None, "", False}
    }
    return told | {"assets": ", ".join(str(asset_id) for asset_id in draft.asset_ids)}


def _expected(expects: Expectations) -> dict[str, object]:
    return {"expects": list(expects.choices), "expects_text": expects.text}
