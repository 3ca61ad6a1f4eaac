"""What differs between two checks: one line of the table, one test, and every sentence in it."""

import tomllib
from pathlib import Path

import pytest

from probes.changes import Difference, compare, sentence, shown
from probes.texts import LOCALES, render, texts
from tests.probes.changes.checks import NAME, survey, surveys

SCENARIOS = tomllib.loads(Path(__file__).with_name("scenarios.toml").read_text(encoding="utf-8"))[
    "scenarios"
]
OF_RESULTS = {code for code in texts() if code.startswith("CHG11_")}


def differences(checks):
    *past, now = surveys(checks)
    return compare(past[::-1], now)


def said(one: Difference, locale):
    told = sentence(one.code, name=NAME, who=one.who, before=one.before, after=one.after)
    return render(told, locale)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["label"])
def test_the_last_check_shows_what_the_table_says(scenario):
    found = differences(scenario["checks"])

    assert [one.code for one in found] == scenario["changes"]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["label"])
def test_the_same_check_again_shows_nothing(scenario):
    for now in surveys(scenario["checks"]):
        assert compare([now], now) == ()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["label"])
def test_each_difference_names_both_answers_and_is_told_in_both_languages(scenario):
    for one in differences(scenario["checks"]):
        assert one.earlier.asked_at < one.later.asked_at
        assert one.earlier.source is one.later.source
        assert {said(one, locale) for locale in LOCALES} != {""}
        for value in (one.before, one.after):
            assert "_" not in shown(one.field, value, "fr")


def test_every_sentence_stands_in_the_table():
    told = {code for scenario in SCENARIOS for code in scenario["changes"]}

    assert {code for code in texts() if code.startswith("CHG")} - OF_RESULTS == told


def test_the_first_check_of_a_name_and_one_of_another_name_show_nothing():
    first = survey({"rdap": {"org": "SELARL Durand et Martin"}})
    other = survey({"rdap": {"org": "Agence Pixel SARL"}}, 1, name="autre.example")

    assert compare([], first) == ()
    assert compare([first], other) == ()


def test_a_hidden_holder_is_told_as_hidden_and_not_as_another_one():
    one = differences([{"rdap": {"person": "Claire Durand"}}, {"rdap": {"hidden": True}}])[0]

    assert said(one, "fr") == (
        f"Depuis ce relevé, le titulaire de {NAME} est masqué dans la réponse donnée par l’office "
        "d’enregistrement (rdap.registry.example)\u202f; «\u202fClaire Durand\u202f» y figurait. "
        "Masqué ne veut pas dire changé."
    )
    assert (one.before, one.after) == ("Claire Durand", "")


def test_what_a_peer_sends_stays_bounded_and_visible():
    servers = [f"ns{number}.host.example" for number in range(5_000)]
    names = ["A" * 5_000, "Zoé\x00\u202e\x07 & Fils\n" * 400]

    found = differences(
        [
            {"rdap": {"org": names[0]}, "dns": {"servers": servers}},
            {"rdap": {"org": names[1]}, "dns": {"servers": servers[1:]}},
        ]
    )

    assert [one.code for one in found] == ["CHG01_HOLDER_CHANGED", "CHG07_SERVERS_CHANGED"]
    for one in found:
        for value in (one.before, one.after):
            assert len(value) < 500
            assert value.isprintable()
    assert found[1].before.endswith("(+4992)")
