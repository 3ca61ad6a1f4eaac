"""Drafts beside what was written down before: recall, wrong proposals, names nothing matches."""

from pathlib import Path

import pytest

from probes.discovery.catalogue import shipped
from probes.discovery.discover import discover
from probes.discovery.inferring import RULES
from tests.probes.discovery.comparing import Comparison, Truth, compare, table, truths
from tests.universe.universe import Universe

DOCS = Path(__file__).parents[3] / "docs" / "discovery.md"
ALIKE = ("sosie", "prose", "vide", "attrape-tout", "maison")


@pytest.fixture(scope="module")
def comparisons(_universe: Universe) -> list[Comparison]:
    """Give every truth with the draft of its name."""
    return [compare(truth, discover(truth.name, _universe.options)) for truth in truths()]


def test_nothing_is_proposed_that_is_not_there(comparisons: list[Comparison]) -> None:
    assert {item.truth.name: item.wrong for item in comparisons if item.wrong} == {}


def test_what_leaves_a_trace_is_found(comparisons: list[Comparison]) -> None:
    assert {item.truth.name: item.missed for item in comparisons if item.missed} == {}


def test_the_questions_are_those_that_should_be_asked_but_one(
    comparisons: list[Comparison],
) -> None:
    missed = {
        (item.truth.name, ask) for item in comparisons for ask in item.truth.asks - item.asked
    }
    # The credit of that page is no link, and the rule reads links.
    assert missed == {("expertise-quai.fr.example", "g_credit")}
    assert {ask for item in comparisons for ask in item.asked - item.truth.asks} == set()


def test_the_documentation_shows_the_figures_of_today(comparisons: list[Comparison]) -> None:
    shown = table(comparisons)
    print(shown)
    assert shown in DOCS.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ALIKE)
def test_no_pattern_matches_a_name_that_only_looks_like_others(
    universe: Universe, name: str
) -> None:
    draft = discover(f"{name}.fr.example", universe.options)
    told = {trace.fingerprint for item in draft.proposals for trace in item.traces}
    assert told <= set(RULES)
    assert draft.questions == ()


def test_every_truth_names_kinds_and_traces_of_the_catalogue() -> None:
    known: list[Truth] = truths()
    assert len(known) == 11
    kinds, fingerprints = shipped().kinds, shipped().fingerprints
    for truth in known:
        assert {kind for kind, _, _ in truth.assets} | set(truth.unseen) <= set(kinds)
        assert truth.asks <= set(fingerprints)


def test_every_inferred_trace_has_its_rule() -> None:
    basis = "Our own inference from what was seen"
    inferred = {entry.id for entry in shipped().fingerprints.values() if entry.basis == basis}
    assert inferred == set(RULES)
