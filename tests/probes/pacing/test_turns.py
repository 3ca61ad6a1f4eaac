"""Many names over registries that limit: what the registries themselves count decides."""

import asyncio
import time
from collections import Counter

import pytest

from probes.in_turn import was_not_put
from probes.interface import LookupState, Observation, Source, Survey
from probes.options import Limits, PaceOptions, ProbeOptions
from probes.pacing.budgets import Budget
from probes.pacing.ledger import Ledger, MemoryLedger
from probes.pacing.pacer import Patience
from probes.pacing.rules import Turns
from probes.registry import sitting
from tests.limited.server import Limit
from tests.limited.world import limited

# Windows of three seconds, a fifth of each left unused: a busy machine delays by less than that.
QUICK = Limit(questions=90, seconds=3.0, refuses=True)
SLOW = Limit(questions=12, seconds=3.0, refuses=True)
PACE = PaceOptions(margin=0.2, pause_seconds=0.1, rest_seconds=0.2, recovery_seconds=1.0)


def test_each_registry_is_asked_as_fast_as_it_allows_and_never_faster() -> None:
    limits = {"quick.example": QUICK, "slow.example": SLOW}
    names = [f"n{n}.quick.example" for n in range(100)] + [f"n{n}.slow.example" for n in range(12)]
    with limited(limits, delay=0.02) as world:
        began = time.monotonic()
        seen = ask(world.options(PACE), names)
        took = time.monotonic() - began
        tallies = [world.tally(suffix) for suffix in limits]
    assert {item.state for item in seen} == {LookupState.REGISTERED}
    assert [tally.over for tally in tallies] == [0, 0]
    assert [tally.asked for tally in tallies] == [100, 12]
    assert took < 7  # one registry after the other would take seven and a half seconds


def test_a_registry_that_limits_more_than_it_was_said_to_is_asked_more_slowly() -> None:
    real = {"strict.example": Limit(questions=20, seconds=1.0, refuses=True)}
    names = [f"n{n}.strict.example" for n in range(60)]
    with limited(real) as world:
        believed = {"strict.example": Limit(questions=200, seconds=1.0)}
        seen = ask(world.options(PACE, budgets=believed), names, again=20)
        tally = world.tally("strict.example")
    assert {item.state for item in seen} == {LookupState.REGISTERED}
    assert set(tally.names.values()) == {1}
    assert tally.refused < tally.asked / 2


def test_after_429_nothing_is_asked_before_the_time_it_named() -> None:
    real = {"busy.example": Limit(questions=500, seconds=1.0, always_refuses=1, retry_after="2")}
    with limited(real) as world:
        began = time.monotonic()
        (seen,) = ask(world.options(PACE), ["n.busy.example"], again=1)
        took = time.monotonic() - began
        asked = world.tally("busy.example").asked
    assert (seen.state, asked) == (LookupState.REGISTERED, 2)
    assert took >= 2


def test_a_pause_longer_than_anybody_waits_is_said_and_nothing_is_asked() -> None:
    real = {"busy.example": Limit(questions=500, seconds=1.0, always_refuses=1, retry_after="600")}
    with limited(real) as world:
        options = world.options(PACE)
        ledger = MemoryLedger(pace=PACE)
        ask(options, ["first.busy.example"], ledger=ledger)
        (seen,) = ask(options, ["second.busy.example"], ledger=ledger)
        asked = world.tally("busy.example").asked
    assert asked == 1
    assert (seen.state, seen.raw, was_not_put(seen)) == (LookupState.THROTTLED, b"", True)
    (note,) = seen.messages
    assert note.code == "PAC02_ASKED_TO_WAIT"


def test_what_a_registry_said_is_kept_when_it_cannot_be_asked_again() -> None:
    real = {"busy.example": Limit(questions=500, seconds=1.0, always_refuses=9, retry_after="600")}
    with limited(real) as world:
        (seen,) = ask(world.options(PACE), ["n.busy.example"], again=2)
        asked = world.tally("busy.example").asked
    assert (seen.state, asked, was_not_put(seen)) == (LookupState.THROTTLED, 1, False)
    assert [note.code for note in seen.messages] == ["RDP02_RETRY_AFTER"]


def test_a_dead_registry_is_left_alone_after_a_few_questions_and_holds_nobody_up() -> None:
    limits = {"quick.example": QUICK, "dead.example": Limit(questions=90, seconds=3, is_dead=True)}
    names = [f"n{n}.dead.example" for n in range(60)] + [f"n{n}.quick.example" for n in range(30)]
    pace = PaceOptions(margin=0.1, failures=3, rest_seconds=0.2, patience_seconds=1.0)
    short = Limits(deadline_seconds=0.3, connect_seconds=0.3)
    with limited(limits) as world:
        seen = ask(world.options(pace, limits=short), names)
        asked = world.tally("dead.example").asked
    states = Counter((item.state, was_not_put(item)) for item in seen)
    assert states[LookupState.REGISTERED, False] == 30
    assert states[LookupState.UNREACHABLE, True] > 30
    assert asked == states[LookupState.UNREACHABLE, False]


def test_a_sorted_list_is_not_slower_than_a_shuffled_one() -> None:
    limits = {f"r{n}.example": Limit(questions=30, seconds=1.0) for n in range(4)}
    by_registry = [f"n{n}.{suffix}" for suffix in limits for n in range(30)]
    dealt = [f"n{n}.{suffix}" for n in range(30) for suffix in limits]
    took = {}
    with limited(limits | {"first.example": QUICK}) as world:
        ask(world.options(PACE), ["n.first.example"])  # reads the tables, which takes its time
        for order in (by_registry, dealt):
            began = time.monotonic()
            ask(world.options(PACE), order)
            took[order is by_registry] = time.monotonic() - began
    # One registry after the other would take four times as long.
    assert took[True] < 2 * took[False]


def test_a_turn_at_a_quick_registry_lapses_once_the_next_is_due() -> None:
    """A turn lapses once the next is due, so what can wait makes room for what cannot."""
    quick = Budget(questions=600, seconds=1.0, margin=0.02)
    slow = Budget(questions=60, seconds=1.0, margin=0.02)
    assert quick.grace == pytest.approx(quick.interval)
    assert slow.grace == pytest.approx(0.01)


def test_whoever_keeps_the_turns_may_fail_and_nobody_waits_for_ever() -> None:
    class Broken(MemoryLedger):
        def reserve(self, *_: object) -> Turns:
            raise OSError("the disk is full")

    with limited({"quick.example": QUICK}) as world:
        options = world.options(PACE)
        with pytest.raises(ExceptionGroup, match="unhandled"):
            asyncio.run(both(options, Broken(pace=PACE)))


async def both(options: ProbeOptions, ledger: Ledger) -> None:
    async with sitting(options, ledger=ledger) as asking, asyncio.TaskGroup() as group:
        for name in ("a.quick.example", "b.quick.example"):
            group.create_task(asking.observe(name, sources=[Source.RDAP]))


def ask(
    options: ProbeOptions, names: list[str], *, again: int = 0, ledger: Ledger | None = None
) -> list[Observation]:
    async def all_of_them() -> list[Survey]:
        lines = ledger or MemoryLedger(pace=options.pace)
        patience = Patience(seconds=options.pace.patience_seconds, again=again)
        async with sitting(options, ledger=lines) as asking:
            return await asyncio.gather(
                *(asking.observe(name, sources=[Source.RDAP], patience=patience) for name in names)
            )

    return [survey.observations[0] for survey in asyncio.run(all_of_them())]
