"""When the next question to a host may go, and what an answer changes in that. Pure.

Turns are given by the generic cell rate algorithm: one instant per host says when the next question
would come if all of them came at the right distance. A host that says "too many" is asked half as
often from then on, and not at all before the time it named; what was taken away comes back slowly.
A host that does not answer rests, is tried with one question, and rests twice as long if that
fails.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from probes.options import PaceOptions
from probes.pacing.budgets import Budget

LONGEST_PAUSE = 86_400.0
"""A host that asks for more than a day is asked again after a day."""
_LONGEST_REST = 900.0
_SLOWEST = 1 / 64
_SPREAD = 0.2
"""How much longer some wait than others, so that they do not all come back at once."""
_DOUBLINGS = 10
_TEST_SECONDS = 15.0
"""A question that tries out a silent host is given up for lost after this long."""


class Because(StrEnum):
    """Why a host is not asked at present."""

    ASKED = "asked"
    """It asked for a pause."""
    SILENT = "silent"
    """It did not answer several times in a row."""
    SPENT = "spent"
    """Its budget is used up for longer than anybody waits."""


class Outcome(StrEnum):
    """What became of a question, as far as the next one is concerned."""

    ANSWERED = "answered"
    THROTTLED = "throttled"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class HostState:
    """What is known of a host; instants are seconds since 1970, shared by all who ask it."""

    next_at: float = 0.0
    factor: float = 1.0
    """Share of the budget in use when it was last slowed down."""
    slowed_at: float = 0.0
    throttles: int = 0
    """How often it said "too many", without an answer in between."""
    failures: int = 0
    """How often it did not answer, in a row."""
    openings: int = 0
    """How often it was sent to rest, without an answer in between."""
    opened_at: float = 0.0
    rests_until: float = 0.0
    because: str = ""
    tested_at: float = 0.0
    """When the question went that tries it out."""

    @property
    def is_clean(self) -> bool:
        """Whether a good answer changes nothing."""
        return not (self.throttles or self.failures or self.openings)


@dataclass(frozen=True, kw_only=True)
class Turns:
    """Instants at which a question may go, or until when none may."""

    at: tuple[float, ...] = ()
    rests_until: float = 0.0
    because: Because | None = None
    is_clean: bool = True


@dataclass(frozen=True, kw_only=True)
class Told:
    """What became of a question that went at an instant."""

    outcome: Outcome
    asked_at: float
    retry_after: float | None = None
    """Seconds it asked to wait, if it said so."""


def reserve(
    state: HostState, budget: Budget, pace: PaceOptions, *, wanted: int, now: float
) -> tuple[HostState, Turns]:
    """Take turns; none when the first is further away than anybody waits."""
    if now < state.rests_until:
        return state, _rest(state, state.rests_until, Because(state.because))
    if state.openings:
        return _try_out(state, now)
    interval = budget.interval / share_in_use(state, pace, now)
    ahead = (budget.at_once - 1) * interval
    due, at = max(state.next_at, now), []
    for _ in range(wanted):
        turn = max(now, due - ahead)
        if turn - now > pace.patience_seconds:
            break
        at.append(turn)
        due = max(due, turn) + interval
    if not at:
        return state, _rest(state, due - ahead, Because.SPENT)
    return replace(state, next_at=due), Turns(at=tuple(at), is_clean=state.is_clean)


def learn(
    state: HostState, told: Told, pace: PaceOptions, *, now: float, chance: float
) -> HostState:
    """Return what is known of a host after an answer; `chance` (0 to 1) spreads those who wait."""
    if told.outcome is Outcome.THROTTLED:
        return _slowed(state, told, pace, now=now, chance=chance)
    if told.outcome is Outcome.FAILED:
        return _failed(state, told, pace, now=now, chance=chance)
    if state.because == Because.SILENT:
        state = replace(state, rests_until=0.0, because="")
    throttles = 0 if told.asked_at > state.slowed_at else state.throttles
    return replace(state, failures=0, openings=0, tested_at=0.0, throttles=throttles)


def share_in_use(state: HostState, pace: PaceOptions, now: float) -> float:
    """Return the share of the budget in use: half of it comes back in `recovery_seconds`."""
    regained = max(0.0, now - max(state.slowed_at, state.rests_until))
    return min(1.0, state.factor + regained / (2 * pace.recovery_seconds))


def retry_after_seconds(text: str, now: datetime) -> float | None:
    """Read Retry-After, a number of seconds or a date (RFC 9110 section 10.2.3), else None."""
    text = text.strip()
    if text.isdecimal() and text.isascii():
        return min(float(text[:10]), LONGEST_PAUSE)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=now.tzinfo)
    return min(max((at - now).total_seconds(), 0.0), LONGEST_PAUSE)


def _rest(state: HostState, until: float, because: Because) -> Turns:
    return Turns(rests_until=until, because=because, is_clean=state.is_clean)


def _try_out(state: HostState, now: float) -> tuple[HostState, Turns]:
    if now < state.tested_at + _TEST_SECONDS:
        return state, _rest(state, state.tested_at + _TEST_SECONDS, Because.SILENT)
    at = max(now, state.next_at)
    return replace(state, tested_at=at), Turns(at=(at,), is_clean=False)


def _slowed(
    state: HostState, told: Told, pace: PaceOptions, *, now: float, chance: float
) -> HostState:
    # Questions that were under way when it first said so say nothing new, unless they say how long.
    is_news = told.asked_at > state.slowed_at
    throttles = state.throttles + is_news
    until = state.rests_until
    if is_news or told.retry_after is not None:
        until = max(until, now + _pause(told, pace, throttles) * (1 + _SPREAD * chance))
    factor = max(share_in_use(state, pace, now) / 2, _SLOWEST)
    return replace(
        state,
        factor=factor if is_news else state.factor,
        slowed_at=now if is_news else state.slowed_at,
        throttles=throttles,
        failures=0,
        openings=0,
        rests_until=until,
        because=Because.ASKED,
    )


def _pause(told: Told, pace: PaceOptions, throttles: int) -> float:
    if told.retry_after is not None:
        return told.retry_after
    doublings = min(max(throttles - 1, 0), _DOUBLINGS)
    return min(pace.pause_seconds * 2.0**doublings, _LONGEST_REST)


def _failed(
    state: HostState, told: Told, pace: PaceOptions, *, now: float, chance: float
) -> HostState:
    if told.asked_at <= state.opened_at:
        return state
    failures = state.failures + 1
    if failures < pace.failures and not state.openings:
        return replace(state, failures=failures)
    rest = min(pace.rest_seconds * 2.0 ** min(state.openings, _DOUBLINGS), _LONGEST_REST)
    return replace(
        state,
        failures=failures,
        openings=state.openings + 1,
        opened_at=now,
        tested_at=0.0,
        rests_until=now + rest * (1 + _SPREAD * chance),
        because=Because.SILENT,
    )
