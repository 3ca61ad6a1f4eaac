"""Figures of this machine, one line each: `figure ID VALUE goal OP NUMBER`.

Speed is shown beside a named peer in the same run, never asserted by a timed test.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import whois

from exports.dossier import from_json
from exports.plan_pdf import render
from probes.whois.parse import parse

ROOT = Path(__file__).parents[2]
ANSWER = ROOT / "tests" / "probes" / "parse" / "records" / "whois" / "afnic-company.txt"
NAME = "cabinet-exemple.fr"


def main() -> None:
    """Print every figure."""
    subprocess.run([sys.executable, "-m", "tests.universe", "--time"], cwd=ROOT, check=True)
    figure("afnic_parse_with_holder_times_python_whois_without", _parse_ratio(), ">=", 1)
    figure("exit_plan_10_assets_s", _plan_seconds(), "<=", 2)


def figure(name: str, value: float, operator: str, goal: float) -> None:
    """Print one figure with its goal."""
    print(f"figure {name} {value:.2f} goal {operator} {goal}")


def _parse_ratio() -> float:
    raw = ANSWER.read_bytes()
    text = raw.decode()
    peer = _seconds(lambda: whois.WhoisEntry.load(NAME, text), 300)
    ours = _seconds(lambda: parse(NAME, "afnic", raw), 300)
    return peer / ours


def _plan_seconds() -> float:
    dossier = from_json((ROOT / "tests" / "exports" / "dossier-fr.json").read_bytes())
    return min(_seconds(lambda: render(dossier), 1) for _ in range(3))


def _seconds(act: Callable[[], object], times: int) -> float:
    started = time.perf_counter()
    for _ in range(times):
        act()
    return (time.perf_counter() - started) / times


if __name__ == "__main__":
    main()
