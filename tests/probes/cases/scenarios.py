"""The scenario tables as values, and the one way to run a scenario: over real sockets."""

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from probes.cases import Finding, examine
from probes.registry import sitting
from probes.transport.clock import utc_now
from tests.universe.universe import Universe

TABLES = Path(__file__).with_name("scenarios.toml")


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A zone of the universe seen by one case."""

    case: str
    name: str
    mandatory: tuple[str, ...]
    alone: bool = False
    site: str = ""
    modes: dict[str, str] = field(default_factory=dict)
    on: date | None = None
    """The day that it is for the probes, where a finding depends on it."""

    def now(self) -> datetime:
        """Tell the time, on that day."""
        return datetime.combine(self.on, time(12), UTC) if self.on else utc_now()

    @property
    def tags(self) -> set[str]:
        """The tags that must be found, whole."""
        return {f"{self.case}_{name}" for name in self.mandatory}

    @property
    def label(self) -> str:
        """How the scenario is called in the list of tests."""
        modes = "".join(f"-{mode}" for mode in self.modes.values())
        on = f"-{self.on}" if self.on else ""
        return f"{self.case}-{(self.site or self.name).partition('.')[0]}{modes}{on}"


def scenarios() -> list[Scenario]:
    """Read every table."""
    tables = tomllib.loads(TABLES.read_text(encoding="utf-8"))["scenarios"]
    return [
        Scenario(case=table["case"], **(zone | {"mandatory": tuple(zone["mandatory"])}))
        for table in tables
        for zone in table["zones"]
    ]


async def run(universe: Universe, scenario: Scenario) -> tuple[Finding, ...]:
    """Ask everything about the zone, while machines behave as the scenario says."""
    for host, mode in scenario.modes.items():
        universe.set_mode(host, mode)
    async with sitting(universe.options, now=scenario.now) as open_sitting:
        survey = await open_sitting.observe(scenario.name, site_host=scenario.site, in_depth=True)
    return examine(survey)
