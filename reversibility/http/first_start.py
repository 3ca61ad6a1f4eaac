"""Open the first practice and let its first owner in: one transaction, all or nothing."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from reversibility.accounts import first_start
from reversibility.accounts import service as accounts
from reversibility.accounts.first_start import OwnerDraft
from reversibility.accounts.service import PracticeDraft
from reversibility.kernel.actor import Actor, PracticeId, operator
from reversibility.kernel.ids import new_id
from reversibility.register import service as register
from reversibility.register.identity import practice_party
from reversibility.store.session import transaction

Hasher = Callable[[str], str]


def open_house(
    engine: Engine,
    code_id: UUID,
    identity: PracticeDraft,
    owner: OwnerDraft,
    *,
    hasher: Hasher,
    now: datetime,
) -> None:
    """Use the code, open the practice, enter it in its own register, and let the owner in."""
    practice_id = PracticeId(new_id(now))
    actor = operator(practice_id, owner.name)
    with transaction(engine, practice_id) as session:
        first_start.use_code(session, code_id, now=now)
        accounts.open_practice(session, actor, identity, now=now)
        _enter(session, actor, (identity, owner), now)
        first_start.add_first_owner(session, actor, owner, hasher=hasher, now=now)


def join_house(
    engine: Engine,
    code_id: UUID,
    practice_id: PracticeId,
    owner: OwnerDraft,
    *,
    hasher: Hasher,
    now: datetime,
) -> None:
    """Use the code, and let the owner into a practice that was loaded from its file."""
    actor = operator(practice_id, owner.name)
    with transaction(engine, practice_id) as session:
        first_start.use_code(session, code_id, now=now)
        first_start.add_first_owner(session, actor, owner, hasher=hasher, now=now)


def _enter(
    session: Session, actor: Actor, drafts: tuple[PracticeDraft, OwnerDraft], now: datetime
) -> None:
    identity, owner = drafts
    party = register.add_party(session, actor, practice_party(identity), now=now)
    session.flush()  # its people point to it
    person = register.PersonDraft(party_id=party.id, name=owner.name, email=owner.email)
    register.add_person(session, actor, person, now=now)
