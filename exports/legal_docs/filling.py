"""The texts of the documents, with what an operator and a practice fill in."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from exports.dossier import Language
from exports.legal_docs.model import Paper, Section
from exports.typesetting.labels import Labels, read_labels

HERE = Path(__file__).parent
PERIODS = "{periods}"
"""The cell that stands for the table of periods."""
Rows = Sequence[tuple[str, ...]]


class Document(StrEnum):
    """A document that the service can fill in; its texts are in the file of that name."""

    RECORD = "record"
    AGREEMENT = "agreement"
    OPERATOR = "operator"


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a practice and an operator fill in."""

    values: Mapping[str, str]
    """By the name in braces; one that is missing or empty stays a gap."""
    periods: Rows
    health_hosted: bool
    made_on: date
    made: str


def fill(document: Document, language: Language, known: Known) -> Paper:
    """Fill in a document; a value that is missing stays a gap that says what belongs there."""
    text = _texts(document)[language.value]
    words = read_labels(HERE / "labels.toml", language.value)
    health = words.say("health_hosted" if known.health_hosted else "health_refused")
    given = {name: value for name, value in known.values.items() if value}
    filler = _Filler({**_gaps(words), **given, "health_clause": health}, known.periods)
    return Paper(
        language=language,
        title=text["title"],
        subtitle=filler.text(text["subtitle"]),
        intro=text["intro"],
        made_on=known.made_on,
        made=known.made,
        sections=tuple(filler.section(each) for each in text["sections"]),
    )


class _Filler:
    def __init__(self, values: Mapping[str, str], periods: Rows) -> None:
        self._values, self._periods = values, periods

    def text(self, text: str) -> str:
        return text.format_map(self._values)

    def section(self, given: Mapping[str, Any]) -> Section:
        return Section(
            title=given["title"],
            paragraphs=tuple(self.text(each) for each in given.get("paragraphs", ())),
            items=tuple(self.text(each) for each in given.get("items", ())),
            header=tuple(given.get("header", ())),
            rows=tuple(self._rows(given.get("rows", ()))),
        )

    def _rows(self, rows: Sequence[Sequence[str]]) -> Rows:
        if list(rows) == [[PERIODS]]:
            return self._periods
        return [tuple(self.text(cell) for cell in row) for row in rows]


def _gaps(words: Labels) -> dict[str, str]:
    return {
        name.removeprefix("what_"): words.say("to_fill", what=what)
        for name, what in words.texts.items()
        if name.startswith("what_")
    }


@cache
def _texts(document: Document) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{document.value}.toml").read_text(encoding="utf-8"))
