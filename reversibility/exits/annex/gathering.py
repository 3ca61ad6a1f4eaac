"""Read, in one transaction, everything an annex is made from; afterwards no database is needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.accounts.queries import PracticeSheet, get_practice
from reversibility.catalogues.models import Catalogue
from reversibility.contracts.duty_queries import DutyLine, responsibilities_of
from reversibility.contracts.queries import ClauseLine, ContractSheet, get_contract, list_clauses
from reversibility.evidence.standing import Standing, list_standings
from reversibility.first_steps.queries import get_progress
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartySheet, list_parties


@dataclass(frozen=True, kw_only=True)
class AnnexMaterial:
    """Everything an annex is made from."""

    practice: PracticeSheet
    staff: PartySheet | None
    """The practice as a party, with its people."""
    provider: PartySheet
    contract: ContractSheet
    standings: tuple[Standing, ...]
    """The whole register, vital assets first."""
    answers: Mapping[str, ClauseLine]
    noted: Mapping[UUID, Mapping[str, str]]
    """By asset: what was answered without leaving anything in the register."""
    catalogue: Catalogue
    made_at: datetime
    duties: tuple[DutyLine, ...] = ()
    """Who does what under the contract, row by row."""

    @property
    def covered(self) -> tuple[Standing, ...]:
        """The assets that the contract covers."""
        return tuple(each for each in self.standings if each.asset.id in self.contract.asset_ids)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a page has read before it comes to the annex."""

    practice: PracticeSheet
    noted: Mapping[UUID, Mapping[str, str]]


def gather_annex(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    catalogue: Catalogue,
    *,
    now: datetime,
    known: Known | None = None,
) -> AnnexMaterial:
    """Read what the annex of a contract is made from, but for what the caller knows already."""
    actor.require(Permission.EXIT_PRODUCE)
    today = now.date()
    contract = get_contract(session, actor, contract_id, today=today)
    # Of an archived provider too: the contract still names it.
    parties = list_parties(session, actor, with_archived=True)
    return AnnexMaterial(
        practice=get_practice(session, actor) if known is None else known.practice,
        staff=next((party for party in parties if party.kind is PartyKind.PRACTICE), None),
        provider=next(party for party in parties if party.id == contract.provider.id),
        contract=contract,
        standings=list_standings(session, actor, catalogue, in_full=False, parties=parties),
        answers=list_clauses(session, actor, contract_id),
        noted=get_progress(session, actor).answers if known is None else known.noted,
        catalogue=catalogue,
        made_at=now,
        duties=responsibilities_of(session, actor, contract_id),
    )
