"""Read, in one transaction, what a letter is written from; then no database is needed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.accounts.models import User
from reversibility.accounts.queries import PracticeSheet, get_practice
from reversibility.catalogues.cases import Case
from reversibility.catalogues.models import AssetKind, Catalogue
from reversibility.catalogues.situations import Situation
from reversibility.contracts.money.queries import Account, get_account
from reversibility.contracts.queries import ContractSheet, get_contract
from reversibility.evidence.declarations import find_target
from reversibility.exits.exhibiting.gathering import list_exhibits
from reversibility.exits.exhibiting.ordering import Leaving
from reversibility.exits.letters.queries import LetterLine, LetterShelf, get_shelf
from reversibility.exits.qualifying.queries import SituationSheet, find_told
from reversibility.exits.queries import ExitSheet, find_exit
from reversibility.exits.requests.awaited import days_sent
from reversibility.kernel.actor import Actor, ActorKind, Permission
from reversibility.register.models import PartyKind
from reversibility.register.queries import (
    AssetSheet,
    PartySheet,
    PersonSheet,
    list_assets,
    list_parties,
)


@dataclass(frozen=True, kw_only=True)
class Covered:
    """An asset that the contract covers."""

    asset: AssetSheet
    kind: AssetKind

    @property
    def identifier(self) -> str:
        """What platforms call it by, where that is declared: a domain, a host."""
        target = find_target(self.asset.kind, self.asset.attributes)
        return target.name if target else ""


@dataclass(frozen=True, kw_only=True)
class LetterMaterial:
    """What is known when a letter is written."""

    practice: PracticeSheet
    staff: PartySheet | None
    provider: PartySheet
    contract: ContractSheet
    covered: tuple[Covered, ...]
    """The assets that the contract covers, vital ones first."""
    earlier: tuple[LetterLine, ...]
    """Every letter of the contract."""
    asked_on: tuple[date, ...] = ()
    """The days on which handover requests went out."""
    account: Account
    case: ExitSheet | None
    told: SituationSheet | None = None
    """What was told last about what happens with the provider."""
    is_of_practice: bool
    """Whether whoever acts is somebody of the practice, and not of a firm that helps it."""
    account_name: str
    """The address that whoever acts signs in with."""
    made_at: datetime
    exhibits: tuple[Leaving, ...] = ()
    """The list of exhibits, in the order of their numbers."""

    @property
    def today(self) -> date:
        """The day it is read for."""
        return self.made_at.date()

    @property
    def is_insolvent(self) -> bool:
        """Whether insolvency proceedings are recorded for the provider.

        What was told last decides: who closes, has died or sells is in no such proceedings. Where
        nothing was told, the situation of the exit does.
        """
        if self.told is not None:
            return Case.PROCEEDINGS in {self.told.case, *self.told.also}
        return self.case is not None and self.case.situation is Situation.INSOLVENT

    def exhibit(self, number: int) -> Leaving | None:
        """Return an exhibit by the number that the list of exhibits gives it."""
        return self.exhibits[number - 1] if 0 < number <= len(self.exhibits) else None

    @property
    def people(self) -> tuple[PersonSheet, ...]:
        """The people of the practice."""
        return self.staff.people if self.staff else ()

    @property
    def signers(self) -> tuple[str, ...]:
        """Who may sign: the people of the practice, and its associates."""
        titled = (" ".join(filter(None, (p.get("title", ""), p["name"]))) for p in self._associates)
        return tuple(dict.fromkeys([*(person.name for person in self.people), *titled]))

    @property
    def _associates(self) -> tuple[dict[str, str], ...]:
        return self.practice.people

    def last_sent(self, *kinds: str) -> LetterLine | None:
        """Return the letter of some kinds that was sent last."""
        sent = [line for line in self.earlier if line.kind in kinds and line.sent_on]
        return max(sent, key=lambda line: (line.sent_on or date.min, line.created_at), default=None)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a page has read before, or does without."""

    practice: PracticeSheet | None = None
    address: str | None = None
    """What whoever acts signs in with."""
    letters: LetterShelf | None = None
    without_exhibits: bool = False


def gather_letter(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    catalogue: Catalogue,
    *,
    now: datetime,
    known: Known | None = None,
) -> LetterMaterial:
    """Read what a letter about a contract is written from, but for what is known already."""
    actor.require(Permission.CONTRACT_READ)
    known, today = known or Known(), now.date()
    contract = get_contract(session, actor, contract_id, today=today)
    # Of an archived provider too: the contract still names it.
    parties = list_parties(session, actor, with_archived=True)
    practice = known.practice or get_practice(session, actor)
    staff = next((party for party in parties if party.kind is PartyKind.PRACTICE), None)
    assets = list_assets(session, actor, parties=parties)
    address = _address_of(session, actor) if known.address is None else known.address
    letters = known.letters or get_shelf(session, actor, contract_id, today=today)
    exhibits = () if known.without_exhibits else list_exhibits(session, actor, contract, letters)
    return LetterMaterial(
        practice=practice,
        staff=staff,
        provider=next(party for party in parties if party.id == contract.provider.id),
        contract=contract,
        covered=tuple(
            Covered(asset=asset, kind=catalogue.kinds[asset.kind])
            for asset in assets
            if asset.id in contract.asset_ids
        ),
        earlier=letters.lines,
        asked_on=days_sent(session, actor, contract_id),
        account=get_account(session, actor, contract_id, today=today, with_losses=False),
        case=find_exit(session, actor, contract_id),
        told=find_told(session, actor, contract_id, since=None),
        is_of_practice=is_of_practice(actor, address, practice, staff),
        account_name=address or actor.label,
        made_at=now,
        exhibits=exhibits,
    )


def is_of_practice(
    actor: Actor, address: str, practice: PracticeSheet, staff: PartySheet | None
) -> bool:
    """Say whether somebody is of the practice: its owner, or by the address they sign in with.

    A firm that operates the service, or helps with it, signs in with addresses of its own; a
    command typed on the machine is nobody of the practice either.
    """
    if actor.kind is not ActorKind.USER:
        return False
    if actor.may(Permission.MEMBER_MANAGE):
        return True
    people = staff.people if staff else ()
    known = {*practice.emails, *(person.email for person in people)} - {""}
    domains = {*practice.domains, *(each.rpartition("@")[2] for each in practice.emails)} - {""}
    folded = address.casefold()
    return folded in {each.casefold() for each in known} or folded.rpartition("@")[2] in {
        each.casefold() for each in domains
    }


def _address_of(session: Session, actor: Actor) -> str:
    if actor.user_id is None:
        return ""
    return session.scalar(select(User.email).where(User.id == actor.user_id)) or ""
