"""A second opinion: Zonemaster on every delegated zone of the universe, beside our own cases.

    make zonemaster

The universe is put on port 53 of its loopback addresses, which takes root; Debian's zonemaster-cli
asks it as it would ask the Internet. The table of docs/zonemaster.md is written anew. Exit code 1
when the two differ and agreement.toml gives no reason, or gives one for what agrees, or when fewer
zones are broken in their delegation or between their servers than agreement.toml asks for.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from tests.universe.running import running
from tests.zonemaster.opinions import Opinion, ask_both
from tests.zonemaster.writing import PAGE, read_agreement, write_page


def main() -> int:
    """Ask both about every zone, write the page, and say what is not explained."""
    if os.geteuid() != 0:
        print("Zonemaster asks port 53 only: run this as root, or in a container.")
        return 2
    agreement = read_agreement()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), ports={53: 53}) as universe:
        opinions = asyncio.run(ask_both(universe, Path(folder), agreement))
    PAGE.write_text(write_page(opinions, agreement, PAGE.read_text("utf-8")), encoding="utf-8")
    for line in unexplained(opinions, agreement.differences):
        print(line)
    differing = [item for item in opinions if item.is_different]
    told = sum(bool(item.ours or item.theirs) for item in opinions)
    print(
        f"figure zonemaster_opinions {told} agree {told - len(differing)} differ {len(differing)}"
    )
    broken = broken_zones(opinions, agreement.broken)
    print(f"figure zonemaster_broken_zones {len(broken)} goal >= {agreement.least}")
    too_few = len(broken) < agreement.least
    return 1 if too_few or unexplained(opinions, agreement.differences) else 0


def broken_zones(opinions: list[Opinion], subjects: frozenset[str]) -> set[str]:
    """Name the zones that either finds broken in their delegation or between their servers."""
    told = (item for item in opinions if (item.ours or item.theirs) and not item.mode)
    return {item.zone for item in told if item.subject in subjects}


def unexplained(opinions: list[Opinion], reasons: dict[str, str]) -> list[str]:
    """Name each difference without a reason, and each reason without a difference."""
    differing = {item.key for item in opinions if item.is_different}
    without = [f"differs without a reason: {key}" for key in sorted(differing - set(reasons))]
    return without + [
        f"agrees, yet has a reason: {key}" for key in sorted(set(reasons) - differing)
    ]


if __name__ == "__main__":
    sys.exit(main())
