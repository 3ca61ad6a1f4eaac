"""The reading of the holder on families of pairs that no weight has seen."""

from functools import cache

import pytest

from probes.holder.confidence import weights
from probes.interface import HolderClass
from probes.texts import texts
from tests.architecture.source import ROOT
from tests.calibration.__main__ import HELD_OUT, tables
from tests.calibration.fit import EVIDENCE, STATED
from tests.calibration.measure import (
    NOT_SHOWN,
    Outcome,
    calibration_error,
    coverage,
    precision,
    read,
    tellable,
)
from tests.calibration.pairs import load


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Read every held-out pair."""
    return read(load(HELD_OUT))


def test_what_is_decided_is_right_and_most_is_decided() -> None:
    told = tellable(outcomes())
    assert precision(told) >= 0.98
    assert coverage(told) >= 0.8


def test_a_confidence_is_about_how_often_it_is_right() -> None:
    assert calibration_error(tellable(outcomes())) <= 0.05


def test_no_practice_is_told_that_its_name_is_somebody_elses() -> None:
    others = {HolderClass.PROVIDER, HolderClass.THIRD_PARTY}
    wrong = [
        one.pair.id
        for one in tellable(outcomes())
        if one.is_decided
        and one.pair.holder is HolderClass.PRACTICE
        and one.reading.holder in others
    ]
    assert wrong == []


def test_a_holder_who_is_not_shown_is_never_the_practice() -> None:
    wrong = [
        one.pair.id
        for one in outcomes()
        if one.pair.holder in NOT_SHOWN
        and one.reading.holder is HolderClass.PRACTICE
        and one.is_decided
    ]
    assert wrong == []


def test_every_sentence_about_a_holder_has_a_weight() -> None:
    assert weights().of.keys() >= set(EVIDENCE)
    assert weights().stated.keys() == set(STATED)


@pytest.mark.parametrize(
    "code", sorted(weights().of.keys() - {"practice", "provider", "third_party"})
)
def test_every_weight_belongs_to_a_sentence(code: str) -> None:
    assert code in texts()


def test_the_documentation_has_the_tables_as_they_are() -> None:
    shown = (ROOT / "docs" / "verdicts.md").read_text(encoding="utf-8")
    assert tables() in shown, "python -m tests.calibration writes them"
