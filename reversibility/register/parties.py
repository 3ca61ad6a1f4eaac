"""Change what is declared of a party or a person, archive them, and take them back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.archiving import Edit, archive, refuse_stale, subject_of, take_back
from reversibility.register.errors import (
    PartyMissingError,
    PersonMissingError,
    PracticeStaysError,
)
from reversibility.register.models import Party, PartyKind, Person
from reversibility.register.service import PartyDraft, PersonDraft

_OF_PARTIES = tuple(name for name in PartyDraft.__dataclass_fields__ if name != "slug")
_OF_PEOPLE = ("name", "role", "email", "phone")


def change_party(
    session: Session, actor: Actor, edit: Edit, draft: PartyDraft, *, now: datetime
) -> bool:
    """Declare a party anew; return whether anything is different.

    Raises PartyChangedError when somebody else did so meanwhile. What the practice's own party is
    stays, and no other becomes it.
    """
    actor.require(Permission.REGISTER_WRITE)
    row = _party(session, actor, edit.id)
    if row.retired_at is not None:
        raise PartyMissingError
    refuse_stale(row, edit)
    if (row.kind is PartyKind.PRACTICE) is not (draft.kind is PartyKind.PRACTICE):
        raise PracticeStaysError
    return _change(session, actor, row, draft, now=now)


def archive_party(session: Session, actor: Actor, edit: Edit, *, now: datetime) -> None:
    """Take a party out of the lists; it stays named where it was declared, and can come back."""
    actor.require(Permission.REGISTER_WRITE)
    row = _party(session, actor, edit.id)
    if row.kind is PartyKind.PRACTICE:
        raise PracticeStaysError
    archive(session, actor, row, edit, now=now)


def take_back_party(session: Session, actor: Actor, party_id: UUID, *, now: datetime) -> str:
    """Put an archived party back into the lists; return its name."""
    actor.require(Permission.REGISTER_WRITE)
    row = _party(session, actor, party_id)
    take_back(session, actor, row, now=now)
    return row.name


def change_person(
    session: Session, actor: Actor, edit: Edit, draft: PersonDraft, *, now: datetime
) -> bool:
    """Declare a person anew; return whether anything is different.

    Raises PersonChangedError when somebody else did so meanwhile. Nobody changes party: whoever
    goes to work elsewhere is another contact.
    """
    actor.require(Permission.REGISTER_WRITE)
    row = _person(session, actor, edit.id)
    if row.retired_at is not None:
        raise PersonMissingError
    refuse_stale(row, edit)
    return _change(session, actor, row, draft, now=now)


def archive_person(session: Session, actor: Actor, edit: Edit, *, now: datetime) -> None:
    """Take a person out of the lists; what they could get into is for access.leaving to settle."""
    actor.require(Permission.REGISTER_WRITE)
    row = _person(session, actor, edit.id)
    archive(session, actor, row, edit, now=now)


def take_back_person(session: Session, actor: Actor, person_id: UUID, *, now: datetime) -> UUID:
    """Put an archived person back into the lists; return whose they are."""
    actor.require(Permission.REGISTER_WRITE)
    row = _person(session, actor, person_id)
    take_back(session, actor, row, now=now)
    return row.party_id


def _change(
    session: Session,
    actor: Actor,
    row: Party | Person,
    draft: PartyDraft | PersonDraft,
    *,
    now: datetime,
) -> bool:
    names = _OF_PARTIES if isinstance(row, Party) else _OF_PEOPLE
    before = {name: getattr(row, name) for name in names}
    after = {name: getattr(draft, name) for name in names}
    if before == after:
        return False
    for name, value in after.items():
        setattr(row, name, value)
    row.changed_by = actor.label
    content = {"before": before, "after": after}
    action = "party.changed" if isinstance(row, Party) else "person.changed"
    journal.record(session, actor, action, subject_of(row), now=now, content=content)
    return True


def _party(session: Session, actor: Actor, party_id: UUID) -> Party:
    row = session.scalar(
        select(Party)
        .where(Party.id == party_id, Party.practice_id == actor.practice_id)
        .with_for_update()
    )
    if row is None:
        raise PartyMissingError
    return row


def _person(session: Session, actor: Actor, person_id: UUID) -> Person:
    row = session.scalar(
        select(Person)
        .where(Person.id == person_id, Person.practice_id == actor.practice_id)
        .with_for_update()
    )
    if row is None:
        raise PersonMissingError
    return row
