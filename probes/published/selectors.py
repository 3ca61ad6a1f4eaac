"""The DKIM selectors that are asked for by name: those of the catalogue of traces, no second list.

A selector cannot be listed by asking; it can only be guessed from what mail services document.
"""

import tomllib
from functools import cache
from importlib import resources


@cache
def first_selectors() -> tuple[str, ...]:
    """Return one selector of each mail service: who publishes keys there publishes this one."""
    traces = resources.files("probes").joinpath("discovery", "traces", "dkim.toml")
    table = tomllib.loads(traces.read_text(encoding="utf-8"))["traces"]
    first = (entry["at"][0] for entry in table.values() if "at" in entry)
    return tuple(dict.fromkeys(first))
