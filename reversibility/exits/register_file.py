"""The register as JSON, as it travels in the pack: what is declared, and the present results."""

import json
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from reversibility.evidence.change_file import plain_change
from reversibility.evidence.queries import ProofLine
from reversibility.evidence.standing import Standing
from reversibility.exits.dossier.evidence import Exhibits
from reversibility.exits.gathering import Material
from reversibility.kernel.digest import sha256

FORMAT = "reversibility-register/1"
_OURS = frozenset({"version", "changed_by"})
"""Of the practice and of a party, what is of use in this service only."""
_MOVING = frozenset({"judged_at", "answers"})
"""What is new after each check, whatever it showed."""


def register_json(material: Material) -> bytes:
    """Write the register, always with the same bytes for the same register."""
    text = json.dumps(
        _content(material), default=_plain, ensure_ascii=False, indent=1, sort_keys=True
    )
    return text.encode() + b"\n"


def said_sha256(material: Material) -> str:
    """Return the digest of what the register says: a check that showed the same changes nothing."""
    said = json.dumps(_without_moving(_content(material)), default=_plain, sort_keys=True)
    return sha256(said.encode())


def _content(material: Material) -> dict[str, object]:
    exhibits = Exhibits.of(material, material.planned)
    return {
        "format": FORMAT,
        "practice": _without_ours(material.practice),
        "parties": [_party(party) for party in material.parties],
        "assets": [_asset(standing, exhibits) for standing in material.standings.values()],
        "contract": _contract(material),
        "changes": [plain_change(line, with_notes=False) for line in material.changes],
    }


def _without_moving(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_moving(each) for name, each in value.items() if name not in _MOVING}
    return [_without_moving(each) for each in value] if isinstance(value, list) else value


def _party(party: Any) -> dict[str, object]:  # noqa: ANN401 - a frozen sheet, written field by field
    people = [{"name": person.name, "role": person.role} for person in party.people]
    return {**_without_ours(party), "people": people}


def _without_ours(sheet: Any) -> dict[str, object]:  # noqa: ANN401 - as above
    return {name: value for name, value in vars(sheet).items() if name not in _OURS}


def _asset(standing: Standing, exhibits: Exhibits) -> dict[str, object]:
    asset = standing.asset
    declared = {name: value for name, value in vars(asset).items() if name != "version"}
    return {
        **declared,
        "state": standing.state,
        "accesses": [
            {
                "person": grant.person,
                "party": grant.party.name,
                "role": grant.role,
                "second_factor": grant.second_factor,
                "recovery_address": grant.recovery_address,
                "last_confirmed_on": grant.last_confirmed_on,
            }
            for grant in standing.grants
        ],
        "results": {
            field.value: {
                "state": line.state,
                "declared": line.declared,
                "observed": line.observed,
                "judged_at": line.judged_at,
                "published": line.published,
                "answers": [basis.sha256 for basis in line.bases],
                "document": line.proof and line.proof.sha256,
            }
            for field, line in standing.verdicts.items()
        },
        "documents": [_document(line, exhibits) for line in standing.kept_proofs],
    }


def _document(line: ProofLine, exhibits: Exhibits) -> dict[str, object]:
    # Those of assets that stay have no number: they do not travel.
    numbered = exhibits.documents.get(line.id)
    return {
        "number": numbered.number if numbered else None,
        "file": (numbered.path or None) if numbered else None,
        "field": line.field,
        "kind": line.kind,
        "title": line.title,
        "dated_on": line.dated_on,
        "added_by": line.added_by,
        "added_at": line.added_at,
        "counts_for": line.weight,
        "sha256": line.sha256,
    }


def _contract(material: Material) -> dict[str, object]:
    contract, case = material.contract, material.case
    return {
        "reference": contract.reference,
        "title": contract.title,
        "provider": contract.provider.name,
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
        "notice": str(contract.notice) if contract.notice else None,
        "last_day_to_give_notice": contract.dates.notice and contract.dates.notice.last_day,
        "assets": [str(asset_id) for asset_id in contract.asset_ids],
        "situation": case.situation,
    }


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    return vars(value)
