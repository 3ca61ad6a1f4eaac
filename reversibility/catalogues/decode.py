"""From what TOML gives to the values of `models.py`, strictly; a fault carries its path."""

import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Made = TypeVar("Made")


class Fault(Exception):  # noqa: N818 - becomes a CatalogueError once file and line are known
    """What is wrong at a path, and what to write."""

    def __init__(self, path: str, fault: str) -> None:
        super().__init__(f"{path}: {fault}")
        self.path, self.fault = path, fault


def decode(kind: type[Made], value: object, path: str = "") -> Made:
    """Build a dataclass from a table; raises Fault on a missing, unknown or wrong key."""
    return cast("Made", _any(kind, value, path))


def join(path: str, key: str) -> str:
    """Return the path of a key inside a path."""
    return f"{path}.{key}" if path else key


def _any(kind: object, value: object, path: str) -> object:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {types.UnionType, Union}:
        return _any(next(each for each in arguments if each is not types.NoneType), value, path)
    if origin is tuple:
        return _list(arguments[0], value, path)
    if origin is not None:
        return _mapping(arguments, value, path)
    plain = cast("type", kind)
    return _table(plain, value, path) if is_dataclass(plain) else _scalar(plain, value, path)


def _list(inner: object, value: object, path: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise Fault(path, "write a list: [...] or one [[...]] table for each entry")
    return tuple(_any(inner, item, f"{path}[{index}]") for index, item in enumerate(value))


def _mapping(arguments: tuple[Any, ...], value: object, path: str) -> dict[object, object]:
    table = _expect_table(value, path)
    keys, values = arguments
    return {
        _scalar(keys, key, join(path, key)): _any(values, item, join(path, key))
        for key, item in table.items()
    }


def _table(kind: type, value: object, path: str) -> object:
    table = _expect_table(value, path)
    known = {field.name: field for field in fields(kind)}
    for key in table:
        if key not in known:
            raise Fault(
                join(path, key), f"unknown key {key!r}; known here: {', '.join(sorted(known))}"
            )
    for name, field in known.items():
        if name not in table and field.default is MISSING:
            what = f"the {_LANGUAGES[name]} text is missing" if name in _LANGUAGES else "is missing"
            raise Fault(path, f"{join(path, name)} {what}: write {name} = ...")
    hints = _hints(kind)
    return kind(**{key: _any(hints[key], item, join(path, key)) for key, item in table.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _scalar(kind: type, value: object, path: str) -> object:
    if issubclass(kind, StrEnum):
        if value not in list(kind):
            raise Fault(path, f"{value!r} is not known; write one of {', '.join(kind)}")
        return kind(str(value))
    if type(value) is not kind:
        raise Fault(path, f"write {_NAMES[kind]}, not {value!r}")
    if kind is str and not str(value).strip():
        raise Fault(path, "is empty: write its text")
    return value


def _expect_table(value: object, path: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Fault(path, "write a table, such as fr = ... and en = ...")
    return value


_LANGUAGES = {"fr": "French", "en": "English"}
_NAMES = {
    str: "a text in quotes",
    int: "a whole number",
    bool: "true or false",
    date: "a date such as 2026-11-24",
}
