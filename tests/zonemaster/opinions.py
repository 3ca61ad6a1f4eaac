"""What our cases and Zonemaster say of a zone, subject by subject."""

import asyncio
import json
import re
from dataclasses import dataclass
from pathlib import Path

from probes.cases import examine
from probes.registry import sitting
from probes.transport import clock
from tests.universe.universe import Universe
from tests.universe.world import records
from tests.zonemaster.writing import Agreement

ROOTS = ("a.root-servers.example", "b.root-servers.example")
MODULES = ("Connectivity/connectivity01", "Delegation", "Consistency", "DNSSEC")
AT_ONCE = 2
PATIENCE_SECONDS = 120
PROFILE = "profile.json"
# Its own limit is twelve hours: a signature that ends with tomorrow is told by it in the afternoon.
SOON_IN_TWO_DAYS = {"test_cases_vars": {"dnssec04": {"REMAINING_SHORT": 2 * 86_400}}}
# `   0.08 ERROR     DELEGATION01   NOT_ENOUGH_NS_CHILD   count=1; ...`
LINE = re.compile(r"\s*[\d.]+ (?:NOTICE|WARNING|ERROR|CRITICAL)\s+\S+\s+(\w+)")


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """One subject in one zone: the tags of each side."""

    zone: str
    subject: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    mode: str = ""
    """How one of the zone's servers behaved; empty: as it always does."""

    @property
    def label(self) -> str:
        """The zone, and the mode of its server."""
        return f"{self.zone} ({self.mode})" if self.mode else self.zone

    @property
    def key(self) -> str:
        """How a reason names it."""
        return " ".join(filter(None, (self.zone.partition(".")[0], self.mode, self.subject)))

    @property
    def is_different(self) -> bool:
        """Tell whether only one of the two found something."""
        return bool(self.ours) != bool(self.theirs)


async def ask_both(universe: Universe, folder: Path, agreement: Agreement) -> list[Opinion]:
    """Ask both about every delegated zone."""
    hints = folder / "hints"
    hints.write_text("".join(_hint(universe, host) for host in ROOTS), encoding="utf-8")
    (folder / PROFILE).write_text(json.dumps(SOON_IN_TWO_DAYS), encoding="utf-8")
    gate = asyncio.Semaphore(AT_ONCE)
    world = records.load(clock.utc_now().date())
    zones = sorted(name for name, domain in world.domains.items() if domain.name_servers)

    async def one(zone: str, mode: str = "") -> list[Opinion]:
        async with gate:
            ours, theirs = await _ours(universe, zone), await _theirs(hints, zone)
        return _compare(agreement, zone, mode, (ours, theirs))

    told = await asyncio.gather(*(one(zone) for zone in zones))
    for mode in agreement.modes:
        universe.set_mode(agreement.host, mode)
        told.append(await one(agreement.zone, mode))
    return [opinion for opinions in told for opinion in opinions]


def _compare(
    agreement: Agreement, zone: str, mode: str, told: tuple[set[str], set[str]]
) -> list[Opinion]:
    ours, theirs = told
    return [
        Opinion(
            zone=zone,
            subject=name,
            ours=tuple(sorted(ours & set(subject.ours))),
            theirs=tuple(sorted(theirs & set(subject.theirs))),
            mode=mode,
        )
        for name, subject in agreement.subjects.items()
    ]


async def _ours(universe: Universe, zone: str) -> set[str]:
    async with sitting(universe.options) as open_sitting:
        survey = await open_sitting.observe(zone, in_depth=True)
    return {finding.message.code for finding in examine(survey)}


async def _theirs(hints: Path, zone: str) -> set[str]:
    modules = [part for module in MODULES for part in ("--test", module)]
    command = ["--no-ipv6", "--hints", str(hints), "--raw", "--level", "NOTICE"]
    command += ["--profile", str(hints.with_name(PROFILE))]
    command += ["--show-testcase", "--no-progress", *modules, zone]
    process = await asyncio.create_subprocess_exec(
        "zonemaster-cli", *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    said, complaint = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    if process.returncode:
        why = complaint.decode("utf-8", "replace")
        raise RuntimeError(f"zonemaster-cli ended with {process.returncode} on {zone}: {why}")
    return set(LINE.findall(said.decode("utf-8")))


def _hint(universe: Universe, host: str) -> str:
    return f". 3600000 NS {host}.\n{host}. 3600000 A {universe.address(host)}\n"
