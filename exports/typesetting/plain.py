"""Values of a document as the templates read them: codes, cleaned texts, written dates."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum

from exports.typesetting.clean import clean

WriteDate = Callable[[date], str]


def plain_fields(value: object, write: WriteDate = str) -> dict[str, object]:
    """Give the fields of a dataclass by name; every text of it is fit for print."""
    if not is_dataclass(value):
        raise TypeError("only the document's own values have fields")
    return {field.name: _plain(getattr(value, field.name), write) for field in fields(value)}


def _plain(value: object, write: WriteDate) -> object:
    if isinstance(value, tuple):
        return [_plain(item, write) for item in value]
    if isinstance(value, str):
        return value.value if isinstance(value, StrEnum) else clean(value)
    if isinstance(value, date):
        return write(value)
    return plain_fields(value, write) if is_dataclass(value) else value
