"""The contract that is being prepared: with whom, from when, for what; entered once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.contracts.queries import list_contracts
from reversibility.contracts.service import (
    ContractDraft,
    Expectations,
    add_contract,
    change_contract,
    tell_expectations,
)
from reversibility.first_steps.adding import add_provider
from reversibility.first_steps.service import Advance, advance, hold
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.archiving import Edit
from reversibility.register.errors import PartyMissingError
from reversibility.register.models import PartyKind
from reversibility.register.parties import change_party
from reversibility.register.queries import get_party
from reversibility.register.service import PartyDraft, PersonDraft, add_person


@dataclass(frozen=True, kw_only=True)
class NewProvider:
    """A provider that is not in the register yet, or more about one that is."""

    name: str = ""
    siren: str = ""
    contact: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What was said of the contract; the provider of the draft is set once it is known."""

    draft: ContractDraft
    expects: Expectations
    edit: Edit | None = None
    """None for a contract that is to be added."""


def find_provider(
    session: Session, actor: Actor, provider_id: UUID | None, more: NewProvider, *, now: datetime
) -> UUID:
    """Return the provider, entered where it is new, with what was said of its SIREN and contact."""
    actor.require(Permission.REGISTER_WRITE)
    if provider_id is None:
        provider_id = add_provider(session, actor, more.name, now=now)
        session.flush()
    party = get_party(session, actor, provider_id)
    if party.kind is PartyKind.PRACTICE or party.retired_at is not None:
        raise PartyMissingError
    if more.siren and not party.siren:
        names = [name for name in PartyDraft.__dataclass_fields__ if name != "siren"]
        told = {name: getattr(party, name) for name in names}
        lists = {name: list(value) for name, value in told.items() if isinstance(value, tuple)}
        draft = PartyDraft(**told | lists, siren=more.siren)
        change_party(session, actor, Edit(id=party.id, version=party.version), draft, now=now)
    known = {person.name.casefold() for person in party.people}
    if more.contact and more.contact.casefold() not in known:
        person = PersonDraft(party_id=party.id, name=more.contact, email=more.email)
        add_person(session, actor, person, now=now)
    return provider_id


def agree(session: Session, actor: Actor, agreement: Agreement, *, now: datetime) -> UUID:
    """Enter or change the contract; return its id. The same sent twice is one contract.

    Raises ContractDatesError, and ContractChangedError when somebody else changed it meanwhile.
    """
    actor.require(Permission.CONTRACT_WRITE)
    hold(session, actor, now=now)
    draft = agreement.draft
    edit = agreement.edit or _same(session, actor, draft, now=now)
    if edit is None:
        contract_id = add_contract(session, actor, draft, now=now).id
        session.flush()
    else:
        contract_id = edit.id
        change_contract(session, actor, edit, draft, now=now)
    tell_expectations(session, actor, contract_id, agreement.expects, now=now)
    advance(session, actor, Advance(contract_id=contract_id), now=now)
    return contract_id


def _same(session: Session, actor: Actor, draft: ContractDraft, *, now: datetime) -> Edit | None:
    wanted = (draft.provider_id, draft.title, draft.reference)
    for sheet in list_contracts(session, actor, today=now.date()):
        if (sheet.provider.id, sheet.title, sheet.reference) == wanted:
            return Edit(id=sheet.id, version=sheet.version)
    return None
