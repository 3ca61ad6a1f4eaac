"""A question to a registry, asked when its turn comes, and what its answer means for the next."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from probes.asking import Means, put
from probes.interface import LookupState, Message, Observation, message
from probes.pacing.pacer import RestingError, Turn
from probes.pacing.rules import Because, Outcome, retry_after_seconds

Ask = Callable[[], Awaitable[Observation]]

_TELLS_TO_WAIT = "RDP02_RETRY_AFTER"
_CODES = {
    Because.ASKED: ("PAC02_ASKED_TO_WAIT", LookupState.THROTTLED),
    Because.SILENT: ("PAC02_SILENT", LookupState.UNREACHABLE),
    Because.SPENT: ("PAC02_BUDGET_SPENT", LookupState.UNREACHABLE),
}
_NOT_PUT = frozenset(code for code, _ in _CODES.values())
_OUTCOMES = {
    LookupState.THROTTLED: Outcome.THROTTLED,
    LookupState.UNREACHABLE: Outcome.FAILED,
}


async def ask_in_turn(means: Means, host: str, asked: tuple[str, str], ask: Ask) -> Observation:
    """Ask a host when it may be asked; once more where it was too often, as far as is allowed.

    `asked` is the server and the text of the question, for the record of one that was not put. The
    time spent waiting is not taken from the source's deadline.
    """
    if means.pacer is None or not host:
        return await ask()
    seen = await _ask_once(means, host, asked, ask)
    for _ in range(means.patience.again if means.patience else 0):
        if seen.state is not LookupState.THROTTLED or was_not_put(seen):
            break
        next_seen = await _ask_once(means, host, asked, ask)
        if was_not_put(next_seen):
            break  # what it said is worth more than that it was not asked again
        seen = next_seen
    return seen


def was_not_put(seen: Observation) -> bool:
    """Tell whether this question never went, to spare the server."""
    return any(note.code in _NOT_PUT for note in seen.messages)


async def _ask_once(means: Means, host: str, asked: tuple[str, str], ask: Ask) -> Observation:
    loop = asyncio.get_running_loop()
    began, seconds = loop.time(), means.patience.seconds if means.patience else None
    assert means.pacer is not None  # noqa: S101 - see above
    try:
        async with means.pacer.turn(host, means.wire.source, seconds) as turn:
            means.wire.deadline += loop.time() - began
            seen = await ask()
            _end(turn, seen, means.wire.clock())
            return seen
    except RestingError as resting:
        return _not_asked(means, asked, resting)


def _end(turn: Turn, seen: Observation, now: datetime) -> None:
    waits = (dict(note.params) for note in seen.messages if note.code == _TELLS_TO_WAIT)
    pause = next((retry_after_seconds(each["retry_after"], now) for each in waits), None)
    outcome = _OUTCOMES.get(seen.state, Outcome.ANSWERED)
    turn.ended(Outcome.THROTTLED if pause else outcome, pause)


def _not_asked(means: Means, asked: tuple[str, str], resting: RestingError) -> Observation:
    code, state = _CODES[resting.because]
    note = _until(code, asked[0], resting.until)
    return put(means, *asked).answered(b"", state, messages=(note,))


def _until(code: str, server: str, until: float) -> Message:
    at = datetime.fromtimestamp(until, UTC)
    return message(code, server=server, on=at.date().isoformat(), at=f"{at:%H:%M}")
