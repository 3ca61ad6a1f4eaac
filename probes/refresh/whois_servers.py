"""WHOIS servers asked again of the root zone database, a few at a time and gently."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from probes.interface import Message, Source, message
from probes.options import TableOptions
from probes.refresh.fetching import Publishers
from probes.refresh.replacing import check_whois
from probes.refresh.root_zone import read_answer, read_top_level, to_ask
from probes.tables.outcome import Outcome, RefreshState
from probes.tables.table import Kind, Origin, TableError, WhoisEntry, WhoisServers
from probes.transport.faults import ExchangeError

_TOP_LEVEL_KIB = 128
# A server that is silent three times in a row is left in peace.
_SILENCES = 3
_CHANGES_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Found:
    """What became of the questions; no table where there is nothing new to keep."""

    table: WhoisServers | None
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class _Answers:
    """What was read, how many were asked for, and why it stopped before, if it did."""

    entries: Mapping[str, WhoisEntry]
    wanted: int
    stopped: Message | None


async def ask_again(
    publishers: Publishers, known: tuple[WhoisServers, Collection[str]], today: date
) -> Found:
    """Ask about what is missing or oldest; `known` is what is in force, and who has RDAP.

    Each answer stands on its own: those read before a fault are kept, the others stay as they were.
    Raises ExchangeError or TableError where nothing can be kept.
    """
    before, rdap = known
    tables = publishers.options.tables
    listing = await publishers.fetch(Source.WHOIS, tables.tlds, most_kib=_TOP_LEVEL_KIB)
    listed = read_top_level(listing.text, before.entries)
    due = to_ask(listed, before, rdap, today)
    answers = await _ask(publishers, due[: tables.whois_questions], today)
    if answers.stopped is not None and not answers.entries:
        raise TableError(answers.stopped.code, **dict(answers.stopped.params))
    entries = {tld: entry for tld, entry in before.entries.items() if tld in listed}
    table = WhoisServers(origin=_origin(tables, today), entries={**entries, **answers.entries})
    check_whois(table, before)
    left = len(due) - len(answers.entries)
    return Found(table=table, outcome=_outcome(answers, before, left))


async def _ask(publishers: Publishers, wanted: list[str], today: date) -> _Answers:
    entries: dict[str, WhoisEntry] = {}
    silences, fault = 0, None
    for number, tld in enumerate(wanted):
        if number:
            await asyncio.sleep(publishers.options.tables.pause_seconds)
        try:
            entries[tld] = read_answer(tld, await publishers.ask(tld), today)
            silences = 0
        except ExchangeError as error:
            silences, fault = silences + 1, error.message
        except TableError as error:
            # Not IANA, or IANA that asks us to stop: no more questions.
            silences, fault = _SILENCES, error.message
        if silences >= _SILENCES:
            break
    gave_up = silences >= _SILENCES or not entries
    return _Answers(entries=entries, wanted=len(wanted), stopped=fault if gave_up else None)


def _origin(tables: TableOptions, today: date) -> Origin:
    return Origin(source=f"whois://{tables.whois}", published_on=today, read_on=today)


def _outcome(answers: _Answers, before: WhoisServers, left: int) -> Outcome:
    count = len(answers.entries)
    said = [message("TAB03_ASKED", count=str(count), wanted=str(answers.wanted), left=str(left))]
    changes = _changes(answers.entries, before)
    if changes:
        said.append(message("TAB03_CHANGED", changes=changes))
    if answers.stopped is not None:
        said += [answers.stopped, message("TAB03_PARTLY")]
    state = RefreshState.REFRESHED if count else RefreshState.UNCHANGED
    state = RefreshState.PARTLY if answers.stopped is not None else state
    return Outcome(kind=Kind.WHOIS, state=state, messages=tuple(said))


def _changes(entries: Mapping[str, WhoisEntry], before: WhoisServers) -> str:
    """Write which servers moved: port 43 is asked in clear, so people may want to look."""
    moved = [
        f".{tld} {_written(before.entries[tld])} → {_written(entry)}"
        for tld, entry in sorted(entries.items())
        if tld in before.entries and before.entries[tld].hosts != entry.hosts
    ]
    more = f", … (+{len(moved) - _CHANGES_SHOWN})" if len(moved) > _CHANGES_SHOWN else ""
    return ", ".join(moved[:_CHANGES_SHOWN]) + more


def _written(entry: WhoisEntry) -> str:
    return " ".join(entry.hosts) or "-"
