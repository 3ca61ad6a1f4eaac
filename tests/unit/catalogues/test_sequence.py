"""Which steps apply, and what follows what."""

from graphlib import CycleError

import pytest

from reversibility.catalogues.models import Condition, Step, Text, Who
from reversibility.catalogues.sequence import steps_that_apply


def step(name: str, *needs: str, when: Condition | None = None) -> Step:
    """Return a step that says nothing but its place."""
    words = Text(fr="Mot", en="Word")
    return Step(
        id=name,
        who=Who.PRACTICE,
        title=words,
        detail=words,
        seen_by=words,
        source="page",
        needs=needs,
        when=when,
    )


MINE, NOT_MINE = Condition.HOLDER_IS_PRACTICE, Condition.HOLDER_IS_NOT_PRACTICE


def test_a_step_that_names_nothing_follows_the_one_before_that_applies() -> None:
    steps = (step("keep"), step("notice", when=NOT_MINE), step("ask"))
    ordered, follows = steps_that_apply(steps, holds=True, administers=False)
    assert [each.id for each in ordered] == ["keep", "ask"]
    assert follows == {"keep": (), "ask": ("keep",)}


def test_a_step_that_does_not_apply_hands_on_what_it_needed() -> None:
    steps = (step("keep"), step("notice", "keep", when=NOT_MINE), step("ask", "notice"))
    _ordered, follows = steps_that_apply(steps, holds=True, administers=False)
    assert follows["ask"] == ("keep",)


def test_steps_stand_after_what_they_need_even_when_written_before() -> None:
    steps = (step("end", "middle"), step("start", "end_is_not_first"), step("middle", "start"))
    steps = (steps[0], step("end_is_not_first"), *steps[1:])
    with pytest.raises(CycleError):  # the second names nothing, so it follows "end"
        steps_that_apply(steps, holds=True, administers=True)
    ordered, _follows = steps_that_apply(
        (step("start"), step("end", "middle"), step("middle", "start")),
        holds=True,
        administers=True,
    )
    assert [each.id for each in ordered] == ["start", "middle", "end"]


def test_steps_keep_the_order_in_which_they_are_written() -> None:
    steps = (step("keep"), step("find"), step("remind"), step("gather", "keep"), step("build"))
    ordered, _follows = steps_that_apply(steps, holds=True, administers=True)
    assert [each.id for each in ordered] == ["keep", "find", "remind", "gather", "build"]


def test_what_follows_from_another_step_anyway_is_not_said_twice() -> None:
    steps = (step("keep"), step("ask", "keep"), step("move", "keep", "ask"))
    _ordered, follows = steps_that_apply(steps, holds=True, administers=True)
    assert follows["move"] == ("ask",)


@pytest.mark.parametrize(
    ("holds", "administers", "kept"),
    [
        (True, True, ["holds", "in"]),
        (True, False, ["holds", "out"]),
        (False, True, ["not", "in"]),
        (False, False, ["not", "out"]),
    ],
)
def test_each_case_has_its_own_steps(holds: bool, administers: bool, kept: list[str]) -> None:  # noqa: FBT001 - a table of cases
    steps = (
        step("holds", when=MINE),
        step("not", when=NOT_MINE),
        step("in", when=Condition.PRACTICE_ADMINISTERS),
        step("out", when=Condition.PRACTICE_DOES_NOT_ADMINISTER),
    )
    ordered, _follows = steps_that_apply(steps, holds=holds, administers=administers)
    assert [each.id for each in ordered] == kept
