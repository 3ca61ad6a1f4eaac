"""One name looked at from far away: how long, and how many round trips one after another."""

import asyncio
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from probes.interface import LookupState, Survey
from probes.options import ProbeOptions
from probes.registry import sitting
from tests.bench.distance.relay import relayed
from tests.bench.figures import figure
from tests.universe.running import running

NAME = "cabinet-exemple.fr.example"
ROUND_TRIP = 0.2
_TURNS = 3


@dataclass(frozen=True, kw_only=True)
class Look:
    """What one look took."""

    seconds: float
    trips: int
    survey: Survey


async def look(options: ProbeOptions, *, in_depth: bool) -> Look:
    """Ask every source about a name of which nothing is known, from 200 ms away."""
    async with relayed(ROUND_TRIP, dict(options.ports)) as relay:
        far = replace(options, ports=tuple(relay.ports.items()))
        began = time.perf_counter()
        async with sitting(far) as asking:
            survey = await asking.observe(NAME, in_depth=in_depth)
            took = time.perf_counter() - began
        return Look(seconds=took, trips=relay.trips, survey=survey)


def print_far() -> None:
    """Print how long one look takes, without and with what the numbered cases need."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as universe:
        for in_depth, what in ((False, "one_name"), (True, "one_name_in_depth")):
            looks = [asyncio.run(look(universe.options, in_depth=in_depth)) for _ in range(_TURNS)]
            quickest = min(looks, key=lambda item: item.seconds)
            states = Counter(item.state for item in quickest.survey.observations)
            print(f"  {what}: {dict(states)}", flush=True)
            assert states[LookupState.REGISTERED]
            figure(f"{what}_200ms_round_trips", quickest.trips, "<=", 9)
            figure(f"{what}_200ms_seconds", quickest.seconds, "<=", 2)
