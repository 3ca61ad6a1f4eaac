"""When everything is back at the earliest, and which tasks command that day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reversibility.recovery.critical import Job, Schedule, gains, schedule
from reversibility.recovery.errors import TaskCycleError

TODAY = date(2026, 12, 1)
MANY = 600


def job(key: str, days: int, *needs: str, **overrides: object) -> Job:
    return Job(key=key, name=key.upper(), days=days, needs=needs, **overrides)  # type: ignore[arg-type]


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_the_longest_chain_commands_the_day_and_the_others_can_wait() -> None:
    found = schedule(
        [
            job("domain", 8),
            job("zone", 2, "domain"),
            job("copy", 3),
            job("mail", 1, "zone", "copy"),
        ],
        today=TODAY,
    )
    assert found.done_on == after(11)
    assert found.path == ("domain", "zone", "mail")
    assert found.slots["copy"].slack == 7
    assert found.slots["mail"].starts_on == after(10)


def test_what_waits_for_the_end_of_the_mission_does_not_move_the_day() -> None:
    tied = job("remove", 1, "domain", not_before=after(200), counts=False)
    found = schedule([job("domain", 8), tied], today=TODAY)
    assert found.done_on == after(8)
    assert found.slots["remove"].starts_on == after(200)
    assert not found.slots["remove"].is_critical


def test_a_task_that_something_counted_needs_counts_too() -> None:
    tied = job("remove", 1, not_before=after(20), counts=False)
    found = schedule([tied, job("close", 2, "remove")], today=TODAY)
    assert (found.done_on, found.path) == (after(23), ("remove", "close"))


def test_what_is_done_early_brings_the_day_forward() -> None:
    late = [job("domain", 8), job("zone", 2, "domain")]
    done = [job("domain", 8, done_on=after(-2)), job("zone", 2, "domain")]
    assert schedule(late, today=TODAY).done_on == after(10)
    found = schedule(done, today=TODAY)
    assert (found.done_on, found.path) == (after(2), ("zone",))


def test_once_all_is_done_nothing_commands_and_the_last_day_is_told() -> None:
    found = schedule([job("domain", 8, done_on=after(-3))], today=TODAY)
    assert (found.done_on, found.path) == (after(-3), ())


def test_a_circle_is_told_by_the_names_of_its_tasks() -> None:
    with pytest.raises(TaskCycleError) as refused:
        schedule([job("one", 1, "two"), job("two", 1, "one"), job("three", 1)], today=TODAY)
    assert {"ONE", "TWO"} <= set(refused.value.params["cycle"].split(" > "))
    assert "THREE" not in refused.value.params["cycle"]


def test_shortening_helps_only_as_far_as_no_other_chain_takes_over() -> None:
    jobs = [job("long", 10), job("short", 7), job("end", 1, "long", "short")]
    (first, last) = gains(jobs, schedule(jobs, today=TODAY), today=TODAY)
    assert (first.key, first.days) == ("long", 3)
    assert (last.key, last.days) == ("end", 1)


@st.composite
def plans(draw: st.DrawFn) -> list[Job]:
    """Draw tasks that only need earlier ones."""
    count = draw(st.integers(1, 12))
    jobs = []
    for number in range(count):
        needs = draw(st.sets(st.integers(0, number - 1))) if number else set()
        done = draw(st.none() | st.integers(-30, 0))
        tied = draw(st.none() | st.integers(-10, 60))
        jobs.append(
            job(
                str(number),
                draw(st.integers(0, 30)),
                *(str(each) for each in sorted(needs)),
                done_on=None if done is None else after(done),
                not_before=None if tied is None else after(tied),
                counts=draw(st.booleans()),
            )
        )
    return jobs


def undone(jobs: list[Job]) -> list[Job]:
    return [each for each in jobs if each.done_on is None]


@given(plans())
def test_nothing_begins_before_what_it_needs_nor_before_today(jobs: list[Job]) -> None:
    found = schedule(jobs, today=TODAY)
    for each in undone(jobs):
        slot = found.slots[each.key]
        assert slot.starts_on >= max(TODAY, each.not_before or TODAY)
        assert all(found.slots[need].ends_on <= slot.starts_on for need in each.needs)
        assert slot.ends_on - slot.starts_on == timedelta(days=each.days)


@given(plans())
def test_slack_is_never_negative_and_the_path_has_none(jobs: list[Job]) -> None:
    found = schedule(jobs, today=TODAY)
    assert all(slot.slack >= 0 for slot in found.slots.values())
    assert all(found.slots[key].slack == 0 for key in found.path)
    if found.path:
        assert found.slots[found.path[-1]].ends_on == found.done_on


@given(plans(), st.data())
def test_being_late_by_the_slack_costs_nothing_and_by_a_day_more_costs_a_day(
    jobs: list[Job], data: st.DataObject
) -> None:
    counted = [each for each in undone(jobs) if each.counts]
    if not counted:
        return
    found = schedule(jobs, today=TODAY)
    late = data.draw(st.sampled_from(counted))
    slack = found.slots[late.key].slack
    assert moved(jobs, late, slack).done_on == found.done_on
    assert moved(jobs, late, slack + 1).done_on == found.done_on + timedelta(days=1)


@given(plans(), st.data())
def test_doing_something_never_makes_everything_later(jobs: list[Job], data: st.DataObject) -> None:
    left = undone(jobs)
    if not left:
        return
    chosen = data.draw(st.sampled_from(left))
    others = [each for each in jobs if each is not chosen]
    done = job(chosen.key, chosen.days, *chosen.needs, done_on=TODAY, counts=chosen.counts)
    before = schedule(jobs, today=TODAY).done_on
    assert schedule([*others, done], today=TODAY).done_on <= max(before, TODAY)


def moved(jobs: list[Job], late: Job, days: int) -> Schedule:
    longer = job(
        late.key, late.days + days, *late.needs, not_before=late.not_before, counts=late.counts
    )
    return schedule([longer if each is late else each for each in jobs], today=TODAY)


def test_hundreds_of_tasks_that_hang_together_are_placed() -> None:
    jobs = [
        job(str(number), 1 + number % 9, *(str(each) for each in range(max(0, number - 3), number)))
        for number in range(MANY)
    ]
    found = schedule(jobs, today=TODAY)
    assert len(found.slots) == MANY
    assert gains(jobs, found, today=TODAY)[0].days > 0
