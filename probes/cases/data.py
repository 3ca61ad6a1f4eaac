"""`cases.toml` as values: number, title, what is looked at, tags with severity and next step."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from probes.errors import MessageError
from probes.texts import Locale, Severity, Text, texts


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The same in both languages."""

    fr: str
    en: str

    def in_(self, locale: Locale) -> str:
        """Return one of them."""
        return self.fr if locale == "fr" else self.en


@dataclass(frozen=True, kw_only=True)
class Tag:
    """One thing that a case may find."""

    code: str
    text: Text
    next_step: Wording
    """What to do, in a sentence without parameters."""

    @property
    def severity(self) -> Severity:
        """How much it matters, as shipped."""
        return self.text.severity


@dataclass(frozen=True, kw_only=True)
class Case:
    """A numbered case."""

    number: str
    title: Wording
    looks_at: Wording
    source: str
    """Where the rule stands: RFC and section, or a registry's policy."""
    tags: tuple[Tag, ...]


@cache
def cases() -> Mapping[str, Case]:
    """Return every case by its number, in the order of the file."""
    content = resources.files(__package__).joinpath("cases.toml").read_text(encoding="utf-8")
    return {number: _case(number, table) for number, table in tomllib.loads(content).items()}


def tag(code: str) -> Tag:
    """Return a tag of a case; raises MessageError when no case has it."""
    found = find_tag(code)
    if found is None:
        raise MessageError(code, "is not in cases.toml")
    return found


def find_tag(code: str) -> Tag | None:
    """Return a tag of a case; None for other messages."""
    return _by_code().get(code)


@cache
def _by_code() -> Mapping[str, Tag]:
    return {item.code: item for case in cases().values() for item in case.tags}


def _case(number: str, table: Mapping[str, Any]) -> Case:
    try:
        return Case(
            number=number,
            title=Wording(**table["title"]),
            looks_at=Wording(**table["looks_at"]),
            source=table["source"],
            tags=tuple(_tag(f"{number}_{name}", item) for name, item in table["tags"].items()),
        )
    except (KeyError, TypeError) as error:
        raise MessageError(number, f"is not complete in cases.toml: {error}") from error


def _tag(code: str, table: Mapping[str, Any]) -> Tag:
    next_step = Wording(**table["next"])
    return Tag(code=code, text=texts()[code], next_step=next_step)
