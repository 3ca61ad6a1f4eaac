"""The practice as registries would name it: one identity, and its own party beside it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reversibility.accounts.errors import (
    PracticeChangedError,
    PracticeKnownError,
    PracticeMissingError,
)
from reversibility.accounts.models import Practice
from reversibility.accounts.service import PracticeDraft
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.archiving import Edit
from reversibility.register.models import Party, PartyKind
from reversibility.register.parties import change_party
from reversibility.register.service import PartyDraft, add_party

SLUG = "cabinet"
"""The practice's name among the parties of a practice file."""


def change_identity(
    session: Session, actor: Actor, version: int, draft: PracticeDraft, *, now: datetime
) -> bool:
    """Declare the practice anew, and its own party with it; return whether anything is different.

    Raises PracticeChangedError when somebody else did so meanwhile, and PracticeKnownError when the
    SIREN, or the name of a practice without one, is another practice's.
    """
    actor.require(Permission.REGISTER_WRITE)
    row = _locked(session, actor)
    if row.version != version:
        raise PracticeChangedError(name=row.legal_name, who=row.changed_by)
    after = vars(draft)
    before = {name: getattr(row, name) for name in after}
    if before == after:
        return False
    for name, value in after.items():
        setattr(row, name, value)
    row.key, row.changed_by = draft.siren or draft.legal_name.casefold(), actor.label
    try:
        session.flush()
    except IntegrityError as error:
        # Only the database can tell: this unit of work does not see other practices.
        raise PracticeKnownError(name=draft.legal_name) from error
    _follow(session, actor, draft, now=now)
    subject = journal.Subject(type="practice", id=row.id)
    content = {"before": before, "after": after}
    journal.record(session, actor, "practice.changed", subject, now=now, content=content)
    return True


def practice_party(identity: PracticeDraft) -> PartyDraft:
    """Return the practice as one of the parties of its own register."""
    return PartyDraft(
        slug=SLUG,
        kind=PartyKind.PRACTICE,
        name=(identity.trading_names or [identity.legal_name])[0],
        legal_name=identity.legal_name,
        siren=identity.siren,
        street=identity.street,
        postcode=identity.postcode,
        city=identity.city,
        phones=identity.phones,
        emails=identity.emails,
        domains=identity.domains,
    )


def _follow(session: Session, actor: Actor, draft: PracticeDraft, *, now: datetime) -> None:
    """Let the practice's party say the same as its identity."""
    told = practice_party(draft)
    party = session.scalar(
        select(Party).where(
            Party.kind == PartyKind.PRACTICE, Party.practice_id == actor.practice_id
        )
    )
    if party is None:
        add_party(session, actor, told, now=now)
        return
    edit = Edit(id=party.id, version=party.version)
    kept = replace(told, slug=party.slug, trade=party.trade, brands=party.brands)
    change_party(session, actor, edit, kept, now=now)


def _locked(session: Session, actor: Actor) -> Practice:
    row = session.scalar(select(Practice).where(Practice.id == actor.practice_id).with_for_update())
    if row is None:
        raise PracticeMissingError
    return row
