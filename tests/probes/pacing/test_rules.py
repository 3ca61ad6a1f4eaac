"""When a host may be asked: distances, pauses, halved rates, rests. No clock but the test's."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.interface import Source
from probes.options import HostBudget, PaceOptions, ProbeOptions
from probes.pacing.budgets import Budget, find_budget, shipped_budgets
from probes.pacing.ledger import MemoryLedger
from probes.pacing.rules import (
    Because,
    HostState,
    Outcome,
    Told,
    learn,
    reserve,
    retry_after_seconds,
    share_in_use,
)

START = 1_000_000.0
PACE = PaceOptions()
TEN_A_SECOND = Budget(questions=10, seconds=1.0)
NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


@given(
    questions=st.integers(1, 40),
    at_once=st.integers(1, 40),
    asks=st.lists(st.tuples(st.floats(0, 3), st.integers(1, 30)), max_size=30),
)
def test_no_window_holds_more_questions_than_the_host_allows(
    questions: int, at_once: int, asks: list[tuple[float, int]]
) -> None:
    budget = Budget(questions=questions, seconds=1.0, at_once=min(at_once, questions))
    pace = replace(PACE, patience_seconds=1e9)
    state, now, went = HostState(), START, []
    for wait, wanted in asks:
        now += wait
        state, turns = reserve(state, budget, pace, wanted=wanted, now=now)
        assert len(turns.at) == wanted
        assert all(at >= now for at in turns.at)
        went += turns.at
    for number, at in enumerate(went):
        assert sum(at <= other < at + 1 for other in went[number:]) <= questions


def test_questions_go_at_their_distance_whoever_asks() -> None:
    ledger = MemoryLedger(pace=PACE)
    at = [ledger.reserve("rdap.example", TEN_A_SECOND, 1, START).at[0] for _ in range(5)]
    assert all(later - earlier == pytest.approx(1 / 9.5) for earlier, later in pairwise(at))


def test_one_host_costs_another_nothing() -> None:
    ledger = MemoryLedger(pace=PACE)
    ledger.reserve("slow.example", Budget(questions=1, seconds=60.0), 1, START)
    assert ledger.reserve("quick.example", TEN_A_SECOND, 1, START).at == (START,)


def test_a_few_may_go_at_once_where_the_budget_says_so() -> None:
    day = Budget(questions=1000, seconds=86_400.0, at_once=5)
    _, turns = reserve(HostState(), day, PACE, wanted=7, now=START)
    assert turns.at[:5] == (START,) * 5
    assert len(turns.at) == 5  # the sixth is further away than anybody waits


def test_when_the_budget_is_spent_it_is_said_until_when() -> None:
    day = Budget(questions=1000, seconds=86_400.0)
    state, _ = reserve(HostState(), day, PACE, wanted=1, now=START)
    state, turns = reserve(state, day, PACE, wanted=1, now=START)
    assert (turns.at, turns.because) == ((), Because.SPENT)
    assert turns.rests_until == pytest.approx(START + day.interval)


def test_too_many_halves_the_rate_and_it_comes_back_slowly() -> None:
    state = learn(HostState(), told(Outcome.THROTTLED), PACE, now=START + 1, chance=0.0)
    later = state.rests_until
    assert share_in_use(state, PACE, later) == 0.5
    assert share_in_use(state, PACE, later + 300) == 0.75
    assert share_in_use(state, PACE, later + 600) == 1.0
    _, turns = reserve(state, TEN_A_SECOND, PACE, wanted=2, now=later)
    assert turns.at[1] - turns.at[0] == pytest.approx(2 / 9.5)


def test_questions_under_way_when_it_said_too_many_do_not_halve_again() -> None:
    state = HostState()
    for late in range(5):
        state = learn(state, told(Outcome.THROTTLED), PACE, now=START + late, chance=0.0)
    assert (state.factor, state.throttles) == (0.5, 1)


def test_the_pause_asked_for_is_kept_to_the_second() -> None:
    state = learn(
        HostState(), told(Outcome.THROTTLED, retry_after=120), PACE, now=START, chance=0.0
    )
    _, turns = reserve(state, TEN_A_SECOND, PACE, wanted=1, now=START + 119.9)
    assert (turns.because, turns.rests_until) == (Because.ASKED, START + 120)
    _, turns = reserve(state, TEN_A_SECOND, PACE, wanted=1, now=START + 120)
    assert turns.at == (START + 120,)


def test_without_a_pause_asked_for_each_one_is_twice_as_long() -> None:
    state, pauses = HostState(), []
    for turn in range(4):
        now = START + turn * 1000
        state = learn(state, told(Outcome.THROTTLED, now - 1), PACE, now=now, chance=0.0)
        pauses.append(state.rests_until - now)
    assert pauses == [5.0, 10.0, 20.0, 40.0]


def test_a_silent_host_rests_is_tried_once_and_rests_longer() -> None:
    state, now = HostState(), START
    for _ in range(PACE.failures):
        state = learn(state, told(Outcome.FAILED, now), PACE, now=now + 1, chance=0.0)
        now += 2
    _, turns = reserve(state, TEN_A_SECOND, PACE, wanted=5, now=now)
    assert turns.because is Because.SILENT
    now = state.rests_until
    state, turns = reserve(state, TEN_A_SECOND, PACE, wanted=5, now=now)
    assert turns.at == (now,)  # one question, whoever else waits
    _, others = reserve(state, TEN_A_SECOND, PACE, wanted=5, now=now + 1)
    assert (others.at, others.because) == ((), Because.SILENT)
    state = learn(state, told(Outcome.FAILED, now), PACE, now=now + 1, chance=0.0)
    assert state.rests_until == now + 1 + 2 * PACE.rest_seconds


def test_a_host_that_answers_again_is_asked_as_before() -> None:
    state, now = HostState(), START
    for _ in range(PACE.failures):
        state = learn(state, told(Outcome.FAILED, now), PACE, now=now + 1, chance=0.0)
        now += 2
    now = state.rests_until
    state, _ = reserve(state, TEN_A_SECOND, PACE, wanted=1, now=now)
    state = learn(state, told(Outcome.ANSWERED, now), PACE, now=now + 1, chance=0.0)
    assert state.is_clean
    _, turns = reserve(state, TEN_A_SECOND, PACE, wanted=3, now=now + 1)
    assert len(turns.at) == 3


def test_a_question_that_tries_a_host_out_and_is_lost_does_not_close_it_for_ever() -> None:
    state = HostState(openings=1, because=Because.SILENT, rests_until=START)
    state, _ = reserve(state, TEN_A_SECOND, PACE, wanted=1, now=START)
    _, turns = reserve(state, TEN_A_SECOND, PACE, wanted=1, now=START + 60)
    assert turns.at == (START + 60,)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Mon, 30 Nov 2026 12:01:30 GMT", 90.0),
        ("Mon, 30 Nov 2026 11:00:00 GMT", 0.0),
        ("999999999999999999999", 86_400.0),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_forms(text: str, seconds: float | None) -> None:
    assert retry_after_seconds(text, NOW) == seconds


def test_a_configured_budget_goes_before_the_shipped_one() -> None:
    own = HostBudget(host="whois.nic.uk", questions=7, seconds=2.0)
    options = ProbeOptions(budgets=(own,))
    assert find_budget("whois.nic.uk", Source.WHOIS, options).questions == 7
    shipped = find_budget("whois.nic.uk", Source.WHOIS, ProbeOptions())
    assert (shipped.questions, shipped.seconds) == (1000, 86_400.0)


def test_a_host_nobody_knows_is_asked_carefully() -> None:
    rdap = find_budget("rdap.unknown.example", Source.RDAP, ProbeOptions())
    assert rdap.interval > 1.0
    assert find_budget("whois.unknown.example", Source.WHOIS, ProbeOptions()).interval > 2.0


def test_every_shipped_budget_says_where_it_is_published() -> None:
    for host, budget in shipped_budgets().items():
        assert budget.source.startswith("http"), host
        assert budget.read_on is not None, host
        assert 0 < budget.at_once <= budget.questions, host


def told(outcome: Outcome, asked_at: float = START - 1, retry_after: float | None = None) -> Told:
    return Told(outcome=outcome, asked_at=asked_at, retry_after=retry_after)
