"""Read contracts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from reversibility.contracts.agreed import Agreed
from reversibility.contracts.errors import ContractMissingError
from reversibility.contracts.models import ClauseAnswer, ClauseReply, Contract, ContractAsset
from reversibility.contracts.terms import Dates, compute
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.period import Period
from reversibility.register.models import Party
from reversibility.register.queries import PartyRef


@dataclass(frozen=True, kw_only=True)
class ContractSheet:
    """A contract with its dates computed for a day."""

    id: UUID
    slug: str
    reference: str
    title: str
    provider: PartyRef
    agreed: Agreed
    dates: Dates
    """Where it stands on the day of reading."""
    asset_ids: tuple[UUID, ...]
    expects: tuple[str, ...]
    """What the practice thinks it buys: codes of rules.EXPECTATIONS."""
    expects_text: str
    version: int
    changed_by: str
    plan_ahead_days: int
    """Before its next date, its exit plan is made by itself; 0: never."""
    plan_ready_for: date | None
    """Its date for which such a plan stands ready."""
    replies: Mapping[str, ClauseReply] = field(default_factory=dict)
    """What somebody read in it, by clause of the catalogue."""

    @property
    def starts_on(self) -> date | None:
        """Its first day."""
        return self.agreed.starts_on

    @property
    def ends_on(self) -> date | None:
        """The last day of the term that contains the day of reading; None without any term."""
        return self.dates.ends_on

    @property
    def notice(self) -> Period | None:
        """The practice's notice period."""
        return self.agreed.notice


@dataclass(frozen=True, kw_only=True)
class ClauseLine:
    """What a contract says of one clause, as somebody read it."""

    clause: str
    reply: ClauseReply
    place: str
    quote: str
    answered_at: datetime
    answered_by: str


def list_contracts(session: Session, actor: Actor, *, today: date) -> tuple[ContractSheet, ...]:
    """List the contracts, the one whose notice day comes first on top."""
    actor.require(Permission.CONTRACT_READ)
    sheets = _sheets(session, today=today)
    return tuple(sorted(sheets, key=_urgency))


def get_contract(
    session: Session, actor: Actor, contract_id: UUID, *, today: date
) -> ContractSheet:
    """Return one contract; raises ContractMissingError, also for another practice's."""
    actor.require(Permission.CONTRACT_READ)
    for sheet in _sheets(session, today=today):
        if sheet.id == contract_id:
            return sheet
    raise ContractMissingError


def list_clauses(session: Session, actor: Actor, contract_id: UUID) -> dict[str, ClauseLine]:
    """Return what was answered about a contract, by clause."""
    actor.require(Permission.CONTRACT_READ)
    rows = session.scalars(
        select(ClauseAnswer)
        .where(ClauseAnswer.contract_id == contract_id)
        .order_by(ClauseAnswer.clause)
    )
    return {row.clause: clause_line(row) for row in rows}


def clause_line(row: ClauseAnswer) -> ClauseLine:
    """Return an answer as it is read."""
    return ClauseLine(
        clause=row.clause,
        reply=row.reply,
        place=row.place,
        quote=row.quote,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
    )


def _urgency(sheet: ContractSheet) -> tuple[date, str]:
    ahead = sheet.dates.deadline
    return (ahead.last_day if ahead else sheet.ends_on) or date.max, sheet.title


def _sheets(session: Session, *, today: date) -> list[ContractSheet]:
    covered: dict[UUID, list[UUID]] = {}
    found: dict[UUID, tuple[Contract, Party, str]] = {}
    for row, party, asset_id, replies in session.execute(
        select(Contract, Party, ContractAsset.asset_id, _REPLIES)
        .join(Party, Party.id == Contract.provider_id)
        .outerjoin(ContractAsset, ContractAsset.contract_id == Contract.id)
        .order_by(Contract.created_at, Contract.id)
    ):
        found[row.id] = row, party, replies or ""
        # A contract that covers nothing comes once, with none.
        covered.setdefault(row.id, []).extend(filter(None, [asset_id]))
    return [
        replace(contract_sheet(row, party, covered[row.id], today=today), replies=_replies(replies))
        for row, party, replies in found.values()
    ]


_REPLIES = (
    select(
        func.aggregate_strings(
            cast(ClauseAnswer.clause, String) + "=" + cast(ClauseAnswer.reply, String), ","
        )
    )
    .where(ClauseAnswer.contract_id == Contract.id)
    .scalar_subquery()
)
"""Of each contract what was read in it, `C06=no,C07=silent`: rules look at all of them at once."""


def _replies(told: str) -> dict[str, ClauseReply]:
    pairs = (pair.partition("=") for pair in told.split(",") if pair)
    return {clause: ClauseReply(reply) for clause, _, reply in pairs}


def contract_sheet(
    row: Contract, party: Party, asset_ids: Iterable[UUID], *, today: date
) -> ContractSheet:
    """Return a contract as it is read, with its dates computed for a day."""
    agreed = Agreed.read(row)
    return ContractSheet(
        id=row.id,
        slug=row.slug,
        reference=row.reference,
        title=row.title,
        provider=PartyRef(id=party.id, name=party.name, kind=party.kind),
        agreed=agreed,
        dates=compute(agreed.terms(), today=today),
        asset_ids=tuple(asset_ids),
        expects=tuple(row.expects),
        expects_text=row.expects_text,
        version=row.version,
        changed_by=row.changed_by,
        plan_ahead_days=row.plan_ahead_days,
        plan_ready_for=row.plan_ready_for,
    )
