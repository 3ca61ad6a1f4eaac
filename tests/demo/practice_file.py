"""The demo's practice file: its dates are written relative to today, so that it stays alive.

`practice.json` is a practice and its register; `break_up.json` is what happened with its providers
since. Tests begin with the first alone; the demo tells both.
"""

import json
import re
from datetime import date, timedelta
from pathlib import Path

_DAY = re.compile(r"\{today([+-]\d+)?\}")


def practice_file(today: date, *, broken_up: bool = False) -> str:
    """Return the practice file (JSON) with `{today+30}` and the like replaced by dates."""
    text = _read("practice.json")
    if broken_up:
        text = _with_what_happened(text)
    return _DAY.sub(lambda found: _day(today, found[1]), text)


def _with_what_happened(text: str) -> str:
    document, happened = json.loads(text), json.loads(_read("break_up.json"))
    for contract in document["contracts"]:
        told = happened["contracts"].get(contract["id"], {})
        case = contract.get("exit", {}) | told.pop("exit", {})
        contract.update(told | ({"exit": case} if case else {}))
    document["emergency_card"] = happened["emergency_card"]
    return json.dumps(document, ensure_ascii=False, indent=1)


def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _day(today: date, offset: str | None) -> str:
    return (today + timedelta(days=int(offset or 0))).isoformat()
