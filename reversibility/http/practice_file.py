"""Read a practice file: bytes in, checked values out, or every fault with its place."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Never, cast

from marshmallow import ValidationError

from reversibility.catalogues.models import Catalogue
from reversibility.http.schemas.practice_file import PracticeFileSchema
from reversibility.kernel.errors import InvalidError
from reversibility.register.attributes import attribute_faults
from reversibility.register.models import DECLARED_PARTIES
from reversibility.register.rules import find_cycle

MAX_BYTES = 25_000_000
PRACTICE = "cabinet"
"""The id by which a practice file speaks of the practice itself."""

Document = dict[str, Any]
Faults = dict[str, str]


class PracticeFileError(InvalidError):
    """The file cannot be loaded; `fields` maps places (`assets[3].holder`) to codes."""

    code = "practice_file.refused"


class NotJsonError(InvalidError):
    """The file is no JSON document; `fields` maps the place (`line:column`) to what is wrong."""

    code = "practice_file.not_json"


def read(content: bytes, catalogue: Catalogue) -> Document:
    """Return the checked document; raises with every fault at once, so that one pass mends all."""
    document = _decode(content)
    try:
        loaded: Document = PracticeFileSchema().load(cast("Document", document))
    except ValidationError as error:
        raise PracticeFileError(dict(_flatten(error.messages))) from error
    faults = {
        **_reference_faults(loaded),
        **_kind_faults(loaded, catalogue),
        **_cycle_faults(loaded),
    }
    if faults:
        raise PracticeFileError(faults)
    return loaded


def _decode(content: bytes) -> object:
    if len(content) > MAX_BYTES:
        raise PracticeFileError({"": f"file_too_large:{MAX_BYTES // 1_000_000}"})
    try:
        document: object = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_table, parse_constant=_no_number
        )
        # JSON can write half a character (\ud800), which no database and no page can take.
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeDecodeError as error:
        lines = content[: error.start].split(b"\n")
        place = f"{len(lines)}:{len(lines[-1]) + 1}"
        raise NotJsonError({place: "json_encoding"}) from error
    except UnicodeEncodeError as error:
        half = f"\\u{ord(error.object[error.start]):04x}"
        raise NotJsonError({"": f"json_half_character:{half}"}) from error
    except json.JSONDecodeError as error:
        raise NotJsonError({f"{error.lineno}:{error.colno}": "json_syntax"}) from error
    except RecursionError as error:
        raise NotJsonError({"": "json_nesting"}) from error
    except ValueError as error:  # Python reads no whole number of more than 4,300 digits
        raise NotJsonError({"": "json_number:4300+"}) from error
    return document


def _table(pairs: list[tuple[str, Any]]) -> Document:
    """Make a table; the second of two equal keys would silently win over the first."""
    table = dict(pairs)
    if len(table) < len(pairs):
        keys = [key for key, _ in pairs]
        raise NotJsonError({"": f"json_twice:{next(key for key in keys if keys.count(key) > 1)}"})
    return table


def _no_number(name: str) -> Never:
    raise NotJsonError({"": f"json_number:{name}"})


def _flatten(messages: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            step = f"[{key}]" if isinstance(key, int) else f".{key}" if path else str(key)
            # Faults of the document itself have no place to name.
            yield from _flatten(inner, path if key == "_schema" else path + step)
    elif isinstance(messages, list):
        for inner in messages[:1]:
            yield from _flatten(inner, path)
    else:
        yield path, str(messages)


def _reference_faults(document: Document) -> Faults:
    faults: Faults = {}
    parties = {PRACTICE, *_ids(document["parties"], "parties", faults)}
    people = _people_ids(document, faults)
    assets = _ids(document["assets"], "assets", faults)
    _ids(document["contracts"], "contracts", faults)
    known = _Known(parties=parties, people=people, assets=assets)
    for index, asset in enumerate(document["assets"]):
        _asset_references(faults, f"assets[{index}]", asset, known)
    for index, contract in enumerate(document["contracts"]):
        _contract_references(faults, f"contracts[{index}]", contract, known)
    return faults


@dataclass(frozen=True, kw_only=True)
class _Known:
    """The ids a file defines."""

    parties: set[str]
    people: set[str]
    assets: set[str]


def _asset_references(faults: Faults, place: str, asset: Document, known: _Known) -> None:
    for name in DECLARED_PARTIES:
        _refer(faults, f"{place}.{name}", asset[name], known.parties)
    for number, needed in enumerate(asset["depends_on"]):
        _refer(faults, f"{place}.depends_on[{number}]", needed, known.assets)
    _refuse_twice(faults, f"{place}.depends_on", asset["depends_on"])
    for number, access in enumerate(asset["accesses"]):
        for name in ("person", "second_factor_holder"):
            _refer(faults, f"{place}.accesses[{number}].{name}", access[name], known.people)
    ways = [
        f"{access['person']}, {access['role']}"
        for access in asset["accesses"]
        if access["ended_at"] is None
    ]
    _refuse_twice(faults, f"{place}.accesses", ways)


def _contract_references(faults: Faults, place: str, contract: Document, known: _Known) -> None:
    _refer(faults, f"{place}.provider", contract["provider"], known.parties - {PRACTICE})
    for number, covered in enumerate(contract["assets"]):
        _refer(faults, f"{place}.assets[{number}]", covered, known.assets)
    _refuse_twice(faults, f"{place}.assets", contract["assets"])
    if contract["exit"]:
        _exit_references(faults, f"{place}.exit", contract["exit"], known)


def _exit_references(faults: Faults, place: str, case: Document, known: _Known) -> None:
    _refer(faults, f"{place}.lead", case["lead"], known.people)
    _refer(faults, f"{place}.successor_party", case["successor_party"], known.parties)
    ids = _ids(case["tasks"], f"{place}.tasks", faults)
    for number, task in enumerate(case["tasks"]):
        here = f"{place}.tasks[{number}]"
        _refer(faults, f"{here}.asset", task["asset"], known.assets)
        _refer(faults, f"{here}.owner_person", task["owner_person"], known.people)
        _refer(faults, f"{here}.owner_party", task["owner_party"], known.parties)
        for index, needed in enumerate(task["needs"]):
            _refer(faults, f"{here}.needs[{index}]", needed, ids)
    given = [f"{answer['list_id'].value}/{answer['item']}" for answer in case["answers"]]
    _refuse_twice(faults, f"{place}.answers", given)


def _people_ids(document: Document, faults: Faults) -> set[str]:
    people = _ids(document["practice"]["staff"], "practice.staff", faults)
    for index, party in enumerate(document["parties"]):
        more = _ids(party["people"], f"parties[{index}].people", faults)
        for twice in sorted(people & more):
            faults[f"parties[{index}].people"] = f"duplicate:{twice}"
        people |= more
    return people


def _ids(items: list[Document], place: str, faults: Faults) -> set[str]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item["id"] in seen or (place == "parties" and item["id"] == PRACTICE):
            faults[f"{place}[{index}].id"] = f"duplicate:{item['id']}"
        seen.add(item["id"])
    return seen


def _refer(faults: Faults, place: str, target: str, known: set[str]) -> None:
    if target and target not in known:
        faults[place] = f"unknown_reference:{target}"


def _refuse_twice(faults: Faults, place: str, items: list[str]) -> None:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item in seen:
            faults[f"{place}[{index}]"] = f"listed_twice:{item}"
        seen.add(item)


def _kind_faults(document: Document, catalogue: Catalogue) -> Faults:
    faults: Faults = {}
    for index, asset in enumerate(document["assets"]):
        place = f"assets[{index}]"
        kind = catalogue.kinds.get(asset["kind"])
        if kind is None:
            faults[f"{place}.kind"] = f"one_of:{', '.join(sorted(catalogue.kinds))}"
            continue
        for name, code in attribute_faults(kind, asset["attributes"]).items():
            faults[f"{place}.attributes.{name}"] = code
        roles = kind.role_ids
        for number, access in enumerate(asset["accesses"]):
            if access["role"] not in roles:
                faults[f"{place}.accesses[{number}].role"] = f"one_of:{', '.join(roles)}"
    return faults


def _cycle_faults(document: Document) -> Faults:
    edges = [
        (asset["id"], needed) for asset in document["assets"] for needed in asset["depends_on"]
    ]
    cycle = find_cycle(edges)
    return {"assets": f"cycle:{' > '.join(cycle)}"} if cycle else {}
