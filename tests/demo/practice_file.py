"""The demo's practice file: its dates are written relative to today, so that it stays alive."""

import re
from datetime import date, timedelta
from pathlib import Path

_DAY = re.compile(r"\{today([+-]\d+)?\}")


def practice_file(today: date) -> str:
    """Return the practice file (JSON) with `{today+30}` and the like replaced by dates."""
    text = Path(__file__).with_name("practice.json").read_text(encoding="utf-8")
    return _DAY.sub(lambda found: _day(today, found[1]), text)


def _day(today: date, offset: str | None) -> str:
    return (today + timedelta(days=int(offset or 0))).isoformat()
