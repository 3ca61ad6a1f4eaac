"""Where the turns of each host are kept: in memory, or by the service in its database."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from probes.options import PaceOptions
from probes.pacing.budgets import Budget
from probes.pacing.rules import HostState, Told, Turns, learn, reserve


class Ledger(Protocol):
    """Gives turns to all who ask a host, wherever they run; calls are short and never wait."""

    def reserve(self, host: str, budget: Budget, wanted: int, now: float) -> Turns:
        """Take turns at a host."""

    def tell(self, host: str, told: Told, now: float) -> None:
        """Say what became of a question."""


@dataclass(kw_only=True)
class MemoryLedger:
    """Turns for one process, forgotten with it."""

    pace: PaceOptions
    chance: Callable[[], float] = random.random
    states: dict[str, HostState] = field(default_factory=dict)

    def reserve(self, host: str, budget: Budget, wanted: int, now: float) -> Turns:
        """Take turns at a host."""
        state = self.states.get(host, HostState())
        self.states[host], turns = reserve(state, budget, self.pace, wanted=wanted, now=now)
        return turns

    def tell(self, host: str, told: Told, now: float) -> None:
        """Say what became of a question."""
        state = self.states.get(host, HostState())
        self.states[host] = learn(state, told, self.pace, now=now, chance=self.chance())
