"""The last days of tasks as a calendar file (RFC 5545), one whole-day event for each. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

MEDIA_TYPE = "text/calendar; charset=utf-8"
_LONGEST = 75
"""Octets of a line, its end aside (RFC 5545, 3.1)."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One day of a calendar."""

    id: UUID
    on: date
    title: str
    detail: str


def calendar_file(events: Iterable[Event], *, made_at: datetime) -> bytes:
    """Write a calendar; the same task keeps its event, so that reading the file again moves it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Reversibilite//Taches//FR"]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.id}",
            f"DTSTAMP:{made_at:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(event.title)}",
            f"DESCRIPTION:{_escaped(event.detail)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(text.split("\r\n")).replace("\n", "\\n")


def _folded(line: str) -> str:
    parts: list[str] = []
    part = ""
    for letter in line:
        # A line that goes on begins with a space, which counts.
        if len((part + letter).encode()) > _LONGEST - bool(parts):
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
