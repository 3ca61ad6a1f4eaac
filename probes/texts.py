"""The sentences of the probes, in French and English, rendered from `messages.toml` at the edge.

A text names its parameters in braces. Four kinds of parameter are put into words here, because
they read differently in each language:

    {on:date}        an ISO date, as "1er décembre 2026" or "1 December 2026"
    {count:number}   a whole number, as "1 192" or "1,192"
    {who:speaker}    who says it: "registry whois.nic.fr" becomes what VRD_BY_REGISTRY says
    {seen:value}     a value that is a code, such as `practice` or `locked`: what VRD_IS_... says
"""

import string
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Literal

from babel.dates import format_date
from babel.numbers import format_decimal

from probes.errors import MessageError
from probes.interface import Message, VerdictField, message

Locale = Literal["fr", "en"]
LOCALES: tuple[Locale, ...] = ("fr", "en")
LONGEST_VALUE = 160


class Severity(StrEnum):
    """How much a message matters, as shipped; an operator may decide otherwise."""

    INFO = "info"
    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"
    CRITICAL = "critical"
    """Only of a numbered case: the name, the site or the mail may be lost today."""

    @property
    def rank(self) -> int:
        """Its place, the least first."""
        return list(Severity).index(self)


@dataclass(frozen=True, kw_only=True)
class Text:
    """What one tag says in each language."""

    fr: str
    en: str
    severity: Severity


def render(message: Message, locale: Locale) -> str:
    """Return the sentence of a message. Raises MessageError for an unknown tag or parameter."""
    text = _text(message.code)
    template = text.fr if locale == "fr" else text.en
    return _Sentence(message.code, locale).vformat(template, (), dict(message.params))


def severity(message: Message) -> Severity:
    """Return how much a message matters. Raises MessageError for an unknown tag."""
    return _text(message.code).severity


def display(field: VerdictField, value: str, locale: Locale) -> str:
    """Put what a verdict holds as declared or observed into words: dates, holder classes, locks."""
    sentence = _Sentence("", locale)
    if field is VerdictField.EXPIRY:
        return sentence.format_field(value, "date")
    if field in (VerdictField.HOLDER, VerdictField.LOCK):
        return sentence.format_field(value, "value")
    return value


def plain(text: str, limit: int = LONGEST_VALUE) -> str:
    """Make what a peer sent fit for a sentence: one line, bounded, nothing invisible."""
    shortened = text[: limit * 4]
    if shortened.isascii() and shortened.isprintable():
        visible = shortened  # most are, and this is asked for every trace of a page
    else:
        visible = unicodedata.normalize("NFC", "".join(map(_visible, shortened)))
    tidied = " ".join(visible.split())
    return tidied if len(tidied) <= limit else f"{tidied[: limit - 1].rstrip()}…"


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category[0] == "Z" or category == "Cc":
        return " "
    return "" if category[0] == "C" else char


@cache
def texts() -> Mapping[str, Text]:
    """Return every tag with its texts, as shipped: of `messages.toml`, of changes, of the cases."""
    tables = {**_file("messages.toml"), **_file("changes/changes.toml")}
    told = {code: _read(code, table) for code, table in tables.items()}
    for number, case in _file("cases/cases.toml").items():
        told |= {f"{number}_{name}": _read(name, table) for name, table in case["tags"].items()}
    return told


def _file(path: str) -> Mapping[str, Any]:
    content = resources.files(__package__).joinpath(path).read_text(encoding="utf-8")
    return tomllib.loads(content)


def _read(code: str, table: Mapping[str, str]) -> Text:
    try:
        return Text(fr=table["fr"], en=table["en"], severity=Severity(table["severity"]))
    except KeyError as error:
        raise MessageError(code, f"lacks {error} in messages.toml") from error
    except ValueError as error:
        raise MessageError(code, f"has an unknown severity in messages.toml: {error}") from error


def _text(code: str) -> Text:
    known = texts()
    if code not in known:
        raise MessageError(code, "is not in messages.toml")
    return known[code]


class _Sentence(string.Formatter):
    """Fills one template; knows nothing but the named parameters of its message."""

    def __init__(self, code: str, locale: Locale) -> None:
        self._code = code
        self._locale = locale

    def get_field(
        self,
        field_name: str,
        args: Sequence[Any],  # noqa: ARG002 - signature of string.Formatter
        kwargs: Mapping[str, Any],
    ) -> tuple[Any, str]:
        if field_name not in kwargs:
            raise MessageError(self._code, f"needs the parameter {field_name!r}")
        return kwargs[field_name], field_name

    def format_field(self, value: str, format_spec: str) -> str:
        known = {"date": _day, "number": _number, "speaker": _speaker, "value": _value}
        say = known.get(format_spec)
        return say(value, self._locale) if say else value


def _day(value: str, locale: Locale) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    written = format_date(day, "d MMMM y", locale=locale)
    return written.replace("1 ", "1er ", 1) if locale == "fr" and day.day == 1 else written


def _number(value: str, locale: Locale) -> str:
    return format_decimal(int(value), locale=locale)


def _speaker(value: str, locale: Locale) -> str:
    kind, _, name = value.partition(" ")
    return render(message(f"VRD_BY_{kind.upper()}", name=name), locale)


def _value(value: str, locale: Locale) -> str:
    code = f"VRD_IS_{value.upper()}"
    return render(message(code), locale) if code in texts() else value
