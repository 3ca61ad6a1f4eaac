"""A dossier as JSON and back, strictly: every key known, every value of its type.

The renderer runs in a child process and is given its dossier in this form. The model's type hints
are the schema, so a field added there is read and written here without another line.
"""

import json
import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Union, get_args, get_origin, get_type_hints

from exports.dossier.model import Dossier
from exports.dossier.rules import check
from exports.errors import DossierError

MAX_BYTES = 64 * 1024 * 1024


def to_json(dossier: Dossier) -> bytes:
    """Write a checked dossier as UTF-8 JSON, always with the same bytes for the same dossier."""
    plain = _encode(check(dossier))
    return json.dumps(plain, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def from_json(content: bytes) -> Dossier:
    """Read a dossier; raise DossierError with the place and the fault of what is not right."""
    if len(content) > MAX_BYTES:
        raise DossierError("", f"a dossier of more than {MAX_BYTES} bytes is refused")
    try:
        plain = json.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise DossierError("", f"this is not JSON in UTF-8: {error}") from error
    dossier = _decode(Dossier, plain, "")
    if not isinstance(dossier, Dossier):  # pragma: no cover - _decode builds what it is asked for
        raise DossierError("", "an object is expected")
    return check(dossier)


def _encode(value: object) -> object:
    if isinstance(value, date):
        return _encode_time(value)
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if is_dataclass(value):
        return {field.name: _encode(getattr(value, field.name)) for field in fields(value)}
    return value


def _encode_time(value: date) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat()


def _decode(kind: object, value: object, path: str) -> object:
    if get_origin(kind) in {types.UnionType, Union}:
        present = [option for option in get_args(kind) if option is not types.NoneType]
        return None if value is None else _decode(present[0], value, path)
    if get_origin(kind) is tuple:
        return _decode_tuple(get_args(kind)[0], value, path)
    if isinstance(kind, type) and is_dataclass(kind):
        return _decode_object(kind, value, path)
    if isinstance(kind, type):
        return _decode_scalar(kind, value, path)
    raise DossierError(path, f"{kind} has no JSON form")


def _decode_tuple(kind: object, value: object, path: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise DossierError(path, "a list is expected")
    return tuple(_decode(kind, item, f"{path}[{index}]") for index, item in enumerate(value))


def _decode_object(kind: type, value: object, path: str) -> object:
    if not isinstance(value, dict):
        raise DossierError(path, "an object is expected")
    known = {field.name: field for field in fields(kind)}
    for name in value:
        if name not in known:
            raise DossierError(_join(path, name), "this key is not known")
    hints = get_type_hints(kind)
    for name, field in known.items():
        if name not in value and field.default is MISSING:
            raise DossierError(_join(path, name), "this key is missing")
    return kind(
        **{name: _decode(hints[name], item, _join(path, name)) for name, item in value.items()}
    )


def _decode_scalar(kind: type, value: object, path: str) -> object:
    if issubclass(kind, StrEnum):
        if not isinstance(value, str) or value not in list(kind):
            raise DossierError(path, f"one of {', '.join(kind)} is expected")
        return kind(value)
    if issubclass(kind, date):
        return _decode_time(kind, value, path)
    if type(value) is not kind:
        raise DossierError(path, f"{_NAMES[kind]} is expected")
    return value


def _decode_time(kind: type[date], value: object, path: str) -> date:
    if isinstance(value, str):
        try:
            return kind.fromisoformat(value)
        except ValueError:
            pass
    raise DossierError(path, "an ISO 8601 time or date such as 2026-10-12 is expected")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


_NAMES = {str: "a text", int: "a whole number", bool: "true or false"}
