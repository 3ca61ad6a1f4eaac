"""Fields of what comes in from outside; faults are codes of `http/texts.toml`, not sentences."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields
from stdnum.eu import vat as eu_vat
from stdnum.fr import siren as fr_siren

from reversibility.kernel.dates import is_plausible
from reversibility.kernel.period import Period
from reversibility.kernel.text import has_hidden

_Codes = dict[str, str | list[Any] | dict[Any, Any]]
_CODES: _Codes = {
    "required": "required",
    "null": "required",
    "invalid": "wrong_type",
    "invalid_utf8": "wrong_type",
    "type": "wrong_type",
}


class StrictSchema(Schema):
    """A table whose unknown keys are refused."""

    error_messages = {"unknown": "unknown_field", "type": "wrong_type"}

    class Meta:
        """Refuse what is not known."""

        unknown = RAISE


class Text(fields.String):
    """A text: Unicode NFC, no hidden characters, bounded; one line, unless `lines`."""

    default_error_messages = _CODES

    def __init__(
        self, *, maximum: int = 200, required: bool = False, lines: bool = False, **options: Any
    ) -> None:
        self.maximum, self.lines = maximum, lines
        if not required:
            options.setdefault("load_default", "")
        super().__init__(required=required, **options)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = unicodedata.normalize(
            "NFC", super()._deserialize(value, attr, data, **kwargs)
        ).strip()
        if len(text) > self.maximum:
            raise ValidationError(f"too_long:{self.maximum}")
        if has_hidden(text, lines=self.lines):
            raise ValidationError("control_character")
        if self.required and not text:
            raise ValidationError("required")
        return text


class Slug(Text):
    """A name by which other parts of the same file refer to this one."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text and not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", text):
            raise ValidationError("slug")
        return text


class Siren(Text):
    """A SIREN: nine digits with a valid check digit; spaces are dropped."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = "".join(super()._deserialize(value, attr, data, **kwargs).split())
        fault = siren_fault(text)
        if fault:
            raise ValidationError(fault)
        return text


def siren_fault(text: str) -> str:
    """Return the code of what is wrong with a SIREN without spaces; none is fine, for it is "".

    Pages that ask for one share it with files.
    """
    if text and not (text.isascii() and text.isdigit()):
        return "siren_digits"
    if text and len(text) != 9:  # noqa: PLR2004 - a SIREN has nine digits
        return f"siren_length:{len(text)}"
    return "" if not text or fr_siren.is_valid(text) else "siren_check"


class Vat(Text):
    """An EU VAT number, in its compact form."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not text:
            return ""
        if not eu_vat.is_valid(text):
            raise ValidationError("vat")
        return str(eu_vat.compact(text))


class Day(fields.Date):
    """A calendar day, ISO 8601, of a year that a register can be about."""

    default_error_messages: _Codes = {**_CODES, "invalid": "date", "format": "date"}

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> datetime | date:
        day = super()._deserialize(value, attr, data, **kwargs)
        if not is_plausible(day):
            raise ValidationError("year")
        return day


class Instant(fields.AwareDateTime):
    """An instant, RFC 3339 with its zone."""

    default_error_messages: _Codes = {
        **_CODES,
        "invalid": "instant",
        "format": "instant",
        "invalid_awareness": "instant",
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", load_default=None, **options)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> datetime:
        instant = super()._deserialize(value, attr, data, **kwargs)
        if not is_plausible(instant.date()):
            raise ValidationError("year")
        return instant


class Number(fields.Integer):
    """A whole number."""

    default_error_messages = _CODES

    def __init__(self, **options: Any) -> None:
        super().__init__(strict=True, **options)


class Flag(fields.Boolean):
    """Yes or no; missing = no."""

    default_error_messages = _CODES
    truthy = {True}
    falsy = {False}

    def __init__(self, **options: Any) -> None:
        super().__init__(load_default=False, **options)


class PeriodField(fields.Field[Period]):
    """A calendar period, ISO 8601."""

    default_error_messages = _CODES

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Period:
        try:
            return Period.parse(str(value))
        except ValueError as error:
            raise ValidationError("period") from error


class OneOf(fields.Field[StrEnum]):
    """A member of a closed set, by value; the fault lists them."""

    default_error_messages = _CODES

    def __init__(self, kind: type[StrEnum], **options: Any) -> None:
        self.kind = kind
        super().__init__(**options)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> StrEnum:
        try:
            return self.kind(value)
        except ValueError as error:
            known = ", ".join(member.value for member in self.kind)
            raise ValidationError(f"one_of:{known}") from error


class Nested(fields.Nested):
    """A table inside a table."""

    default_error_messages = _CODES


class Many(fields.List[Any]):
    """A list; missing = empty."""

    default_error_messages = _CODES

    def __init__(self, inner: fields.Field[Any], **options: Any) -> None:
        super().__init__(inner, load_default=list, **options)


class Table(fields.Dict):
    """A free table, checked later against a catalogue."""

    default_error_messages = _CODES


class Texts(fields.Dict):
    """A table of texts by name."""

    default_error_messages = _CODES

    def __init__(self, *, maximum: int = 200) -> None:
        super().__init__(
            keys=Text(maximum=80), values=Text(maximum=maximum, lines=True), load_default=dict
        )
