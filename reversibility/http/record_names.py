"""How the records of a practice are called today, whatever they are; for the journal."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Uuid,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from reversibility.access.models import AccessGrant
from reversibility.accounts.models import Invitation, Membership, Practice, User
from reversibility.contracts.models import Contract
from reversibility.evidence.models import ObservationRow, ProofRow
from reversibility.exits.models import Exit, ExitDocument
from reversibility.kernel.actor import Actor, Permission
from reversibility.mandates.models import Mandate
from reversibility.register.models import Asset, Party, Person

_MOST = 5_000
_Condition = Callable[["_Kind"], ColumnElement[bool]]


@dataclass(frozen=True, kw_only=True)
class RecordName:
    """A record by its present name."""

    type: str
    """As the journal calls its kind."""
    name: str
    of: UUID | None
    """The record whose page shows it, where it has none of its own: an exit's contract ..."""
    kind: str
    """Of an asset, by its id in the catalogue; empty for others."""


@dataclass(frozen=True, kw_only=True)
class _Kind:
    """Where the names of one kind of record are read."""

    type: str
    id: InstrumentedAttribute[UUID]
    name: ColumnElement[str] | InstrumentedAttribute[str]
    practice: InstrumentedAttribute[UUID]
    joins: tuple[tuple[Any, ColumnElement[bool]], ...] = ()
    of: InstrumentedAttribute[UUID] | None = None
    kind: InstrumentedAttribute[str] | None = None

    def names(self, actor: Actor, condition: ColumnElement[bool]) -> Select[Any]:
        """Select (type, id, name, of, kind) of the actor's practice."""
        of = null() if self.of is None else self.of
        kind: ColumnElement[Any] = literal("") if self.kind is None else cast(self.kind, String)
        query = select(
            literal(self.type).label("type"),
            self.id.label("id"),
            self.name.label("name"),
            cast(of, Uuid).label("of"),
            kind.label("kind"),
        )
        for table, on in self.joins:
            query = query.join(table, on)
        return query.where(self.practice == actor.practice_id, condition)


_KINDS = (
    _Kind(type="practice", id=Practice.id, name=Practice.legal_name, practice=Practice.id),
    _Kind(
        type="asset",
        id=Asset.id,
        name=Asset.name,
        practice=Asset.practice_id,
        kind=Asset.kind,
    ),
    _Kind(type="party", id=Party.id, name=Party.name, practice=Party.practice_id),
    _Kind(
        type="person",
        id=Person.id,
        name=Person.name,
        practice=Person.practice_id,
        of=Person.party_id,
    ),
    _Kind(type="contract", id=Contract.id, name=Contract.title, practice=Contract.practice_id),
    _Kind(
        type="membership",
        id=Membership.id,
        name=User.name,
        practice=Membership.practice_id,
        joins=((User, Membership.user_id == User.id),),
    ),
    _Kind(
        type="user",
        id=Membership.user_id,
        name=User.name,
        practice=Membership.practice_id,
        joins=((User, Membership.user_id == User.id),),
    ),
    _Kind(
        type="access_grant",
        id=AccessGrant.id,
        name=Person.name + " → " + Asset.name,
        practice=AccessGrant.practice_id,
        joins=(
            (Person, AccessGrant.person_id == Person.id),
            (Asset, AccessGrant.asset_id == Asset.id),
        ),
        of=AccessGrant.asset_id,
    ),
    _Kind(
        type="exit",
        id=Exit.id,
        name=Contract.title,
        practice=Exit.practice_id,
        joins=((Contract, Exit.contract_id == Contract.id),),
        of=Exit.contract_id,
    ),
    _Kind(
        type="exit_document",
        id=ExitDocument.id,
        name=ExitDocument.filename,
        practice=ExitDocument.practice_id,
        joins=((Exit, ExitDocument.exit_id == Exit.id),),
        of=Exit.contract_id,
    ),
    _Kind(
        type="mandate",
        id=Mandate.id,
        name=User.name,
        practice=Mandate.practice_id,
        joins=((User, Mandate.user_id == User.id),),
    ),
    _Kind(
        type="invitation",
        id=Invitation.id,
        name=Invitation.name,
        practice=Invitation.practice_id,
    ),
    _Kind(
        type="observation",
        id=ObservationRow.id,
        name=ObservationRow.name,
        practice=ObservationRow.practice_id,
        of=ObservationRow.asset_id,
    ),
    _Kind(
        type="proof",
        id=ProofRow.id,
        name=ProofRow.title,
        practice=ProofRow.practice_id,
        of=ProofRow.asset_id,
    ),
)


def find_names(session: Session, actor: Actor, ids: Collection[UUID]) -> dict[UUID, RecordName]:
    """Return the present name of each record that is there; one question for all of them."""
    actor.require(Permission.JOURNAL_READ)
    if not ids:
        return {}
    return _read(session, actor, lambda kind: kind.id.in_(ids))


def find_named(session: Session, actor: Actor, word: str) -> frozenset[UUID]:
    """Return the records whose present name holds a word."""
    actor.require(Permission.JOURNAL_READ)
    # Letters with accents have no case for SQLite, so each way of writing is asked for.
    forms = {word, word.lower(), word.capitalize(), word.upper()}
    return frozenset(
        _read(
            session,
            actor,
            lambda kind: or_(*(kind.name.icontains(form, autoescape=True) for form in forms)),
        )
    )


def list_within(session: Session, actor: Actor, record_id: UUID) -> frozenset[UUID]:
    """Return the records whose history is also a record's: people, accesses, documents, exit."""
    actor.require(Permission.JOURNAL_READ)
    within = [
        select(Person.id).where(
            Person.party_id == record_id, Person.practice_id == actor.practice_id
        ),
        select(AccessGrant.id).where(
            AccessGrant.asset_id == record_id, AccessGrant.practice_id == actor.practice_id
        ),
        select(ProofRow.id).where(
            ProofRow.asset_id == record_id, ProofRow.practice_id == actor.practice_id
        ),
        select(Exit.id).where(Exit.contract_id == record_id, Exit.practice_id == actor.practice_id),
        select(ExitDocument.id)
        .join(Exit, ExitDocument.exit_id == Exit.id)
        .where(Exit.contract_id == record_id, Exit.practice_id == actor.practice_id),
    ]
    return frozenset({record_id, *session.scalars(union_all(*within))})


def _read(session: Session, actor: Actor, condition: _Condition) -> dict[UUID, RecordName]:
    each = union_all(*(kind.names(actor, condition(kind)) for kind in _KINDS)).limit(_MOST)
    return {
        row.id: RecordName(type=row.type, name=row.name, of=row.of, kind=row.kind)
        for row in session.execute(each)
    }
