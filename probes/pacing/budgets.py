"""How many questions each service host is asked: as configured, else as shipped, else carefully."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from probes.interface import Source
from probes.options import HostBudget, ProbeOptions


@dataclass(frozen=True, kw_only=True)
class Budget:
    """A number of questions in a number of seconds, and the part of it that is really used."""

    questions: int
    seconds: float
    at_once: int = 1
    """How many of them may go without a distance."""
    margin: float = 0.05
    """Share left unused: what the network delays must not make two windows one."""
    source: str = ""
    read_on: date | None = None

    @property
    def interval(self) -> float:
        """Seconds between two questions, so that no window of `seconds` holds too many.

        Of `questions` in a window, `at_once` may come first, and the others at this distance.
        """
        spread = self.questions - self.at_once + 1
        return self.seconds / (spread * (1 - self.margin))

    @property
    def grace(self) -> float:
        """How many seconds late a question may go: half of what the margin leaves.

        The other half is for what delays it on its way. Once the next is due the turn lapses in any
        case: in a process that cannot keep up, registries that allow much make room for those that
        allow little, and whose turns are dear.
        """
        return min(self.seconds * self.margin / 2, self.interval)


def find_budget(host: str, source: Source, options: ProbeOptions) -> Budget:
    """Return what a host is asked at most."""
    margin = options.pace.margin
    for own in options.budgets:
        if own.host == host:
            return _configured(own, margin)
    listed = _shipped().get(host) or _defaults()[source]
    return Budget(
        questions=listed.questions,
        seconds=listed.seconds,
        at_once=listed.at_once,
        margin=margin,
        source=listed.source,
        read_on=listed.read_on,
    )


def shipped_budgets() -> dict[str, Budget]:
    """Return what was published by the operators themselves, by host."""
    return dict(_shipped())


def _configured(own: HostBudget, margin: float) -> Budget:
    return Budget(questions=own.questions, seconds=own.seconds, at_once=own.at_once, margin=margin)


@cache
def _tables() -> dict[str, dict[str, dict[str, object]]]:
    text = resources.files(__package__).joinpath("budgets.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _shipped() -> dict[str, Budget]:
    return {host: Budget(**table) for host, table in _tables()["hosts"].items()}  # type: ignore[arg-type]  # tested


@cache
def _defaults() -> dict[Source, Budget]:
    return {Source(name): Budget(**table) for name, table in _tables()["default"].items()}  # type: ignore[arg-type]  # tested
