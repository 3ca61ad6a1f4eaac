"""How far to go: options with their reasons; never a ranking, never chances."""

import re

import pytest

from reversibility.exits.deciding.rules import grid, holds, weigh


def reasons(*, insolvent: bool = False, **answers: int) -> dict[str, int]:
    """Return how many reasons each option has."""
    return {each.option.id: len(each.reasons) for each in weigh(answers, is_insolvent=insolvent)}


def test_a_small_matter_speaks_for_letting_go() -> None:
    found = reasons(amount=0, impact=1, proof=2, leverage=4, cost=1, owed=0, lease=0)
    assert found["let_go"] == 1
    assert found["formal_notice"] == found["court"] == 0


def test_a_sum_with_exhibits_speaks_for_asking_then_for_a_formal_notice() -> None:
    found = reasons(amount=2, impact=1, proof=2, leverage=3, cost=1, owed=0, lease=0)
    assert found["negotiate"] == found["mediate"] - 1 == 1
    assert found["formal_notice"] == 1
    assert found["court"] == 0


def test_insolvency_and_a_lease_come_before_any_letter() -> None:
    told = {"amount": 4, "impact": 4, "proof": 4, "leverage": 4, "cost": 0, "owed": 0}
    found = reasons(insolvent=True, lease=0, **told)
    assert found["formal_notice"] == found["court"] == 0
    assert found["first"] == 2
    assert reasons(lease=1, **told)["formal_notice"] == 0


def test_what_the_practice_owes_comes_first() -> None:
    (first, *_) = weigh({"owed": 2}, is_insolvent=False)
    assert "Faites d’abord ce que le cabinet doit" in first.reasons[0].fr


def test_without_answers_nothing_speaks_for_anything() -> None:
    assert set(reasons().values()) == {0}


def test_every_option_has_its_source_and_no_text_tells_chances() -> None:
    told = re.compile(r"chances|vous devez|you must|probab|gagner|\bwin\b", re.IGNORECASE)
    for option in grid().options:
        assert grid().source(option.source)
        for each in (option.text, *option.reasons, *option.changes):
            assert not told.search(each.fr), each.fr
            assert not told.search(each.en), each.en


@pytest.mark.parametrize(
    ("condition", "expected"), [("amount>=2", True), ("amount<=1", False), ("proof>=0", False)]
)
def test_a_condition_on_what_was_not_answered_does_not_hold(
    condition: str, *, expected: bool
) -> None:
    assert holds(condition, {"amount": 2}) is expected
