"""Grant a mandate and end it, sign the statement, leave notes, and keep what was viewed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.accounts import service as accounts
from reversibility.accounts.models import Membership, User
from reversibility.accounts.queries import is_current
from reversibility.contracts.errors import ContractMissingError
from reversibility.contracts.models import Contract
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission, Role, Sight
from reversibility.kernel.dates import Locale
from reversibility.kernel.errors import DeniedError
from reversibility.kernel.ids import new_id
from reversibility.kernel.text import has_hidden
from reversibility.mandates.errors import (
    ColleagueError,
    MandateInvalidError,
    MandateMissingError,
    MandateRunningError,
    NoteInvalidError,
    StatementInvalidError,
    StatementSignedError,
)
from reversibility.mandates.models import Mandate, Note, Scope, Statement
from reversibility.mandates.rules import (
    LONGEST_NOTE,
    ROLES,
    MandateState,
    Span,
    period_faults,
    scope_faults,
    span,
    state_at,
)
from reversibility.mandates.statement import statement_text
from reversibility.register.errors import AssetMissingError, PartyMissingError
from reversibility.register.models import Party, PartyKind

NAME_MAX = 200


@dataclass(frozen=True, kw_only=True)
class MandateDraft:
    """A mandate to grant."""

    email: str
    name: str
    role: Role
    scope: Scope
    starts_on: date
    ends_on: date
    time_zone: str
    """Where its days begin and end."""
    party_id: UUID | None = None
    contract_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Granted:
    """A mandate that was granted."""

    mandate_id: UUID
    token: str | None
    """Of the one-time link with which the person chooses a password; None if they have one."""


def grant_mandate(session: Session, actor: Actor, draft: MandateDraft, *, now: datetime) -> Granted:
    """Let somebody from outside look at a part of the register, for a time."""
    actor.require(Permission.MEMBER_MANAGE)
    period = span(draft.starts_on, draft.ends_on, draft.time_zone)
    _check(session, draft, period, now)
    token = _let_in(session, actor, draft, now)
    user_id = session.scalars(
        select(User.id).where(User.email == draft.email.strip().lower())
    ).one()
    mandate = Mandate(
        id=new_id(now),
        practice_id=actor.practice_id,
        user_id=user_id,
        role=draft.role,
        scope=draft.scope,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        opens_at=period.opens_at,
        closes_at=period.closes_at,
        granted_by=actor.label,
        granted_at=now,
        party_id=draft.party_id,
        contract_id=draft.contract_id,
    )
    session.add(mandate)
    journal.record(
        session,
        actor,
        "mandate.granted",
        journal.Subject(type="mandate", id=mandate.id),
        now=now,
        content={"after": _plain(draft)},
    )
    return Granted(mandate_id=mandate.id, token=token)


def renew_link(session: Session, actor: Actor, mandate_id: UUID, *, now: datetime) -> str | None:
    """Make another one-time link for somebody who has no password yet; None if they have one.

    Somebody with a password belongs elsewhere too, and a link would open their account there.
    """
    actor.require(Permission.MEMBER_MANAGE)
    mandate = _get(session, mandate_id)
    user = session.get_one(User, mandate.user_id)
    if user.password:
        return None
    token = accounts.issue_link(session, actor, user.id, now=now)
    subject = journal.Subject(type="mandate", id=mandate.id)
    journal.record(session, actor, "mandate.link_renewed", subject, now=now, content={})
    return token


def end_mandate(session: Session, actor: Actor, mandate_id: UUID, *, now: datetime) -> None:
    """End a mandate at once; one that is over stays as it was."""
    actor.require(Permission.MEMBER_MANAGE)
    mandate = _get(session, mandate_id)
    if _state(mandate, now) in (MandateState.OVER, MandateState.ENDED):
        return
    mandate.ended_at, mandate.ended_by = now, actor.label
    journal.record(
        session,
        actor,
        "mandate.ended",
        journal.Subject(type="mandate", id=mandate.id),
        now=now,
        content={
            "before": {"ends_on": mandate.ends_on.isoformat()},
            "after": {"ended_by": actor.label},
        },
    )


@dataclass(frozen=True, kw_only=True)
class Signature:
    """What somebody signs: their name, under the text that they were shown."""

    name: str
    locale: Locale
    text_sha256: str
    """Of the text on the page: another text may stand there since."""


def sign_statement(
    session: Session, actor: Actor, mandate_id: UUID, signature: Signature, *, now: datetime
) -> None:
    """Sign the confidentiality statement of one's own mandate; nothing can be seen before."""
    mandate = _get(session, mandate_id)
    if mandate.user_id != actor.user_id or _state(mandate, now) is not MandateState.IN_FORCE:
        raise MandateMissingError
    if session.get(Statement, mandate.id) is not None:
        raise StatementSignedError
    text = statement_text(mandate.role, signature.locale)
    _check_signature(session, mandate, signature, text.sha256)
    statement = Statement(
        mandate_id=mandate.id,
        practice_id=actor.practice_id,
        text_version=text.version,
        locale=signature.locale,
        text=text.whole,
        text_sha256=text.sha256,
        signed_name=" ".join(signature.name.split()),
        signed_at=now,
    )
    session.add(statement)
    journal.record(
        session,
        actor,
        "mandate.statement_signed",
        journal.Subject(type="mandate", id=mandate.id),
        now=now,
        content={
            "name": statement.signed_name,
            "text_version": text.version,
            "locale": signature.locale,
            "sha256": text.sha256,
        },
    )


def add_note(
    session: Session, actor: Actor, asset_id: UUID, *, field: str, text: str, now: datetime
) -> Note:
    """Leave a note about an asset, or about one of its results; it cannot be changed."""
    sight = _require(actor, Permission.NOTE_ADD)
    if not actor.sees(asset_id):
        raise AssetMissingError
    written = text.replace("\r\n", "\n").strip()
    fault = _note_fault(written)
    if fault:
        raise NoteInvalidError({"text": fault})
    note = Note(
        id=new_id(now),
        practice_id=actor.practice_id,
        mandate_id=sight.mandate_id,
        asset_id=asset_id,
        field=field,
        text=written,
        written_by=actor.label,
        written_at=now,
    )
    session.add(note)
    journal.record(
        session,
        actor,
        "mandate.note_added",
        journal.Subject(type="asset", id=asset_id),
        now=now,
        content={"after": {"field": field, "text": written}},
    )
    return note


@dataclass(frozen=True, kw_only=True)
class View:
    """What somebody looked at: a page, or a file that they took away."""

    page: str
    """Stable code: start, asset, answer, proof, report, pack ..."""
    subject: journal.Subject
    name: str = ""
    """Of the element or file, as it was called that day."""
    sha256: str = ""
    """Of the file, if one was handed over."""


def record_view(session: Session, actor: Actor, view: View, *, now: datetime) -> None:
    """Keep that an outsider looked; it needs no permission, since whoever may look is kept."""
    if actor.sight is None:
        raise DeniedError(permission=Permission.NOTE_ADD.value)
    content = {"page": view.page, "name": view.name, "mandate": str(actor.sight.mandate_id)}
    if view.sha256:
        content["sha256"] = view.sha256
    journal.record(session, actor, "mandate.viewed", view.subject, now=now, content=content)


def _require(actor: Actor, permission: Permission) -> Sight:
    actor.require(permission)
    if actor.sight is None:
        raise DeniedError(permission=permission.value)
    return actor.sight


def _get(session: Session, mandate_id: UUID) -> Mandate:
    mandate = session.scalar(select(Mandate).where(Mandate.id == mandate_id))
    if mandate is None:
        raise MandateMissingError
    return mandate


def _state(mandate: Mandate, now: datetime) -> MandateState:
    period = Span(opens_at=mandate.opens_at, closes_at=mandate.closes_at)
    return state_at(period, mandate.ended_at, now)


def _check(session: Session, draft: MandateDraft, period: Span, now: datetime) -> None:
    today = now.astimezone(period.opens_at.tzinfo).date()
    faults = {
        **scope_faults(draft.role, draft.scope),
        **period_faults(draft.starts_on, draft.ends_on, today),
    }
    if draft.scope is Scope.PROVIDER and draft.party_id is None:
        faults["party_id"] = "required"
    if draft.scope is Scope.CONTRACT and draft.contract_id is None:
        faults["contract_id"] = "required"
    if faults:
        raise MandateInvalidError(faults)
    if draft.contract_id and not session.scalar(
        select(Contract.id).where(Contract.id == draft.contract_id)
    ):
        raise ContractMissingError
    provider = select(Party.id).where(Party.id == draft.party_id, Party.kind == PartyKind.PROVIDER)
    if draft.party_id and not session.scalar(provider):
        raise PartyMissingError


def _let_in(session: Session, actor: Actor, draft: MandateDraft, now: datetime) -> str | None:
    user = session.scalar(select(User).where(User.email == draft.email.strip().lower()))
    member = None if user is None else _find_membership(session, actor, user.id, now)
    if user is None or member is None:
        person = accounts.MemberDraft(email=draft.email, name=draft.name, role=draft.role)
        return accounts.add_member(session, actor, person, now=now)
    if member.role not in ROLES:
        raise ColleagueError(email=user.email)
    for mandate in session.scalars(select(Mandate).where(Mandate.user_id == user.id)):
        if _state(mandate, now) in (MandateState.IN_FORCE, MandateState.UPCOMING):
            raise MandateRunningError(email=user.email)
    member.role = draft.role
    return None if user.password else accounts.issue_link(session, actor, user.id, now=now)


def _find_membership(
    session: Session, actor: Actor, user_id: UUID, now: datetime
) -> Membership | None:
    return session.scalar(
        select(Membership).where(
            Membership.user_id == user_id,
            Membership.practice_id == actor.practice_id,
            is_current(now),
        )
    )


def _check_signature(session: Session, mandate: Mandate, signature: Signature, shown: str) -> None:
    if signature.text_sha256 != shown:
        raise StatementInvalidError({"agreed": "statement_changed"})
    name = " ".join(signature.name.split())
    if not name:
        raise StatementInvalidError({"name": "required"})
    if len(name) > NAME_MAX or has_hidden(name):
        raise StatementInvalidError({"name": f"name_invalid:{NAME_MAX}"})
    known = session.get_one(User, mandate.user_id).name
    if name.casefold() != " ".join(known.split()).casefold():
        raise StatementInvalidError({"name": f"statement_name:{known}"})


def _note_fault(text: str) -> str:
    if not text:
        return "note_empty"
    if len(text) > LONGEST_NOTE:
        return f"too_long:{LONGEST_NOTE}"
    return "control_character" if has_hidden(text, lines=True) else ""


def _plain(draft: MandateDraft) -> dict[str, object]:
    return {name: str(value) for name, value in vars(draft).items() if value is not None}
