"""Each rule on its table of scenarios: when it fires, when not, when the register is silent."""

from typing import Any

import pytest

from reversibility.findings import texts
from reversibility.findings.models import Finding
from reversibility.findings.rules import ask
from reversibility.recovery.models import Severity
from tests.unit.findings.scenarios import POLICY, SCENARIOS, register

_TABLE = [
    pytest.param(rule, scenario, id=f"{rule}-{number}")
    for rule, scenarios in SCENARIOS.items()
    for number, scenario in enumerate(scenarios, start=1)
]


@pytest.mark.parametrize(("rule_id", "scenario"), _TABLE)
def test_a_scenario_becomes_what_its_table_says(rule_id: str, scenario: dict[str, Any]) -> None:
    became, finding = _outcome(rule_id, scenario)
    assert became == scenario["becomes"]
    if finding is None:
        return
    expected = _level(rule_id, scenario)
    if expected is not None:
        assert finding.severity is expected
    assert scenario.get("says", "") in _plain(texts.fact(finding, "fr"))
    assert "{" not in texts.fact(finding, "en") + texts.fact(finding, "fr")


def test_every_rule_has_scenarios_and_every_sentence_is_said_in_one() -> None:
    assert set(SCENARIOS) == {rule.id for rule in POLICY.rules}
    said = {
        (rule, finding.is_unknown, finding.fact)
        for rule, scenarios in SCENARIOS.items()
        for scenario in scenarios
        if (finding := _outcome(rule, scenario)[1])
    }
    written = {
        (rule.id, is_unknown, name)
        for rule in POLICY.rules
        for is_unknown, sentences in ((False, rule.facts), (True, rule.unknown or {}))
        for name in sentences
        if not name.endswith(("_one", "_today"))
    }
    assert written == said


def test_every_rule_fires_somewhere_and_keeps_silent_somewhere() -> None:
    for rule, scenarios in SCENARIOS.items():
        outcomes = {scenario["becomes"] for scenario in scenarios}
        assert "fires" in outcomes, rule
        assert outcomes & {"fine", "nothing"}, rule
        has_unknown = next(each for each in POLICY.rules if each.id == rule).unknown is not None
        assert ("unknown" in outcomes) is has_unknown, rule


def _outcome(rule_id: str, scenario: dict[str, Any]) -> tuple[str, Finding | None]:
    policy = type(POLICY)(
        rules=tuple(rule for rule in POLICY.rules if rule.id == rule_id),
        sources=POLICY.sources,
        predicates=POLICY.predicates,
        catalogue=POLICY.catalogue,
    )
    questions = ask(policy, register(scenario))
    if not questions:
        return "nothing", None
    (question,) = questions
    if question.finding is None:
        return "fine", None
    return ("unknown" if question.finding.is_unknown else "fires"), question.finding


def _level(rule_id: str, scenario: dict[str, Any]) -> Severity | None:
    if "severity" in scenario:
        return Severity[scenario["severity"].upper()]
    rule = next(rule for rule in POLICY.rules if rule.id == rule_id)
    if rule.severity_for or rule_id == "R-06":
        return None
    own = rule.severity.severity
    return own if scenario["becomes"] == "fires" else Severity(min(own + 1, Severity.MINOR))


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")
