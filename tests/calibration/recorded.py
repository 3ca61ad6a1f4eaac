"""Recorded answers judged against practices that have nothing to do with them.

`python -m tests.calibration.recorded FOLDER`: none may be told to be the practice's, and one whose
holder is not shown may never be told to be somebody else's. Exit code 1 when one is.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from probes.batch import MOST_BYTES, Task, read_answer
from probes.interface import (
    Declaration,
    HolderClass,
    LookupState,
    Registration,
    Source,
    VerdictState,
)
from probes.judge.holder import judge_holder
from tests.calibration.generate import generate
from tests.probes.judge.surveys import observation, survey

PRACTICES, SEED = 20, 99
NOT_SHOWN = frozenset({"redacted", "absent", "proxy"})


def main(folder: Path) -> int:
    """Judge every answer of a folder against twenty practices; print what came of it."""
    counts: Counter[str] = Counter()
    faults = []
    answers = 0
    strangers = [(pair.practice, pair.providers) for pair in generate(PRACTICES, SEED)]
    for name, registration, privacy in _registered(folder):
        answers += 1
        seen = survey(observation(Source.RDAP, "rdap.nic.example", facts=registration))
        for practice, providers in strangers:
            declaration = Declaration(holder=HolderClass.PRACTICE, holder_name=practice.name)
            verdict = judge_holder(seen, declaration, practice, providers)
            if verdict is None:
                continue
            counts[f"{verdict.holder}, {verdict.state}"] += 1
            if verdict.state is VerdictState.CONFIRMED:
                faults.append(f"{name}: told to be held by {practice.name}")
            if privacy in NOT_SHOWN and verdict.state is VerdictState.CONTRADICTED:
                faults.append(f"{name}: its holder is not shown, and told to be somebody else")
    print(f"\n== {answers} registered answers, each against {PRACTICES} fictional practices")
    for told, count in counts.most_common():
        print(f"{count:6} {told}")
    print(f"{len(faults):6} faults", *faults[:20], sep="\n       ")
    return 1 if faults else 0


def _registered(folder: Path) -> Iterator[tuple[str, Registration, str]]:
    """Yield the name, what was read, and how the corpus says that the holder is shown."""
    for kind, expected, raw in (
        ("whois", ".json", ".txt"),
        ("rdap", ".expected.json", ".raw.json"),
    ):
        for path in sorted((folder / kind).glob(f"*{raw}")):
            told = json.loads(path.with_name(path.name.removesuffix(raw) + expected).read_text())
            task = Task(path=path, domain=path.name.split("__")[1], type=kind)
            parsed = read_answer(task, path.read_bytes()[:MOST_BYTES])
            if parsed.state is LookupState.REGISTERED and parsed.registration:
                yield path.name, parsed.registration, told.get("privacy") or ""


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
