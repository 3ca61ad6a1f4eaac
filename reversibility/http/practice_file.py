"""Read a practice file: bytes in, checked values out, or every fault with its place."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Never, cast

from marshmallow import ValidationError

from reversibility.catalogues.models import Catalogue
from reversibility.http.references import Document, Faults, reference_faults
from reversibility.http.schemas.practice_file import PracticeFileSchema
from reversibility.kernel.errors import InvalidError
from reversibility.register.attributes import attribute_faults
from reversibility.register.rules import find_cycle
from reversibility.retention.periods import rules

MAX_BYTES = 25_000_000


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
        **reference_faults(loaded),
        **_kind_faults(loaded, catalogue),
        **_cycle_faults(loaded),
        **_period_faults(loaded),
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


def _period_faults(document: Document) -> Faults:
    faults: Faults = {}
    for index, period in enumerate(document["periods"]):
        rule = rules().get(period["rule"])
        if rule is None:
            faults[f"periods[{index}].rule"] = f"one_of:{', '.join(rules())}"
        elif fault := rule.fault(period["months"]):
            faults[f"periods[{index}].months"] = fault
    return faults
