"""Every date explains itself in one sentence, in both languages; batch answers line by line."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reversibility.contracts.batch import answer
from reversibility.contracts.explaining import cares, explain
from reversibility.contracts.terms import Renewal, Terms, compute
from reversibility.kernel.dates import Locale
from reversibility.kernel.period import Period
from tests.unit.contracts.test_terms import ALL_TERMS

TODAY = date(2023, 6, 10)
LINE = {
    "starts_on": "2020-08-01",
    "initial_term": "P36M",
    "renewal": "tacit",
    "renewal_term": "P12M",
    "notice": "P3M",
    "today": "2023-01-10",
}


def ask(locale: Locale = "fr", **changed: object) -> dict[str, object]:
    return answer(json.dumps(LINE | changed), locale, today=TODAY)


@given(
    terms=ALL_TERMS,
    renewal=st.sampled_from([None, *Renewal]),
    notice=st.none() | st.just(Period(months=3)),
    today=st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)),
)
def test_every_answer_is_one_sentence_with_nothing_left_blank(
    terms: Terms, renewal: Renewal | None, notice: Period | None, today: date
) -> None:
    dates = compute(replace(terms, renewal=renewal, notice=notice), today=today)
    for locale in ("fr", "en"):
        said = explain(dates, locale)
        for care in cares(dates, locale):
            said = said.replace(care, "").strip()
        assert said.endswith(".")
        assert said.replace("C. civ.", "").replace("art. ", "").replace("no. ", "").count(". ") == 0
        assert "{" not in said
        assert "  " not in said
        assert "le  " not in said


def test_a_line_is_answered_with_the_keys_and_its_addends() -> None:
    told = ask()
    explanation = str(told.pop("explanation"))
    assert told == {
        "term_ends_on": "2023-07-31",
        "next_term_starts_on": "2023-08-01",
        "last_day_to_give_notice": "2023-04-30",
        "missed": False,
    }
    for addend in ("31 juillet 2023", "1er août 2023", "3\u00a0mois", "1er mai 2023"):
        assert addend in explanation
    assert "at the latest the day before, 30 April 2023" in str(ask("en")["explanation"])


def test_today_is_the_day_of_asking_where_a_line_gives_none() -> None:
    told = ask(today=None)
    assert (told["missed"], told["last_day_to_give_notice"]) == (True, "2024-04-30")


def test_a_notice_longer_than_the_term_is_answered_and_said() -> None:
    told = ask(initial_term="P12M", notice="P15M")
    assert "plus long que le premier terme" in str(told["explanation"])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"starts_on": "hier"}, "starts_on comme une date"),
        ({"starts_on": None}, "Donnez le premier jour"),
        ({"starts_on": "0001-01-01"}, "entre 1900 et 2199"),
        ({"today": 3}, "today comme une date"),
        ({"initial_term": "trois ans"}, "initial_term comme une durée ISO 8601"),
        ({"initial_term": "P9999Y"}, "initial_term comme une durée ISO 8601"),
        ({"initial_term": None}, "ou dites open_ended"),
        ({"initial_term": "P0D"}, "n’est pas un terme"),
        ({"renewal": "auto"}, "none, express, tacit, open_ended"),
        ({"renewal": None}, "Dites ce qui suit le terme"),
        ({"duree": 3}, "«\u202fduree\u202f» n’est pas connu"),
    ],
)
def test_a_line_that_cannot_be_read_says_what_to_do(changed: dict[str, object], said: str) -> None:
    told = ask(**changed)
    assert list(told) == ["error"]
    assert said in str(told["error"])


@pytest.mark.parametrize("line", ["", "{", "[]", "null", '"x"', "[" * 100_000])
def test_a_line_that_is_no_object_says_so(line: str) -> None:
    assert "JSON" in str(told := answer(line, "fr", today=TODAY)) or "objet" in str(told)
