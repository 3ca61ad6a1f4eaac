"""Questions of one process wait here for their turn: one line per host, so none waits for another.

A line takes turns from the ledger a fifth of a second ahead, never more than it has questions for,
and lets each question go at its instant. A turn that could not be used in time lapses: what is late
would come too close to what is next.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

from probes.interface import Source
from probes.options import ProbeOptions
from probes.pacing.budgets import Budget, find_budget
from probes.pacing.ledger import Ledger
from probes.pacing.rules import Because, Outcome, Told, Turns

_AHEAD_SECONDS = 0.2
_LONGEST_NAP = 5.0
_MOST_LEAD = 0.25


class RestingError(Exception):
    """The host is not asked for longer than anybody waits; `until` is in seconds since 1970."""

    def __init__(self, until: float, because: Because) -> None:
        super().__init__(f"{because} until {until}")
        self.until = until
        self.because = because


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long a question waits for its turn, and how often it is put again after "too many"."""

    seconds: float
    again: int = 0


@dataclass(kw_only=True)
class Turn:
    """A question that may go now."""

    asked_at: float
    told: Told | None = None
    """What became of it; nothing is said of a question that was broken off."""

    def ended(self, outcome: Outcome, retry_after: float | None = None) -> None:
        """Note what became of it."""
        self.told = Told(outcome=outcome, asked_at=self.asked_at, retry_after=retry_after)


class Pacer:
    """The lines of one event loop."""

    def __init__(
        self, options: ProbeOptions, ledger: Ledger, *, now: Callable[[], float] = time.time
    ) -> None:
        self._options = options
        self._ledger = ledger
        self._now = now
        self._lines: dict[str, _Line] = {}
        self._places = asyncio.Semaphore(options.pace.in_flight)

    @asynccontextmanager
    async def turn(
        self, host: str, source: Source, seconds: float | None = None
    ) -> AsyncIterator[Turn]:
        """Wait until a question may go; raises RestingError when that is too far away.

        Too far is what `seconds` says, or the options.
        """
        line = self._line(host, source)
        longest = self._options.pace.patience_seconds
        turn = Turn(asked_at=await line.wait(longest if seconds is None else seconds))
        try:
            yield turn
        finally:
            self._places.release()
            if turn.told is not None:
                await line.tell(turn.told)

    async def aclose(self) -> None:
        """End every line; who waits in one is told so by being cancelled."""
        for line in self._lines.values():
            await line.aclose()

    def _line(self, host: str, source: Source) -> "_Line":
        if host not in self._lines:
            self._lines[host] = _Line(
                host=host,
                budget=find_budget(host, source, self._options),
                ledger=self._ledger,
                places=self._places,
                now=self._now,
            )
        return self._lines[host]


@dataclass(kw_only=True)
class _Line:
    """Those who wait to ask one host, first come first served."""

    host: str
    budget: Budget
    ledger: Ledger
    places: asyncio.Semaphore
    now: Callable[[], float]
    waiting: deque["_Waiting"] = field(default_factory=deque)
    is_clean: bool = False
    lead: float = 0.0
    """How long the ledger takes to answer: a turn before that could only be missed."""
    serving: asyncio.Task[None] | None = None

    async def wait(self, patience: float) -> float:
        """Return when a question goes, with a place for it; raises RestingError.

        A busy loop may come to the question only when its turn has lapsed: then it waits, as the
        first, for another.
        """
        at = await self._turn(patience, self.waiting.append)
        while (now := self.now()) - at > self.budget.grace:
            self.places.release()
            at = await self._turn(patience, self.waiting.appendleft)
        return now

    async def _turn(self, patience: float, queue: Callable[["_Waiting"], None]) -> float:
        turn: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        queue(_Waiting(turn=turn, patience=patience))
        if self.serving is None or self.serving.done():
            self.serving = asyncio.create_task(self._serve())
            self.serving.add_done_callback(self._served)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self.places.release()
            raise

    async def tell(self, told: Told) -> None:
        """Pass on what became of a question, unless it changes nothing."""
        if told.outcome is Outcome.ANSWERED and self.is_clean:
            return
        self.is_clean = False
        await asyncio.to_thread(self.ledger.tell, self.host, told, self.now())

    async def aclose(self) -> None:
        """Stop serving."""
        if self.serving is not None and not self.serving.done():
            self.serving.cancel()
            with suppress(asyncio.CancelledError):
                await self.serving

    async def _serve(self) -> None:
        following: asyncio.Task[Turns] | None = None
        try:
            while self._are_waiting():
                turns = await (following or self._reserve(len(self.waiting)))
                following = None
                if turns.because is not None:
                    await self._rest(turns.rests_until, turns.because)
                    continue
                # The next turns are taken meanwhile: the ledger's time costs the host none.
                more = len(self.waiting) - len(turns.at)
                if more > 0:
                    following = asyncio.create_task(self._reserve(more))
                await self._let_go(turns)
        finally:
            if following is not None:
                following.cancel()

    def _served(self, serving: asyncio.Task[None]) -> None:
        """Leave nobody waiting where a line ended before its time."""
        fault = None if serving.cancelled() else serving.exception()
        while (fault or serving.cancelled()) and self._are_waiting():
            turn = self.waiting.popleft().turn
            if fault is None:
                turn.cancel()
            else:
                turn.set_exception(fault)

    def _are_waiting(self) -> bool:
        while self.waiting and self.waiting[0].turn.done():
            self.waiting.popleft()
        return bool(self.waiting)

    async def _reserve(self, most: int) -> Turns:
        wanted = min(most, max(1, int(_AHEAD_SECONDS / self.budget.interval)))
        began = self.now()
        turns = await asyncio.to_thread(
            partial(self.ledger.reserve, self.host, self.budget, wanted, began + self.lead)
        )
        self.lead = min(self.now() - began, _MOST_LEAD)
        self.is_clean = turns.is_clean
        return turns

    async def _let_go(self, turns: Turns) -> None:
        for at in turns.at:
            if (early := at - self.now()) > 0:
                await asyncio.sleep(early)
            await self.places.acquire()
            if not self._are_waiting():
                self.places.release()
                return
            if self.now() - at > self.budget.grace:
                self.places.release()
                continue
            self.waiting.popleft().turn.set_result(at)

    async def _rest(self, until: float, because: Because) -> None:
        self._send_away(RestingError(until, because))
        if self.waiting:
            await asyncio.sleep(min(max(until - self.now(), 0.0) + 0.01, _LONGEST_NAP))

    def _send_away(self, error: RestingError) -> None:
        """Let go without a turn whoever would not wait that long."""
        rest = error.until - self.now()
        for each in self.waiting:
            if rest > each.patience and not each.turn.done():
                each.turn.set_exception(error)
        self.waiting = deque(each for each in self.waiting if not each.turn.done())


@dataclass(frozen=True, kw_only=True)
class _Waiting:
    turn: asyncio.Future[float]
    patience: float
