"""Dates and hours the local way: 3 décembre 2026, 6 h 12 / 3 December 2026, 06:12."""

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date

Locale = Literal["fr", "en"]
_YEARS = range(1900, 2200)


def is_plausible(value: date) -> bool:
    """Say whether a day is one that a register can be about, and not a typing error.

    It also keeps the dates counted from it (a notice, the step of a plan) within the calendar.
    """
    return value.year in _YEARS


def paper_day_fault(value: date | None, *, today: date) -> str:
    """Return what is wrong with the date a paper bears, as a fault code; empty when right."""
    if value is None:
        return "day_required"
    if not is_plausible(value):
        return "year"
    return "day_to_come" if value > today else ""


def day(value: date, locale: Locale) -> str:
    """Return a date in words; in French the first of a month is « 1er »."""
    if locale == "en":
        return format_date(value, "d MMMM y", locale="en_GB")
    text = format_date(value, "d MMMM y", locale="fr_FR")
    return text.replace("1 ", "1er ", 1) if value.day == 1 else text


def hour(value: datetime, locale: Locale, time_zone: str) -> str:
    """Return the hour of an instant in a time zone."""
    local = value.astimezone(ZoneInfo(time_zone))
    if locale == "en":
        return f"{local:%H:%M}"
    return f"{local.hour}\u00a0h\u00a0{local.minute:02}"


def instant(value: datetime, locale: Locale, time_zone: str) -> str:
    """Return the date and hour of an instant in a time zone."""
    between = " at " if locale == "en" else " à "
    local = value.astimezone(ZoneInfo(time_zone)).date()
    return day(local, locale) + between + hour(value, locale, time_zone)
