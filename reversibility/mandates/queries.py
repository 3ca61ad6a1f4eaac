"""Read mandates, and what the one in force lets its holder see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from reversibility.accounts.models import User
from reversibility.contracts.models import Contract
from reversibility.journal.models import JournalEntry, JournalPayload
from reversibility.kernel.actor import Actor, Permission, Role
from reversibility.mandates.errors import MandateMissingError
from reversibility.mandates.models import Mandate, Note, Scope, Statement
from reversibility.mandates.rules import MandateState, Span, state_at
from reversibility.register.models import Party
from reversibility.store.sight import seen_assets

VIEWS_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """A statement that was signed."""

    text_version: str
    locale: str
    text_sha256: str
    signed_name: str
    signed_at: datetime


@dataclass(frozen=True, kw_only=True)
class MandateSheet:
    """A mandate, with where it stands at the moment it was read."""

    id: UUID
    user_id: UUID
    person: str
    email: str
    has_password: bool
    role: Role
    scope: Scope
    party_id: UUID | None
    """The provider it is about: named by the scope, or by the contract that is the scope."""
    contract_id: UUID | None
    scope_name: str
    """Of the provider or contract; empty for the whole practice."""
    starts_on: date
    ends_on: date
    closes_at: datetime
    state: MandateState
    granted_by: str
    granted_at: datetime
    ended_at: datetime | None
    ended_by: str
    statement: StatementLine | None


@dataclass(frozen=True, kw_only=True)
class ViewLine:
    """One look of an outsider, or a file that they took away."""

    at: datetime
    page: str
    name: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class NoteLine:
    """A note of an auditor."""

    id: UUID
    asset_id: UUID
    field: str
    text: str
    written_by: str
    written_at: datetime


def list_mandates(session: Session, actor: Actor, *, now: datetime) -> tuple[MandateSheet, ...]:
    """List every mandate of the practice, the newest first."""
    actor.require(Permission.MEMBER_MANAGE)
    return _sheets(session, now)


def get_mandate(session: Session, actor: Actor, mandate_id: UUID, *, now: datetime) -> MandateSheet:
    """Return one mandate; raises MandateMissingError, also for another practice's."""
    actor.require(Permission.MEMBER_MANAGE)
    return _one(_sheets(session, now, Mandate.id == mandate_id))


def find_own(
    session: Session, practice_id: UUID, user_id: UUID, *, now: datetime
) -> MandateSheet | None:
    """Return somebody's mandate in a practice: the one in force, else the next, else the last."""
    mine = (Mandate.user_id == user_id, Mandate.practice_id == practice_id)
    sheets = _sheets(session, now, *mine)
    order = list(_NEAREST)
    return min(sheets, key=lambda sheet: order.index(sheet.state), default=None)


_NEAREST = (MandateState.IN_FORCE, MandateState.UPCOMING, MandateState.ENDED, MandateState.OVER)


def list_views(
    session: Session, actor: Actor, mandate: MandateSheet, *, limit: int = VIEWS_SHOWN
) -> tuple[ViewLine, ...]:
    """List what was looked at under a mandate, the newest first; erased entries are left out."""
    actor.require(Permission.MEMBER_MANAGE)
    ended_at = min(mandate.closes_at, mandate.ended_at or mandate.closes_at)
    rows = session.execute(
        select(JournalEntry.recorded_at, JournalPayload.content)
        .join(JournalPayload, JournalPayload.entry_id == JournalEntry.id)
        .where(
            JournalEntry.action == "mandate.viewed",
            JournalEntry.actor_id == mandate.user_id,
            JournalEntry.recorded_at >= mandate.granted_at,
            JournalEntry.recorded_at <= ended_at,
        )
        .order_by(JournalEntry.sequence.desc())
        .limit(limit)
    )
    return tuple(
        ViewLine(
            at=at,
            page=content["page"],
            name=content["name"],
            sha256=content.get("sha256", ""),
        )
        for at, content in rows
        if content is not None and content.get("mandate") == str(mandate.id)
    )


def list_notes(
    session: Session, actor: Actor, asset_ids: Collection[UUID] | None = None
) -> tuple[NoteLine, ...]:
    """List the notes about some assets, or about all that the actor may see; the oldest first.

    Under a mandate only its own notes are read: another auditor's are for the practice.
    """
    actor.require(Permission.EVIDENCE_READ)
    query = select(Note).where(seen_assets(actor, Note.asset_id))
    if asset_ids is not None:
        query = query.where(Note.asset_id.in_(asset_ids))
    if actor.sight is not None:
        query = query.where(Note.mandate_id == actor.sight.mandate_id)
    return tuple(
        NoteLine(
            id=row.id,
            asset_id=row.asset_id,
            field=row.field,
            text=row.text,
            written_by=row.written_by,
            written_at=row.written_at,
        )
        for row in session.scalars(query.order_by(Note.written_at, Note.id))
    )


def _one(sheets: Sequence[MandateSheet]) -> MandateSheet:
    if not sheets:
        raise MandateMissingError
    return sheets[0]


def _sheets(
    session: Session, now: datetime, *conditions: ColumnElement[bool]
) -> tuple[MandateSheet, ...]:
    rows = session.execute(
        select(Mandate, User, Statement, Party.name, Contract.title, Contract.provider_id)
        .join(User, User.id == Mandate.user_id)
        .outerjoin(Statement, Statement.mandate_id == Mandate.id)
        .outerjoin(Party, Party.id == Mandate.party_id)
        .outerjoin(Contract, Contract.id == Mandate.contract_id)
        .where(*conditions)
        .order_by(Mandate.granted_at.desc(), Mandate.id.desc())
    )
    return tuple(
        MandateSheet(
            id=row.id,
            user_id=row.user_id,
            person=user.name,
            email=user.email,
            has_password=bool(user.password),
            role=row.role,
            scope=row.scope,
            party_id=row.party_id or provider_id,
            contract_id=row.contract_id,
            scope_name=provider or title or "",
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            closes_at=row.closes_at,
            state=_state(row, now),
            granted_by=row.granted_by,
            granted_at=row.granted_at,
            ended_at=row.ended_at,
            ended_by=row.ended_by or "",
            statement=_statement(signed),
        )
        for row, user, signed, provider, title, provider_id in rows
    )


def _state(row: Mandate, now: datetime) -> MandateState:
    return state_at(Span(opens_at=row.opens_at, closes_at=row.closes_at), row.ended_at, now)


def _statement(row: Statement | None) -> StatementLine | None:
    if row is None:
        return None
    return StatementLine(
        text_version=row.text_version,
        locale=row.locale,
        text_sha256=row.text_sha256,
        signed_name=row.signed_name,
        signed_at=row.signed_at,
    )
