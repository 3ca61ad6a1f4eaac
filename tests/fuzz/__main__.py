"""`python -m tests.fuzz`: mangled answers for every reader, dangerous addresses on every way.

Prints a table of readers, answers, exceptions and the slowest answer of each, then how often
something led to a dangerous address, and how often it was connected to.
"""

import argparse
import sys
from pathlib import Path

from tests.fuzz.records import load
from tests.fuzz.running import Outcome, run
from tests.fuzz.safety import count_connects
from tests.fuzz.subjects import PYTHON_WHOIS_SHARE, subjects
from tests.probes.net.attempts import Tally

ANSWERS = 10_000
SEED = 20_261_124
ATTEMPTS = 1_000
_COLUMNS = "{:<22} {:>8} {:>8} {:>10} {:>11} {:>11}"


def main() -> int:
    """Run everything, print the table, and end with 1 when something went wrong."""
    chosen = _arguments()
    try:
        records = load(chosen.corpus)
    except ValueError as fault:
        print(fault, file=sys.stderr)
        return 2
    print(f"Mutated answers of {chosen.corpus or 'the project’s own records'}, seed {chosen.seed}.")
    print(_COLUMNS.format("reader", "records", "answers", "passed by", "exceptions", "slowest ms"))
    outcomes = []
    readers = [item for item in subjects(records) if chosen.only.lower() in item.name.lower()]
    for outcome in run(readers, chosen.answers, chosen.seed):
        outcomes.append(outcome)
        _print(outcome)
    print(f"python-whois runs in a process of its own and gets 1 answer in {PYTHON_WHOIS_SHARE}.")
    tallies = count_connects(chosen.attempts, chosen.seed)
    _print_tallies(tallies)
    is_good = all(outcome.is_good for outcome in outcomes)
    return 0 if is_good and not any(tally.elsewhere for tally in tallies.values()) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="a folder with whois/ and rdap/")
    parser.add_argument("--answers", type=int, default=ANSWERS, help="for each reader")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", default="", help="the readers with this in their name")
    parser.add_argument("--attempts", type=int, default=ATTEMPTS, help="on each dangerous way")
    return parser.parse_args()


def _print(outcome: Outcome) -> None:
    told = (outcome.records, outcome.answers, outcome.passed_by, outcome.fault_count)
    print(_COLUMNS.format(outcome.name, *told, f"{outcome.slowest_ms:.1f}"), flush=True)
    for fault in outcome.faults:
        print(f"  {fault}")
    if not outcome.is_good and not outcome.fault_count:
        print(f"  answer {outcome.slowest_number} took too long")


def _print_tallies(tallies: dict[str, Tally]) -> None:
    for way, tally in tallies.items():
        print(f"  {way}: {tally.attempts} attempts, {len(tally.elsewhere)} connects")
        for address in sorted(set(tally.elsewhere))[:5]:
            print(f"    {address}")
    attempts = sum(tally.attempts for tally in tallies.values())
    connects = sum(len(tally.elsewhere) for tally in tallies.values())
    print(f"dangerous addresses, counted at the socket: {attempts} attempts, {connects} connects")


if __name__ == "__main__":
    sys.exit(main())
