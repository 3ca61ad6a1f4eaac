"""Load a practice file into the register: one transaction, all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from reversibility.access import service as access
from reversibility.accounts import service as accounts
from reversibility.catalogues.models import Catalogue
from reversibility.contracts import service as contracts
from reversibility.contracts.agreed import AGREED
from reversibility.contracts.basis import Saying, tell_basis
from reversibility.contracts.clauses import ClauseDraft, answer_clauses, answers_digest
from reversibility.contracts.duty_queries import duties_digest
from reversibility.contracts.money.rules import ChargeFacts
from reversibility.contracts.money.service import ChargeDraft, LossDraft, add_charge, add_loss
from reversibility.contracts.responsibilities import DutyDraft, tell_responsibilities
from reversibility.exits import service as exits
from reversibility.exits.ahead.service import set_days
from reversibility.exits.deciding.service import answer_weighing
from reversibility.exits.letters.bringing import bring_letter
from reversibility.exits.tasks.bringing import (
    CARRIED,
    Brought,
    BroughtAnswer,
    BroughtTask,
    bring_tasks,
)
from reversibility.exits.tasks.models import OWN
from reversibility.http import practice_file
from reversibility.http.importing_break_up import enter_break_up
from reversibility.http.practice_file import PRACTICE, Document
from reversibility.kernel import actor as actors
from reversibility.kernel.actor import Actor, PracticeId
from reversibility.kernel.ids import new_id
from reversibility.pieces.models import PieceKind
from reversibility.register import service as register
from reversibility.register.archiving import Record, bring_archived
from reversibility.register.identity import practice_party
from reversibility.register.models import DECLARED_PARTIES, Party, PartyKind
from reversibility.retention.service import Piece, mark_secret
from reversibility.store.session import transaction

Ids = Mapping[str, UUID]


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What a practice file brought."""

    practice_id: PracticeId
    legal_name: str
    assets: int
    providers: int
    contracts: int
    documents: int
    """Filed documents and papers that the file names; they are not in it, and so are not here."""


def import_practice(
    engine: Engine, content: bytes, catalogue: Catalogue, *, now: datetime
) -> Imported:
    """Open a practice from its file; raises with every fault and writes nothing on any."""
    document = practice_file.read(content, catalogue)
    practice_id = PracticeId(new_id(now))
    actor = actors.operator(practice_id)
    with transaction(engine, practice_id) as session:
        _Import(session, actor, catalogue, now).run(document)
    return Imported(
        practice_id=practice_id,
        legal_name=document["practice"]["legal_name"],
        assets=len(document["assets"]),
        providers=sum(party["kind"] is PartyKind.PROVIDER for party in document["parties"]),
        contracts=len(document["contracts"]),
        documents=len(document["documents"]) + len(document["papers"]),
    )


def _own_party(declared: Document) -> register.PartyDraft:
    address = declared.pop("address")
    address.pop("country", None)
    return register.PartyDraft(slug=PRACTICE, kind=PartyKind.PRACTICE, **declared, **address)


class _Import:
    """One import under way: the ids of the file and the rows they became."""

    def __init__(self, session: Session, actor: Actor, catalogue: Catalogue, now: datetime) -> None:
        self.session, self.actor, self.catalogue, self.now = session, actor, catalogue, now
        self.parties: dict[str, UUID] = {}
        self.people: dict[str, UUID] = {}
        self.assets: dict[str, UUID] = {}

    def run(self, document: Document) -> None:
        """Write everything, in the order in which rows point to each other."""
        self._practice(document["practice"])
        for party in document["parties"]:
            self._party(party)
        self.session.flush()  # persons and assets point to parties
        for asset in document["assets"]:
            self._asset(asset)
        self.session.flush()  # grants, dependencies and contracts point to assets
        self._dependencies(document["assets"])
        for asset in document["assets"]:
            self._accesses(asset)
        for contract in document["contracts"]:
            self._contract(contract)

    def _practice(self, practice: Document) -> None:
        staff, address = practice.pop("staff"), practice.pop("address")
        as_party = practice.pop("as_party")
        identity = accounts.PracticeDraft(**practice, **address)
        accounts.open_practice(self.session, self.actor, identity, now=self.now)
        own = _own_party(as_party) if as_party else practice_party(identity)
        self._add_party(own, staff)

    def _party(self, party: Document) -> None:
        people, address = party.pop("people"), party.pop("address")
        address.pop("country", None)
        slug, archived_at = party.pop("id"), party.pop("archived_at")
        draft = register.PartyDraft(slug=slug, **party, **address)
        row = self._add_party(draft, people)
        self._archive(row, archived_at)

    def _add_party(self, draft: register.PartyDraft, people: list[Document]) -> Party:
        row = register.add_party(self.session, self.actor, draft, now=self.now)
        self.session.flush()  # its people point to it
        self.parties[draft.slug] = row.id
        for person in people:
            slug, archived_at = person.pop("id"), person.pop("archived_at")
            added = register.add_person(
                self.session,
                self.actor,
                register.PersonDraft(slug=slug, party_id=row.id, **person),
                now=self.now,
            )
            self.people[slug] = added.id
            self._archive(added, archived_at)
        return row

    def _archive(self, row: Record, archived_at: datetime | None) -> None:
        if archived_at is not None:
            bring_archived(self.session, self.actor, row, archived_at, now=self.now)

    def _asset(self, asset: Document) -> None:
        kind = self.catalogue.kinds[asset["kind"]]
        draft = register.AssetDraft(
            slug=asset["id"],
            kind=kind.id,
            name=asset["name"],
            importance=asset["importance"] or kind.importance,
            declared_on=asset["declared_on"] or self.now.date(),
            declared_by=asset["declared_by"] or self.actor.label,
            attributes=asset["attributes"],
            notes=asset["notes"],
            **{f"{name}_id": self.parties.get(asset[name]) for name in DECLARED_PARTIES},
        )
        row = register.declare_asset(self.session, self.actor, draft, kind=kind, now=self.now)
        self.assets[draft.slug] = row.id
        self._archive(row, asset["archived_at"])
        if asset["notes_are_reserved"]:
            self.session.flush()  # the mark asks for the row
            notes = Piece(kind=PieceKind.NOTES, id=row.id)
            mark_secret(self.session, self.actor, notes, secret=True, now=self.now)

    def _dependencies(self, assets: list[Document]) -> None:
        edges = [
            (self.assets[asset["id"]], self.assets[needed])
            for asset in assets
            for needed in asset["depends_on"]
        ]
        register.add_dependencies(self.session, self.actor, edges, now=self.now)

    def _accesses(self, asset: Document) -> None:
        asset_id = self.assets[asset["id"]]
        roles = self.catalogue.kinds[asset["kind"]].role_ids
        for grant in asset["accesses"]:
            draft = access.GrantDraft(
                asset_id=asset_id,
                person_id=self.people[grant["person"]],
                role=grant["role"],
                second_factor=grant["second_factor"],
                second_factor_holder_id=self.people.get(grant["second_factor_holder"]),
                recovery_address=grant["recovery_address"],
                last_confirmed_on=grant["last_confirmed_on"],
                ends_on=grant["ends_on"],
                revoked_at=grant["ended_at"],
            )
            access.record_grant(self.session, self.actor, draft, roles=roles, now=self.now)

    def _contract(self, contract: Document) -> None:
        draft = contracts.ContractDraft(
            slug=contract["id"],
            provider_id=self.parties[contract["provider"]],
            reference=contract["reference"],
            title=contract["title"],
            **{name: contract[name] for name in AGREED},
            asset_ids=tuple(self.assets[slug] for slug in contract["assets"]),
        )
        row = contracts.add_contract(self.session, self.actor, draft, now=self.now)
        set_days(self.session, self.actor, row.id, contract["plan_ahead_days"], now=self.now)
        self._told_of(row.id, contract)
        enter_break_up(self.session, self.actor, row.id, contract, now=self.now)
        if contract["exit"]:
            self._exit(row.id, contract["exit"])

    def _told_of(self, contract_id: UUID, contract: Document) -> None:
        """Enter what is expected of a contract, and what it says clause by clause."""
        expects = contracts.Expectations(
            choices=tuple(contract["expects"]), text=contract["expects_text"]
        )
        contracts.tell_expectations(self.session, self.actor, contract_id, expects, now=self.now)
        drafts = [ClauseDraft(**told) for told in contract["clauses"]]
        seen = answers_digest(())
        answer_clauses(self.session, self.actor, contract_id, drafts, seen=seen, now=self.now)
        duties = [_duty(told) for told in contract["duties"]]
        nothing = duties_digest({})
        tell_responsibilities(
            self.session, self.actor, contract_id, duties, seen=nothing, now=self.now
        )
        sayings = {told["element"]: Saying(says=told["says"]) for told in contract["basis"]}
        tell_basis(self.session, self.actor, contract_id, sayings, now=self.now)
        self._break_up(contract_id, contract)

    def _break_up(self, contract_id: UUID, contract: Document) -> None:
        """Enter accounts, answers and letters; the files of letters are not carried."""
        for told in contract["charges"]:
            draft = charge_draft(told)
            add_charge(self.session, self.actor, contract_id, draft, now=self.now)
        for told in contract["losses"]:
            loss = loss_draft(told)
            add_loss(self.session, self.actor, contract_id, loss, now=self.now)
        if contract["weighing"]:
            answers = {str(name): str(value) for name, value in contract["weighing"].items()}
            self.session.flush()  # the answers ask for the contract
            answer_weighing(self.session, self.actor, contract_id, answers, version=0, now=self.now)
        for told in contract["letters"]:
            facts = {name: value for name, value in told.items() if name != "files"}
            bring_letter(self.session, self.actor, contract_id, facts, now=self.now)

    def _exit(self, contract_id: UUID, case: dict[str, Any]) -> None:
        draft = exits.ExitDraft(
            contract_id=contract_id,
            situation=case["situation"],
            begins_on=case["begins_on"] or self.now.date(),
            lead_id=self.people.get(case["lead"]),
            successor=case["successor"],
            successor_id=self.parties.get(case["successor_party"]),
            target_on=case["target_on"],
            mission_ends_on=case["mission_ends_on"],
            unanswered=[
                {"sent_on": each["sent_on"].isoformat(), "channel": each["channel"]}
                for each in case["unanswered"]
            ],
        )
        row = exits.open_exit(self.session, self.actor, draft, now=self.now)
        self.session.flush()  # its tasks point to it
        brought = Brought(
            tasks=[self._task(task) for task in case["tasks"]],
            answers=[BroughtAnswer(**answer) for answer in case["answers"]],
        )
        bring_tasks(self.session, self.actor, row.id, brought, now=self.now)

    def _task(self, task: dict[str, Any]) -> BroughtTask:
        return BroughtTask(
            key=self._key(task["id"]),
            title=dict(task["title"]),
            needs=tuple(self._key(key) for key in task["needs"]),
            asset_id=self.assets.get(task["asset"]),
            owner_person_id=self.people.get(task["owner_person"]),
            owner_party_id=self.parties.get(task["owner_party"]),
            **{name: task[name] for name in CARRIED},
        )

    def _key(self, key: str) -> str:
        asset, _, step = key.partition("/")
        return key if asset == OWN else f"{self.assets.get(asset, asset)}/{step}"


def charge_draft(told: Document) -> ChargeDraft:
    """Return an invoice as a practice file tells it."""
    days = ("invoiced_on", "due_on", "paid_on", "period_from", "period_to", "served_until")
    facts = ChargeFacts(
        kind=told["kind"],
        net=Decimal(told["net_cents"]) / 100,
        vat_rate=Decimal(told["vat_rate"]) / 100,
        paid=Decimal(told["paid_cents"]) / 100,
        accepted=Decimal(told["accepted_cents"]) / 100,
        disputed_on=told["disputed_on"],
        **{name: told[name] for name in days},
    )
    texts = {name: told[name] for name in ("label", "reference", "exhibit", "dispute")}
    return ChargeDraft(facts=facts, **texts)


def loss_draft(told: Document) -> LossDraft:
    """Return a loss as a practice file tells it."""
    named = {name: value for name, value in told.items() if name != "amount_cents"}
    return LossDraft(amount=Decimal(told["amount_cents"]) / 100, **named)


def _duty(told: Document) -> DutyDraft:
    sides = {name: tuple(told[name]) for name in ("advises", "informed")}
    return DutyDraft(**{**told, **sides})
