"""Dates of contracts from JSON lines: one question in, one answer out; a bad line stops nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from reversibility.contracts.explaining import explain
from reversibility.contracts.terms import Counting, Dates, Renewal, Terms, compute, faults_of
from reversibility.contracts.texts import label
from reversibility.kernel.dates import Locale, is_plausible
from reversibility.kernel.period import Period

_Kind = TypeVar("_Kind", Renewal, Counting)
_KEYS = ("starts_on", "initial_term", "renewal", "renewal_term", "notice", "today")
_OPTIONS = ("counting", "to_month_end")
_IMPOSSIBLE = ("term_of_no_length",)


class LineError(Exception):
    """A line cannot be read; the code and its value say what to do."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


def answer(line: str, locale: Locale, *, today: date) -> dict[str, object]:
    """Answer one line; what cannot be read is an answer too, with what to do."""
    try:
        asked = _read(line, today)
    except LineError as error:
        said = label("batch", error.code, locale).format(value=error.value)
        return {"error": said}
    dates = compute(asked.terms, today=asked.today)
    return _plain(dates, explain(dates, locale))


@dataclass(frozen=True, kw_only=True)
class _Asked:
    terms: Terms
    today: date


def _plain(dates: Dates, explanation: str) -> dict[str, object]:
    term, notice = dates.term, dates.notice
    follows = term.next_start if term and dates.terms.renewal is not Renewal.NONE else None
    return {
        "term_ends_on": _iso(dates.ends_on),
        "next_term_starts_on": _iso(follows),
        "last_day_to_give_notice": _iso(notice.last_day if notice else None),
        "missed": dates.missed,
        "explanation": explanation,
    }


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _read(line: str, today: date) -> _Asked:
    try:
        given: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LineError("no_json") from error
    if not isinstance(given, Mapping):
        raise LineError("no_object")
    for name in given:
        if name not in {*_KEYS, *_OPTIONS}:
            raise LineError("unknown_key", str(name)[:60])
    terms = _terms(given)
    faults = [code for code in faults_of(terms).values() if code in _IMPOSSIBLE]
    if faults:
        raise LineError(faults[0])
    return _Asked(terms=terms, today=_day(given, "today") or today)


def _terms(given: Mapping[str, object]) -> Terms:
    renewal = _choice(given, "renewal", Renewal)
    starts_on, initial = _day(given, "starts_on"), _period(given, "initial_term")
    if renewal is None:
        raise LineError("renewal_missing", ", ".join(Renewal))
    if starts_on is None:
        raise LineError("start_missing")
    if initial is None and renewal is not Renewal.OPEN_ENDED:
        raise LineError("term_missing")
    return Terms(
        starts_on=starts_on,
        initial=initial,
        renewal=renewal,
        renewed_for=_period(given, "renewal_term"),
        notice=_period(given, "notice"),
        counting=_choice(given, "counting", Counting) or Counting.RECEIPT,
        to_month_end=given.get("to_month_end") is True,
    )


def _choice(given: Mapping[str, object], name: str, kind: type[_Kind]) -> _Kind | None:
    value = given.get(name)
    if value is None:
        return None
    try:
        return kind(str(value))
    except ValueError as error:
        raise LineError("no_choice", f"{name}: {', '.join(kind)}") from error


def _day(given: Mapping[str, object], name: str) -> date | None:
    value = given.get(name)
    if value is None:
        return None
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or not is_plausible(day):
        raise LineError("no_day", name)
    return day


def _period(given: Mapping[str, object], name: str) -> Period | None:
    value = given.get(name)
    if value is None:
        return None
    try:
        return Period.parse(str(value))
    except ValueError as error:
        raise LineError("no_period", name) from error
