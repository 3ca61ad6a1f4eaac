"""What was read from an answer, back from the plain JSON in which it is kept (see `plain`)."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from probes.interface import Facts

_KINDS: Mapping[str, type[Facts]] = {kind.__name__.lower(): kind for kind in get_args(Facts)}


def read_facts(kept: Mapping[str, Any] | None) -> Facts | None:
    """Return the facts as they were; None where there are none, or they were erased.

    What an earlier release did not keep has its default; what it kept beside that is passed over.
    """
    kind = _KINDS.get(str(kept.get("kind"))) if kept else None
    if kind is None or kept is None:
        return None
    read: Facts = _record(kind, kept)
    return read


def _record(kind: Any, kept: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any dataclass of the probes
    types = _types(kind)
    return kind(**{name: _value(types[name], kept[name]) for name in types if name in kept})


@cache
def _types(kind: Any) -> Mapping[str, Any]:  # noqa: ANN401
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _value(kind: Any, kept: Any) -> Any:  # noqa: ANN401
    if kept is None:
        return None
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _value(next(each for each in inner if each is not NoneType), kept)
    if origin is tuple:
        kinds = [inner[0]] * len(kept) if Ellipsis in inner else inner
        return tuple(_value(each, value) for each, value in zip(kinds, kept, strict=True))
    return _plain(kind, kept)


def _plain(kind: Any, kept: Any) -> Any:  # noqa: ANN401
    if is_dataclass(kind):
        return _record(kind, kept)
    if issubclass(kind, StrEnum):
        return kind(kept)
    return kind.fromisoformat(kept) if issubclass(kind, date) else kept
