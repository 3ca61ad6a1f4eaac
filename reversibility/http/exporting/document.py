"""Write a practice with its whole register as the document that `http/importing` reads.

What is empty is left out, so that a file says what there is. Ids are the names of practice files
(slugs); the same register always gives the same bytes.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy.orm import Session

from reversibility.accounts import service as accounts
from reversibility.accounts.models import Practice
from reversibility.contracts.agreed import AGREED
from reversibility.http.exporting.around import around_document
from reversibility.http.exporting.break_up import (
    event_documents,
    situation_document,
    step_document,
)
from reversibility.http.exporting.documents import (
    list_documents,
    list_filed_papers,
    list_produced,
)
from reversibility.http.exporting.exits import exit_document
from reversibility.http.exporting.rows import Rows, read_rows
from reversibility.http.exporting.written import told_of
from reversibility.http.schemas.practice_file import FORMAT
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.period import Period
from reversibility.register.identity import practice_party
from reversibility.register.models import DECLARED_PARTIES, Asset, Party, PartyKind, Person
from reversibility.register.service import PartyDraft

Document = dict[str, Any]

_IDENTITY = (
    "legal_name", "legal_form", "siren", "vat", "activity", "trading_names", "phones", "emails",
    "domains", "related_entities",
)  # fmt: skip
_ADDRESS = ("street", "postcode", "city")
_OF_PARTY = ("name", "legal_name", "siren", "trade", "phones", "emails", "domains", "brands")
_OF_DUTY = ("row", "decides", "decides_name", "does", "advises", "informed")
_OF_ASSET = ("kind", "name", "importance", "declared_on", "declared_by", "notes")


def practice_document(session: Session, actor: Actor) -> Document:
    """Return the practice with everything in its register, archived things too."""
    actor.require(Permission.REGISTER_EXPORT)
    rows = read_rows(session, actor)
    others = [party for party in rows.parties if party.kind is not PartyKind.PRACTICE]
    document: Document = _without_nothing(
        {
            "format": FORMAT,
            "practice": _practice(rows),
            "parties": [_party(rows, party) for party in others],
            "assets": [_asset(rows, asset) for asset in rows.assets],
            "contracts": [_contract(rows, number) for number in range(len(rows.contracts))],
            "documents": list_documents(session, actor, rows.asset_slugs),
            "papers": list_filed_papers(session, actor, rows.contract_slugs),
            "annexes": list_produced(session, actor, rows.contract_slugs),
            **around_document(session, actor, rows),
        }
    )
    return document


def practice_json(document: Mapping[str, Any]) -> bytes:
    """Write a document as a file."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _practice(rows: Rows) -> Document:
    practice = rows.practice
    own = next(party for party in rows.parties if party.kind is PartyKind.PRACTICE)
    declared = {"name": own.name, **_declared(own)}
    return {
        **{name: getattr(practice, name) for name in _IDENTITY},
        "people": [
            {name: person.get(name, "") for name in ("name", "title", "role")}
            for person in practice.people
        ],
        "address": {**_address(practice), "country": practice.country},
        "staff": [_person(person) for person in rows.people[own.id]],
        "as_party": None if declared == _derived(practice) else declared,
    }


def _derived(practice: Practice) -> Document:
    """Return what an import would declare of the practice's own party by itself."""
    names = accounts.PracticeDraft.__dataclass_fields__
    return _declared(
        practice_party(accounts.PracticeDraft(**{name: getattr(practice, name) for name in names}))
    )


def _declared(party: Party | PartyDraft) -> Document:
    return {**{name: getattr(party, name) for name in _OF_PARTY}, "address": _address(party)}


def _address(row: Practice | Party | PartyDraft) -> Document:
    return {name: getattr(row, name) for name in _ADDRESS}


def _party(rows: Rows, party: Party) -> Document:
    return {
        "id": party.slug,
        "kind": party.kind,
        **_declared(party),
        "people": [_person(person) for person in rows.people[party.id]],
        "archived_at": party.retired_at,
    }


def _person(person: Person) -> Document:
    names = ("name", "role", "email", "phone")
    declared = {name: getattr(person, name) for name in names}
    return {"id": person.slug, **declared, "archived_at": person.retired_at}


def _asset(rows: Rows, asset: Asset) -> Document:
    parties = {
        name: rows.party_slugs.get(getattr(asset, f"{name}_id")) for name in DECLARED_PARTIES
    }
    return {
        "id": asset.slug,
        **{name: getattr(asset, name) for name in _OF_ASSET},
        **parties,
        "attributes": dict(sorted(asset.attributes.items())),
        "notes": asset.notes if rows.shows_notes(asset) else "",
        "notes_are_reserved": asset.id in rows.reserved_notes,
        "depends_on": sorted(rows.asset_slugs[each] for each in rows.needs[asset.id]),
        "accesses": [_access(rows, grant) for grant in rows.grants[asset.id]],
        "archived_at": asset.retired_at,
    }


def _access(rows: Rows, grant: Any) -> Document:  # noqa: ANN401 - AccessGrant, field by field
    return {
        "person": rows.person_slugs[grant.person_id],
        "role": grant.role,
        "second_factor": grant.second_factor,
        "second_factor_holder": rows.person_slugs.get(grant.second_factor_holder_id),
        "recovery_address": grant.recovery_address,
        "last_confirmed_on": grant.last_confirmed_on,
        "ends_on": grant.ends_on,
        "ended_at": grant.revoked_at,
    }


def _contract(rows: Rows, number: int) -> Document:
    contract = rows.contracts[number]
    case = rows.exits.get(contract.id)
    return {
        "id": contract.slug,
        "provider": rows.party_slugs[contract.provider_id],
        "reference": contract.reference,
        "title": contract.title,
        **{name: _declared_value(getattr(contract, name)) for name in AGREED},
        "plan_ahead_days": contract.plan_ahead_days,
        "assets": sorted(rows.asset_slugs[each] for each in rows.covered[contract.id]),
        "expects": contract.expects,
        "expects_text": contract.expects_text,
        "clauses": [
            {name: getattr(answer, name) for name in ("clause", "reply", "place", "quote")}
            for answer in rows.clauses[contract.id]
        ],
        "duties": [
            {name: getattr(duty, name) for name in _OF_DUTY} for duty in rows.duties[contract.id]
        ],
        "basis": [
            {"element": each.element, "says": each.says}
            for each in rows.basis[contract.id]
            if each.says
        ],
        "situations": [situation_document(row) for row in rows.situations[contract.id]],
        "first_hour": [step_document(row) for row in rows.first_hours[contract.id]],
        "events": event_documents(rows.events[contract.id], rows.remarks),
        "exit": exit_document(rows, case) if case else None,
        **told_of(rows.told, contract.id, rows.asset_slugs),
    }


def _declared_value(value: object) -> object:
    return str(value) if isinstance(value, Period) else value


def _without_nothing(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, Mapping):
        # What is declared of an asset stays as it is: there a "no" is an answer.
        kept = {
            name: each if name == "attributes" else _without_nothing(each)
            for name, each in value.items()
        }
        return {name: each for name, each in kept.items() if each not in (None, "", [], {}, False)}
    if isinstance(value, list | tuple):
        return [_without_nothing(each) for each in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
