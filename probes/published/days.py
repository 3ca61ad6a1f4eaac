"""Days as registries write them: the UTC day when an offset is given, else the day as written."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

_ISO = re.compile(
    r"(\d{4})[-./] ?(\d\d?)[-./] ?(\d\d?)"
    r"(?:[T ]+(\d\d):(\d\d)(?::\d\d(?:[.,]\d+)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?!\d)")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", re.IGNORECASE)
_CLOCK = re.compile(
    r"\s+\d\d?:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s+[A-Z]{2,5}(?=\s\d{4}$))?", re.IGNORECASE
)
_ORDINAL = re.compile(r"(?<=\d)[a-z]{2}(?= )", re.IGNORECASE)
_REST = re.compile(r"(?<=\d{4})[\s.].*$")

NAMED_MONTHS = (
    "%d-%b-%Y", "%d-%B-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y",
    "%b %d, %Y", "%B %d, %Y", "%Y-%b-%d", "%d %b, %Y", "%d %B, %Y",
)  # fmt: skip
"""Forms that name the month: no registry needs to declare those."""
DAY_FIRST = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")
MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y")


def day(value: object, formats: Sequence[str] = ()) -> date | None:
    """Read a day; `formats` are the ambiguous forms (day or month first) this registry uses."""
    if not isinstance(value, str):
        return None
    text = " ".join(value[:80].split()).rstrip(".")
    found = _ISO.match(text) or _COMPACT.match(text)
    if found:
        return _from_parts(found)
    text = _REST.sub("", _CLOCK.sub("", _ORDINAL.sub("", _WEEKDAY.sub("", text)), count=1))
    for form in (*NAMED_MONTHS, *formats):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def _from_parts(found: re.Match[str]) -> date | None:
    parts = found.groups()
    try:
        if parts[3:] and parts[5] in {"Z", None} and (parts[3] or "0") < "24":
            return date(int(parts[0]), int(parts[1]), int(parts[2]))
        moment = datetime(int(parts[0]), int(parts[1]), int(parts[2]), tzinfo=UTC)
        if len(parts) > 3 and parts[5]:  # noqa: PLR2004 - the ISO form has six groups
            moment += timedelta(hours=int(parts[3]), minutes=int(parts[4])) - _offset(parts[5])
    except (ValueError, OverflowError):
        return None
    return moment.date()


def _offset(zone: str) -> timedelta:
    digits = zone.replace(":", "")[1:]
    if not digits.isdigit():  # Z, UTC
        return timedelta()
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return -size if zone[0] == "-" else size
