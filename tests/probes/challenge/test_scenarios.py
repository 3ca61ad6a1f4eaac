"""Each scenario: what a check says of it, and what it leaves as evidence."""

import hashlib

import pytest

from probes.challenge.model import Outcome
from probes.interface import Placed
from probes.texts import LOCALES, render
from tests.probes.challenge.scenarios import Scenario, play, scenarios
from tests.universe.universe import Universe


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: scenario.case)
async def test_the_table_is_met(universe: Universe, scenario: Scenario) -> None:
    check = await play(universe, scenario)
    said = [reason.code for reason in check.judgement.reasons if reason.code.startswith("CTL")]
    assert (check.judgement.outcome.value, said) == (scenario.outcome, list(scenario.reasons))
    for observation in check.observations:
        assert observation.sha256 == hashlib.sha256(observation.raw).hexdigest()
    for reason in check.judgement.reasons:
        assert all(render(reason, locale) for locale in LOCALES)


def test_every_outcome_is_in_the_table() -> None:
    assert {scenario.outcome for scenario in scenarios()} == {outcome.value for outcome in Outcome}


async def test_each_server_is_asked_itself_and_its_answer_is_kept(universe: Universe) -> None:
    scenario = next(each for each in scenarios() if "two networks" in each.case)
    check = await play(universe, scenario)
    kept = [each for each in check.observations if isinstance(each.facts, Placed)]
    assert [(place.server, place.saw) for place in check.places] == [
        ("ns.atelier-nord.com.example", True),
        ("ns.atelier-sud.fr.example", True),
    ]
    for place, observation in zip(check.places, kept, strict=True):
        assert observation.server == f"{place.server} [{place.address}]"
        assert b"reversibility-challenge=" in observation.raw
        asked = universe.questions(place.server)
        assert "_reversibility-challenge.en-ordre.fr.example. TXT" in asked
        assert sum(each.endswith(".en-ordre.fr.example. TXT") for each in asked) == 2


async def test_the_alias_says_who_can_act(universe: Universe) -> None:
    scenario = next(each for each in scenarios() if "somebody else" in each.case)
    check = await play(universe, scenario)
    facts = [each.facts for each in check.observations if isinstance(each.facts, Placed)]
    assert {each.aliases for each in facts} == {("defi.sosie.fr.example",)}
