"""Read, in one transaction, everything a plan is made from; afterwards no database is needed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.accounts.queries import PracticeSheet, get_practice
from reversibility.catalogues.models import Catalogue
from reversibility.contracts.duty_queries import DutyLine, responsibilities_of
from reversibility.contracts.queries import ContractSheet, get_contract, list_contracts
from reversibility.evidence.queries import (
    ChangeLine,
    ProofContent,
    RawAnswer,
    WantedChanges,
    list_changes,
    list_contents,
    list_raw,
)
from reversibility.evidence.standing import Standing, list_standings
from reversibility.exits.chronology.queries import Chronology, get_chronology
from reversibility.exits.errors import NothingToLeaveError
from reversibility.exits.letters.queries import get_shelf
from reversibility.exits.queries import DocumentLine, ExitSheet, get_exit, list_documents
from reversibility.exits.tasks.queries import TaskPlan, critical_path_of
from reversibility.findings.gathering import register_facts
from reversibility.findings.models import Finding
from reversibility.findings.policy import Policy
from reversibility.findings.queries import find_about_assets
from reversibility.kernel.actor import Actor, Permission
from reversibility.recovery.models import RecoveryPlan
from reversibility.recovery.planning import make_plan
from reversibility.register.queries import PartySheet, list_parties

MOST_CHANGES = 1_000
MOST_DOCUMENTS = 100 * 1024 * 1024
"""Bytes of documents in one pack: it is made in memory, sent by mail, and kept as one row."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everything a plan is made from."""

    case: ExitSheet
    contract: ContractSheet
    practice: PracticeSheet
    provider: PartySheet
    parties: tuple[PartySheet, ...]
    standings: Mapping[UUID, Standing]
    """The whole register, by asset."""
    plan: RecoveryPlan
    """The assets the contract covers, in the order of recovery."""
    answers: tuple[RawAnswer, ...]
    """What the verdicts on those assets rest on, in the order of the plan."""
    contents: Mapping[UUID, ProofContent]
    """The files of the documents that were filed about those assets, as far as a pack holds."""
    findings: tuple[Finding, ...]
    """What needs attention about those assets, worst first, but for what is left as it is."""
    catalogue: Catalogue
    earlier: tuple[DocumentLine, ...]
    made_at: datetime
    changes: tuple[ChangeLine, ...] = ()
    """What the checks of those assets showed otherwise than the ones before, newest first."""

    duties: tuple[DutyLine, ...] = ()
    """Who does what under the contract, row by row."""
    tasks: TaskPlan | None = None
    """The tasks of the exit in time; None while it has none."""
    chronology: Chronology | None = None
    letter_hashes: Mapping[UUID, str] = field(default_factory=dict)
    """Of the PDF of each letter that was written here."""

    @property
    def number(self) -> int:
        """The version of the plan in this case."""
        return max((line.number for line in self.earlier), default=0) + 1

    @property
    def planned(self) -> tuple[Standing, ...]:
        """The assets the contract covers, in the order of recovery."""
        return tuple(self.standings[asset.asset_id] for asset in self.plan.assets)


def gather(
    session: Session, actor: Actor, exit_id: UUID, policy: Policy, *, now: datetime
) -> Material:
    """Read what the plan of an exit is made from; raises when there is nothing to leave."""
    actor.require(Permission.CONTRACT_READ)
    today, catalogue = now.date(), policy.catalogue
    case = get_exit(session, actor, exit_id)
    contract = get_contract(session, actor, case.contract_id, today=today)
    standings = {
        standing.asset.id: standing for standing in list_standings(session, actor, catalogue)
    }
    covered = [standings[asset_id] for asset_id in contract.asset_ids if asset_id in standings]
    if not covered:
        raise NothingToLeaveError
    # Of an archived provider too: the contract to leave, and what it holds, still name it.
    parties = list_parties(session, actor, with_archived=True)
    plan = make_plan(
        [standing.facts for standing in covered],
        case.situation,
        catalogue.common,
        starts_on=_first_day(case, today),
    )
    contracts = list_contracts(session, actor, today=today)
    letters = get_shelf(session, actor, contract.id, today=today)
    facts = register_facts(standings.values(), parties, contracts, today=today)
    order = [standings[asset.asset_id] for asset in plan.assets]
    return Material(
        case=case,
        contract=contract,
        practice=get_practice(session, actor),
        provider=next(party for party in parties if party.id == contract.provider.id),
        parties=parties,
        standings=standings,
        plan=plan,
        answers=_answers(session, actor, order),
        contents=join_documents(session, actor, order),
        findings=_open(find_about_assets(session, actor, policy, facts), order),
        catalogue=catalogue,
        earlier=list_documents(session, actor, exit_id),
        made_at=now,
        changes=_changes(session, actor, order),
        duties=responsibilities_of(session, actor, contract.id),
        tasks=critical_path_of(session, actor, exit_id, today=today),
        chronology=get_chronology(session, actor, contract, letters.lines),
        letter_hashes={letter_id: file.sha256 for letter_id, file in letters.prints.items()},
    )


def join_documents(
    session: Session, actor: Actor, order: Collection[Standing]
) -> dict[UUID, ProofContent]:
    """Read the documents behind some assets, until a pack is full; the others are only listed."""
    room, wanted = MOST_DOCUMENTS, []
    for line in (line for standing in order for line in standing.kept_proofs):
        if line.size <= room:
            room -= line.size
            wanted.append(line.id)
    return list_contents(session, actor, wanted)


def _open(findings: Collection[Finding], order: Collection[Standing]) -> tuple[Finding, ...]:
    covered = {standing.asset.id for standing in order}
    return tuple(each for each in findings if each.asset_id in covered and not each.acceptance)


def _changes(session: Session, actor: Actor, order: Collection[Standing]) -> tuple[ChangeLine, ...]:
    wanted = WantedChanges(asset_ids=frozenset(standing.asset.id for standing in order))
    return list_changes(session, actor, wanted, limit=MOST_CHANGES)


def _first_day(case: ExitSheet, today: date) -> date:
    # A plan made later than the case began does not ask for things in the past.
    return max(case.begins_on, today)


def _answers(session: Session, actor: Actor, order: Collection[Standing]) -> tuple[RawAnswer, ...]:
    wanted = {
        basis.observation_id: None
        for standing in order
        for verdict in standing.verdicts.values()
        for basis in verdict.bases
    }
    found = {answer.id: answer for answer in list_raw(session, actor, list(wanted))}
    return tuple(found[observation_id] for observation_id in wanted if observation_id in found)
