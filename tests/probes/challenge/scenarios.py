"""The scenario table as values, and the one way to play a scenario: over real sockets."""

import tomllib
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from probes.challenge.check import check_in
from probes.challenge.model import Check, Order, Sighting
from probes.challenge.token import (
    LABEL,
    Expected,
    Method,
    make_token,
    page_path,
    token_digest,
    value_of,
)
from probes.options import Limits, ProbeOptions
from probes.registry import sitting
from probes.transport import clock
from tests.universe.universe import Universe

TABLE = Path(__file__).with_name("scenarios.toml")
CONTEXT = ("cabinet", "maison.fr.example", "control")
QUICK = Limits(deadline_seconds=3.0, connect_seconds=0.6)
PRESENT = ("ns1.autre-hebergeur.com.example", "ns2.autre-hebergeur.com.example")


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Something placed, and what must be said of it."""

    case: str
    name: str
    outcome: str
    reasons: tuple[str, ...]
    method: str = "txt"
    place: tuple[tuple[str, ...], ...] = ()
    pages: tuple[tuple[str, ...], ...] = ()
    modes: tuple[tuple[str, str], ...] = ()
    many: tuple[str, int] | None = None
    sightings: tuple[tuple[int, str], ...] = ()


def scenarios() -> list[Scenario]:
    """Read the table."""
    tables = tomllib.loads(TABLE.read_text(encoding="utf-8"))["scenarios"]
    return [_scenario(table) for table in tables]


def _scenario(table: dict[str, object]) -> Scenario:
    modes = table.pop("modes", {})
    assert isinstance(modes, dict)
    lists = {key: _frozen(value) for key, value in table.items()}
    return Scenario(**lists, modes=tuple(modes.items()))  # type: ignore[arg-type]  # checked by use


def _frozen(value: object) -> object:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def quick(universe: Universe) -> ProbeOptions:
    """Return options that do not wait long for those who never answer."""
    return replace(universe.options, limits=QUICK)


async def play(universe: Universe, scenario: Scenario) -> Check:
    """Place what the scenario says, let machines behave so, and check once."""
    token = make_token()
    words = {
        "value": value_of(token),
        "other": value_of(make_token()),
        "label": LABEL,
        "path": page_path(),
    }
    for owner, kind, text, *at in scenario.place:
        filled = text.format(**words) if kind == "TXT" else text
        universe.place(owner.format(**words), kind, filled, at=at[0] if at else "")
    if scenario.many:
        owner, count = scenario.many
        texts = [f'"jeton-{number}"' for number in range(count)]
        texts.insert(count // 2, f'"{words["value"]}"')
        universe.place(owner.format(**words), "TXT", *texts)
    for url, text, *to in scenario.pages:
        universe.place_page(
            url.format(**words), text.format(**words), to=to[0].format(**words) if to else ""
        )
    for host, mode in scenario.modes:
        universe.set_mode(host, mode)
    return await ask(universe, scenario, token)


async def ask(universe: Universe, scenario: Scenario, token: str) -> Check:
    """Check once."""
    now = clock.utc_now()
    order = Order(
        name=scenario.name,
        method=Method(scenario.method),
        expected=Expected(context=CONTEXT, digest=token_digest(token, CONTEXT)),
        sightings=tuple(
            Sighting(
                seen_at=now - timedelta(hours=hours),
                name_servers=PRESENT if servers == "present" else (servers,),
            )
            for hours, servers in scenario.sightings
        ),
    )
    async with sitting(quick(universe)) as open_sitting:
        return await check_in(open_sitting, order)
