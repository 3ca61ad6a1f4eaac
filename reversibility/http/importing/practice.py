"""Load a practice file into the register: one transaction, all or nothing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine

from reversibility.access import service as access
from reversibility.accounts import service as accounts
from reversibility.catalogues.models import Catalogue
from reversibility.http import practice_file
from reversibility.http.importing.around import enter_around
from reversibility.http.importing.contracts import enter_contract
from reversibility.http.importing.entering import Entering, Told
from reversibility.http.references import PRACTICE, Document
from reversibility.kernel.actor import PracticeId, operator
from reversibility.kernel.ids import new_id
from reversibility.pieces.models import PieceKind
from reversibility.register import service as register
from reversibility.register.archiving import Record, bring_archived
from reversibility.register.identity import practice_party
from reversibility.register.models import DECLARED_PARTIES, Party, PartyKind
from reversibility.retention.service import Piece, mark_secret
from reversibility.store.session import transaction


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
    actor = operator(practice_id)
    with transaction(engine, practice_id) as session:
        _enter(Entering(session=session, actor=actor, catalogue=catalogue, now=now), document)
    return Imported(
        practice_id=practice_id,
        legal_name=document["practice"]["legal_name"],
        assets=len(document["assets"]),
        providers=sum(party["kind"] is PartyKind.PROVIDER for party in document["parties"]),
        contracts=len(document["contracts"]),
        documents=len(document["documents"]) + len(document["papers"]),
    )


def _enter(entering: Entering, document: Document) -> None:
    """Write everything, in the order in which rows point to each other."""
    _practice(entering, document["practice"])
    for party in document["parties"]:
        _party(entering, party)
    entering.session.flush()  # persons and assets point to parties
    for asset in document["assets"]:
        _asset(entering, asset)
    entering.session.flush()  # grants, dependencies and contracts point to assets
    _dependencies(entering, document["assets"])
    for asset in document["assets"]:
        _accesses(entering, asset)
    for contract in document["contracts"]:
        enter_contract(entering, contract)
    enter_around(entering, document)


def _practice(entering: Entering, practice: Document) -> None:
    staff, address = practice.pop("staff"), practice.pop("address")
    as_party = practice.pop("as_party")
    identity = accounts.PracticeDraft(**practice, **address)
    accounts.open_practice(entering.session, entering.actor, identity, now=entering.now)
    own = _own_party(as_party) if as_party else practice_party(identity)
    _add_party(entering, own, staff)


def _own_party(declared: Document) -> register.PartyDraft:
    address = declared.pop("address")
    address.pop("country", None)
    return register.PartyDraft(slug=PRACTICE, kind=PartyKind.PRACTICE, **declared, **address)


def _party(entering: Entering, party: Document) -> None:
    people, address = party.pop("people"), party.pop("address")
    address.pop("country", None)
    slug, archived_at = party.pop("id"), party.pop("archived_at")
    draft = register.PartyDraft(slug=slug, **party, **address)
    row = _add_party(entering, draft, people)
    _archive(entering, row, archived_at)


def _add_party(entering: Entering, draft: register.PartyDraft, people: list[Document]) -> Party:
    row = register.add_party(entering.session, entering.actor, draft, now=entering.now)
    entering.session.flush()  # its people point to it
    entering.parties[draft.slug] = row.id
    for person in people:
        slug, archived_at = person.pop("id"), person.pop("archived_at")
        added = register.add_person(
            entering.session,
            entering.actor,
            register.PersonDraft(slug=slug, party_id=row.id, **person),
            now=entering.now,
        )
        entering.people[slug] = added.id
        _archive(entering, added, archived_at)
    return row


def _archive(entering: Entering, row: Record, archived_at: datetime | None) -> None:
    if archived_at is not None:
        bring_archived(entering.session, entering.actor, row, archived_at, now=entering.now)


def _asset(entering: Entering, asset: Told) -> None:
    kind = entering.catalogue.kinds[asset["kind"]]
    draft = register.AssetDraft(
        slug=asset["id"],
        kind=kind.id,
        name=asset["name"],
        importance=asset["importance"] or kind.importance,
        declared_on=asset["declared_on"] or entering.now.date(),
        declared_by=asset["declared_by"] or entering.actor.label,
        attributes=asset["attributes"],
        notes=asset["notes"],
        **{f"{name}_id": entering.parties.get(asset[name]) for name in DECLARED_PARTIES},
    )
    row = register.declare_asset(
        entering.session, entering.actor, draft, kind=kind, now=entering.now
    )
    entering.assets[draft.slug] = row.id
    _archive(entering, row, asset["archived_at"])
    if asset["notes_are_reserved"]:
        _reserve_notes(entering, row.id)


def _reserve_notes(entering: Entering, asset_id: UUID) -> None:
    entering.session.flush()  # the mark asks for the row
    notes = Piece(kind=PieceKind.NOTES, id=asset_id)
    mark_secret(entering.session, entering.actor, notes, secret=True, now=entering.now)


def _dependencies(entering: Entering, assets: list[Document]) -> None:
    edges = [
        (entering.assets[asset["id"]], entering.assets[needed])
        for asset in assets
        for needed in asset["depends_on"]
    ]
    register.add_dependencies(entering.session, entering.actor, edges, now=entering.now)


def _accesses(entering: Entering, asset: Told) -> None:
    asset_id = entering.assets[asset["id"]]
    roles = entering.catalogue.kinds[asset["kind"]].role_ids
    for grant in asset["accesses"]:
        draft = access.GrantDraft(
            asset_id=asset_id,
            person_id=entering.people[grant["person"]],
            role=grant["role"],
            second_factor=grant["second_factor"],
            second_factor_holder_id=entering.people.get(grant["second_factor_holder"]),
            recovery_address=grant["recovery_address"],
            last_confirmed_on=grant["last_confirmed_on"],
            ends_on=grant["ends_on"],
            revoked_at=grant["ended_at"],
        )
        access.record_grant(entering.session, entering.actor, draft, roles=roles, now=entering.now)
