"""Read exits and what was produced for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, defer

from reversibility.catalogues.situations import Situation
from reversibility.contracts.models import Contract, ContractAsset
from reversibility.contracts.queries import ContractSheet, contract_sheet
from reversibility.exits.errors import DocumentMissingError, ExitMissingError
from reversibility.exits.models import Exit, ExitDocument
from reversibility.kernel.actor import Actor, Permission
from reversibility.pieces.errors import ContentErasedError
from reversibility.pieces.models import Erasure, PieceKind
from reversibility.pieces.queries import erasure_of, find_erasure, is_secret, not_secret
from reversibility.register.models import Party, Person


@dataclass(frozen=True, kw_only=True)
class Unanswered:
    """A dated message without an answer."""

    sent_on: date
    channel: str


@dataclass(frozen=True, kw_only=True)
class ExitSheet:
    """How a provider is left."""

    id: UUID
    contract_id: UUID
    situation: Situation
    begins_on: date
    lead_id: UUID | None
    lead: str
    successor: str
    """The new provider: by its name in the register where it stands there."""
    unanswered: tuple[Unanswered, ...]
    """The earliest first."""
    created_at: datetime
    """When it was opened."""
    successor_id: UUID | None = None
    target_on: date | None = None
    mission_ends_on: date | None = None
    is_prepared: bool = False
    """The service made it ahead of a date: nobody has said that they leave."""


@dataclass(frozen=True, kw_only=True)
class DocumentLine:
    """A produced file."""

    id: UUID
    exit_id: UUID
    number: int
    filename: str
    media_type: str
    locale: str
    register_sha256: str
    catalogue_version: str
    playbooks: Mapping[str, str]
    """Digests of the playbooks printed; empty in plans made before this was noted."""
    made_at: datetime
    made_by: str
    sha256: str
    size: int
    erased_at: datetime | None
    """When its content was erased, if it was."""
    is_secret: bool


@dataclass(frozen=True, kw_only=True)
class DocumentContent:
    """A produced file, to be handed over."""

    filename: str
    media_type: str
    sha256: str
    content: bytes


def find_exit(session: Session, actor: Actor, contract_id: UUID) -> ExitSheet | None:
    """Return the exit of a contract, if one is open."""
    actor.require(Permission.CONTRACT_READ)
    found = session.execute(_WITH_LEAD.where(Exit.contract_id == contract_id)).one_or_none()
    return _sheet(*found) if found else None


def find_exit_in_full(
    session: Session, actor: Actor, contract_id: UUID
) -> tuple[ExitSheet | None, tuple[DocumentLine, ...]]:
    """Return the exit of a contract with what was produced for it, in one question."""
    actor.require(Permission.CONTRACT_READ)
    rows = session.execute(
        _WITH_LEAD.add_columns(*_DOCUMENT)
        .outerjoin(
            ExitDocument,
            and_(
                ExitDocument.exit_id == Exit.id,
                not_secret(actor, PieceKind.PRODUCED, ExitDocument.id),
            ),
        )
        .outerjoin(Erasure, erasure_of(PieceKind.PRODUCED, ExitDocument.id))
        .options(defer(ExitDocument.content))
        .where(Exit.contract_id == contract_id)
        .order_by(*_NEWEST_FIRST)
    ).all()
    if not rows:
        return None, ()
    lines = tuple(_document(*row[3:6], secret=row[6]) for row in rows if row[3] is not None)
    return _sheet(*rows[0][:3]), lines


def find_covering(
    session: Session, actor: Actor, asset_id: UUID, *, today: date
) -> tuple[tuple[ContractSheet, ...], Situation | None]:
    """Return the contracts that cover an asset, and in which situation its provider is being left.

    Of the other assets that they cover, nothing is said.
    """
    actor.require(Permission.CONTRACT_READ)
    rows = session.execute(
        select(Contract, Party, Exit.situation)
        .join(ContractAsset, ContractAsset.contract_id == Contract.id)
        .join(Party, Party.id == Contract.provider_id)
        .outerjoin(Exit, and_(Exit.contract_id == Contract.id, Exit.is_prepared.is_(False)))
        .where(ContractAsset.asset_id == asset_id)
        .order_by(Exit.created_at, Exit.id)
    ).all()
    situations = [situation for *_, situation in rows if situation]
    sheets = {row.id: contract_sheet(row, party, [asset_id], today=today) for row, party, _ in rows}
    return tuple(sheets.values()), situations[-1] if situations else None


def get_exit(session: Session, actor: Actor, exit_id: UUID) -> ExitSheet:
    """Return one exit; raises ExitMissingError, also for another practice's."""
    actor.require(Permission.CONTRACT_READ)
    found = session.execute(_WITH_LEAD.where(Exit.id == exit_id)).one_or_none()
    if found is None:
        raise ExitMissingError
    return _sheet(*found)


def list_documents(session: Session, actor: Actor, exit_id: UUID) -> tuple[DocumentLine, ...]:
    """List what was produced for an exit, the newest first, without the contents."""
    actor.require(Permission.CONTRACT_READ)
    rows = session.execute(
        select(*_DOCUMENT)
        .outerjoin(Erasure, erasure_of(PieceKind.PRODUCED, ExitDocument.id))
        .options(defer(ExitDocument.content))
        .where(
            ExitDocument.exit_id == exit_id,
            not_secret(actor, PieceKind.PRODUCED, ExitDocument.id),
        )
        .order_by(*_NEWEST_FIRST)
    )
    return tuple(_document(*row[:3], secret=row[3]) for row in rows)


def get_document(session: Session, actor: Actor, document_id: UUID) -> DocumentContent:
    """Return one produced file; raises DocumentMissingError, also for another practice's."""
    actor.require(Permission.CONTRACT_READ)
    row = session.scalar(
        select(ExitDocument).where(
            ExitDocument.id == document_id,
            not_secret(actor, PieceKind.PRODUCED, ExitDocument.id),
        )
    )
    if row is None:
        raise DocumentMissingError
    if find_erasure(session, actor, PieceKind.PRODUCED, document_id):
        raise ContentErasedError
    return DocumentContent(
        filename=row.filename, media_type=row.media_type, sha256=row.sha256, content=row.content
    )


_DOCUMENT = (
    ExitDocument,
    func.length(ExitDocument.content),
    Erasure.erased_at,
    is_secret(PieceKind.PRODUCED, ExitDocument.id),
)
_NEWEST_FIRST = (ExitDocument.number.desc(), ExitDocument.filename)
_WITH_LEAD = (
    select(Exit, Person.name, Party.name)
    .outerjoin(Person, Person.id == Exit.lead_id)
    .outerjoin(Party, Party.id == Exit.successor_id)
)


def _document(
    row: ExitDocument, size: int, erased_at: datetime | None, /, *, secret: bool
) -> DocumentLine:
    return DocumentLine(
        id=row.id,
        exit_id=row.exit_id,
        number=row.number,
        filename=row.filename,
        media_type=row.media_type,
        locale=row.locale,
        register_sha256=row.register_sha256,
        catalogue_version=row.catalogue_version,
        playbooks=row.playbooks,
        made_at=row.made_at,
        made_by=row.made_by,
        sha256=row.sha256,
        size=size,
        erased_at=erased_at,
        is_secret=secret,
    )


def _sheet(row: Exit, lead: str | None, successor: str | None) -> ExitSheet:
    unanswered = [
        Unanswered(sent_on=date.fromisoformat(each["sent_on"]), channel=each["channel"])
        for each in row.unanswered
    ]
    return ExitSheet(
        id=row.id,
        contract_id=row.contract_id,
        situation=row.situation,
        begins_on=row.begins_on,
        lead_id=row.lead_id,
        lead=lead or "",
        successor=successor or row.successor,
        successor_id=row.successor_id,
        target_on=row.target_on,
        mission_ends_on=row.mission_ends_on,
        is_prepared=row.is_prepared,
        unanswered=tuple(sorted(unanswered, key=lambda each: each.sent_on)),
        created_at=row.created_at,
    )
