"""What `python -m probes tables` and `refresh` show, for people or as JSON."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from probes.interface import Message, message
from probes.report import visible
from probes.tables.outcome import Outcome
from probes.tables.sheet import TableSheet, headline, notes
from probes.tables.table import Kind
from probes.texts import Locale, plain, render

_WIDTH = 96
_NAMES = {
    Kind.RDAP: "TAB04_RDAP",
    Kind.OVERRIDES: "TAB04_OVERRIDES",
    Kind.SUFFIXES: "TAB04_SUFFIXES",
    Kind.WHOIS: "TAB04_WHOIS",
}
Json = dict[str, object]


def tables_for_people(sheets: Sequence[TableSheet], command: str, locale: Locale) -> str:
    """Write each table with its source and days, and what is too old."""
    lines: list[str] = []
    for sheet in sheets:
        source = message("TAB05_SOURCE", source=plain(sheet.origin.source))
        lines += _block(sheet.kind, (headline(sheet), source, *notes(sheet, command)), locale)
    return "\n".join(lines)


def tables_for_programs(
    sheets: Sequence[TableSheet], command: str, locale: Locale
) -> list[dict[str, object]]:
    """Return the same as JSON."""
    return [
        {
            "table": sheet.kind.value,
            "source": sheet.origin.source,
            "published_on": _day(sheet.origin.published_on),
            "read_on": _day(sheet.origin.read_on),
            "oldest_on": _day(sheet.oldest_on),
            "entries": sheet.entries,
            "old_entries": sheet.old_entries,
            "is_old": sheet.is_old,
            "refreshed": sheet.origin.refreshed,
            "messages": _messages(notes(sheet, command), locale),
        }
        for sheet in sheets
    ]


def outcomes_for_people(outcomes: Iterable[Outcome], locale: Locale) -> str:
    """Write what became of each table."""
    lines = [
        line for outcome in outcomes for line in _block(outcome.kind, outcome.messages, locale)
    ]
    return "\n".join(lines)


def outcomes_for_programs(outcomes: Iterable[Outcome], locale: Locale) -> list[dict[str, object]]:
    """Return the same as JSON."""
    return [
        {
            "table": outcome.kind.value,
            "state": outcome.state.value,
            "messages": _messages(outcome.messages, locale),
        }
        for outcome in outcomes
    ]


def _block(kind: Kind, said: Iterable[Message], locale: Locale) -> Iterator[str]:
    yield render(message(_NAMES[kind]), locale)
    for each in said:
        yield from textwrap.wrap(
            visible(render(each, locale)),
            width=_WIDTH,
            initial_indent="    ",
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def _messages(said: Iterable[Message], locale: Locale) -> list[Json]:
    return [
        {
            "code": each.code,
            "params": dict(each.params),
            "text": visible(render(each, locale)),
        }
        for each in said
    ]


def _day(day: date) -> str:
    return day.isoformat()
