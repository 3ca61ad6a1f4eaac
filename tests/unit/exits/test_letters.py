"""Every letter says what it must, in both languages, and in words that are fair."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from reversibility.catalogues.errors import CatalogueError
from reversibility.catalogues.letters import FIELD, letters, load_letters
from reversibility.exits.drafting.filling import (
    Filler,
    enclosed,
    missing_fields,
    plain,
    said_elements,
)
from reversibility.exits.drafting.tone import tone_faults
from reversibility.kernel.dates import Locale, day
from tests.factories.letters import COMMON, FILLED

LOCALES: tuple[Locale, ...] = ("fr", "en")
KINDS = tuple(letters().letters)
_DATA = tomllib.loads(Path(__file__).with_name("letters.toml").read_text(encoding="utf-8"))
MUST_SAY: Mapping[str, Mapping[str, list[list[str]]]] = _DATA["must_say"]
ON_THE_PAGE = {"L4": {"signature", "annexes"}}
"""Elements that no sentence says: tests/database/exits/test_every_letter.py finds them in print."""
KNOWN: Mapping[str, Mapping[str, str]] = _DATA["known"]
_DAYS = {
    "L1": "14",
    "L2": "9",
    "L3": "14",
    "L4": "21",
    "L5": "21",
    "L7": "21",
    "L10": "9",
    "L12": "5",
}
_UNFAIR = re.compile(
    r"\b(hostile|fauti(?:f|ve)s?|défaillante?s?|otages?|malveillante?s?|abusi(?:f|ve)s?|fraude"
    r"|menteu(?:r|se)|verdict|vous avez droit|you are liable|you are entitled|pénal|criminal"
    r"|plainte|tribunaux|mensonge|liar|fraud|hostage|dishonest)\b",
    re.IGNORECASE,
)


def values(kind: str, locale: Locale) -> dict[str, str]:
    """Return what a letter about the practice of the demo is filled with."""
    days = {"L1": 8, "L2": 5, "L3": 8, "L4": 15, "L5": 15, "L7": 15, "L10": 5, "L12": 30}.get(kind)
    unit = "jours" if locale == "fr" else "days"
    month = "décembre" if locale == "fr" else "December"
    deadline = {
        "deadline_length": f"{days} {unit}",
        "deadline_date": f"{_DAYS.get(kind, '1')} {month} 2026",
    }
    asked = {name: _shown(value, locale) for name, value in FILLED[kind].items()}
    return {**KNOWN[locale], **COMMON, **deadline, **asked}


def _shown(value: str, locale: Locale) -> str:
    return (
        day(date.fromisoformat(value), locale) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value
    )


def text(kind: str, locale: Locale) -> str:
    """Return a letter as one text, spaces plain."""
    filler = Filler(
        letter=letters().letters[kind],
        catalogue=letters(),
        locale=locale,
        values=values(kind, locale),
    )
    parts = [plain(filler.line(letters().letters[kind].subject))]
    for block in filler.blocks():
        parts += [plain(block.text), *(plain(item) for item in block.items)]
    parts += [
        plain(filler.line(each)) for each in enclosed(letters().letters[kind], values(kind, locale))
    ]
    return re.sub(r"[\u00a0\u202f]", " ", "\n".join(parts))


def test_there_are_the_twelve_letters() -> None:
    assert tuple(f"L{number}" for number in range(1, 13)) == KINDS
    assert set(MUST_SAY) == set(KINDS)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_says_everything_it_must(kind: str, locale: Locale) -> None:
    found = text(kind, locale)
    elements = {element.id for element in letters().letters[kind].elements}
    assert elements - ON_THE_PAGE.get(kind, set()) == set(MUST_SAY[kind])
    wanted = [pair[locale == "en"] for pairs in MUST_SAY[kind].values() for pair in pairs]
    assert [said for said in wanted if said not in found] == []
    assert "[" not in found
    given = values(kind, locale)
    conditional = {"clause"} if kind == "L4" else set()
    assert elements - said_elements(letters().letters[kind], given) - conditional == set()
    assert (
        missing_fields(letters().letters[kind], given, ("earlier_dates", "earlier_answered")) == ()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_without_its_fields_shows_each_gap(kind: str) -> None:
    letter = letters().letters[kind]
    missing = missing_fields(letter, {})
    assert {field.id for field in letter.fields if field.required} <= set(missing)
    filler = Filler(letter=letter, catalogue=letters(), locale="fr", values={})
    for block in filler.blocks():
        assert not FIELD.search(plain(block.text))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_letter_blames_threatens_or_promises(kind: str, locale: Locale) -> None:
    letter = letters().letters[kind]
    texts = [letter.subject, letter.purpose, letter.moment, *letter.blocks, *letter.statements]
    texts += [field.label for field in letter.fields]
    for each in texts:
        found = _UNFAIR.search(each.in_(locale))
        assert found is None, (kind, found)


@pytest.mark.parametrize("kind", KINDS)
def test_every_statement_of_a_letter_has_its_source_with_its_day(kind: str) -> None:
    letter = letters().letters[kind]
    assert letter.statements
    for statement in letter.statements:
        source = letter.source(statement.source)
        assert source.grade != "T"
        assert source.read_on <= date(2026, 12, 1)


def test_a_notice_to_clients_never_names_the_provider() -> None:
    for locale in LOCALES:
        assert "Studio Exemple" not in text("L8", locale)


def test_a_letter_that_does_not_say_what_it_must_is_refused_by_its_file() -> None:
    folder = files("reversibility.catalogues").joinpath("data", "letters")
    texts = {entry.name: entry.read_text(encoding="utf-8") for entry in folder.iterdir()}
    texts["L01.toml"] = texts["L01.toml"].replace('elements = ["willing"]\n', "")
    with pytest.raises(CatalogueError, match="'willing' is carried by no block"):
        load_letters(texts)


@pytest.mark.parametrize(
    ("kind", "typed", "word"),
    [
        ("L1", "c’est une arnaque", "arnaque"),
        ("L4", "vous êtes fautif", "fautif"),
        ("L4", "nous porterons plainte", "plainte"),
        ("L7", "nous laisserons un avis Google", "avis google"),
        ("L1", "notre avocat vous écrira", "avocat"),
        ("L2", "this is a scam", "scam"),
    ],
)
def test_a_word_that_does_not_help_is_named_with_another_way_to_say_it(
    kind: str, typed: str, word: str
) -> None:
    (fault,) = tone_faults(kind, {"fact": typed})
    assert fault.word == word
    assert fault.field == "fact"
    assert fault.say.fr
    assert fault.say.en


@pytest.mark.parametrize(
    "typed",
    ["le contrat est court", "poursuite de la prestation", "les pénalités de l’article 5",
     "police d’assurance", "c’est pressé", "un justificatif", "courtoisement"],
)  # fmt: skip
def test_plain_words_pass(typed: str) -> None:
    assert tone_faults("L1", {"fact": typed}) == ()
