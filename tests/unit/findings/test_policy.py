"""The loader says, in words, what is missing of a rule: its data, its predicate, its source."""

import re
from importlib.resources import files

import pytest

from reversibility.catalogues.errors import CatalogueError
from reversibility.findings.answers import FINE
from reversibility.findings.policy import load_policy
from reversibility.findings.predicates import PREDICATES
from tests.unit.findings import documentation
from tests.unit.findings.scenarios import CATALOGUE, POLICY

_SHIPPED = files("reversibility.findings").joinpath("data", "rules.toml").read_text("utf-8")


def test_data_without_a_predicate_is_refused_with_the_name_of_the_rule() -> None:
    predicates = {rule: each for rule, each in PREDICATES.items() if rule != "R-12"}
    with pytest.raises(CatalogueError, match="no predicate answers the rule R-12") as refused:
        load_policy(CATALOGUE, predicates=predicates)
    assert _SHIPPED.splitlines()[refused.value.line - 1] == 'id = "R-12"'


def test_a_predicate_without_data_is_refused_with_the_name_of_the_rule() -> None:
    predicates = {**PREDICATES, "R-99": lambda _asset, _register: FINE}
    with pytest.raises(CatalogueError, match="the predicate R-99 has no rule"):
        load_policy(CATALOGUE, predicates=predicates)


@pytest.mark.parametrize(
    ("found", "written", "said"),
    [
        ('severity = "critical"\nminutes = 15', 'severity = "grave"\nminutes = 15', "grave"),
        ('source = "tgi-2015"', 'source = "forum"', "no source is called 'forum'"),
        ('concerns = ["gbp"]', 'concerns = ["gpb"]', "no kind or family is called 'gpb'"),
        ('id = "R-03"', 'id = "R-02"', "the rule R-02 is written twice"),
        ('closes = { fr = "Deux interlocuteurs inscrits.", ', "closes = { ", "French"),
        ('opens = "review"', 'opens = "somewhere"', "somewhere"),
        ("minutes = 45", 'minutes = "45"', "a whole number"),
        ("[rules.unknown_way]", "[rules.unknow_way]", "unknow_way"),
        ('id = "R-01"', 'id = "R-01', "is not TOML"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said(found: str, written: str, said: str) -> None:
    broken = _SHIPPED.replace(found, written, 1)
    assert broken != _SHIPPED
    with pytest.raises(CatalogueError, match=re.escape(said)):
        load_policy(CATALOGUE, broken)


def test_unknown_information_needs_a_button_of_its_own() -> None:
    table = re.search(r"\[rules\.unknown_way\]\n(?:(?!\n\n).)*\n", _SHIPPED, re.DOTALL)
    assert table
    with pytest.raises(CatalogueError, match="R-01: write unknown_way"):
        load_policy(CATALOGUE, _SHIPPED.replace(table[0], "", 1))


def test_the_first_eleven_rules_of_the_card_are_there() -> None:
    first = {"R-01", "R-02", "R-02b", "R-03", "R-06", "R-07", "R-08", "R-10", "R-11", "R-15"}
    assert {rule.id for rule in POLICY.rules} >= first | {"R-33", "R-35"}


def test_the_documentation_lists_the_rules_as_they_are() -> None:
    assert documentation.written() == documentation.table()
