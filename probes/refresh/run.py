"""A refresh: each table fetched, checked against the one in force, and put in its place."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from probes.interface import Message, Source, message
from probes.options import ProbeOptions
from probes.refresh import whois_servers
from probes.refresh.fetching import Fetched, Publishers
from probes.refresh.replacing import check_rdap, check_suffixes
from probes.refresh.writing import put
from probes.tables import documents, present
from probes.tables.outcome import Outcome, RefreshState
from probes.tables.table import Kind, Origin, TableError
from probes.transport import clock, trust
from probes.transport.clock import Clock
from probes.transport.connections import Client
from probes.transport.faults import ExchangeError
from probes.transport.guard import Guard
from probes.transport.resolver import Known
from probes.transport.wire import Exchange, Journal

REFRESHABLE = (Kind.RDAP, Kind.SUFFIXES, Kind.WHOIS)
_RDAP_KIB, _SUFFIXES_KIB = 1_024, 4_096


def refresh(options: ProbeOptions, kinds: Collection[Kind] = REFRESHABLE) -> tuple[Outcome, ...]:
    """Take tables anew from their publishers; one that fails leaves what was there.

    Raises OptionsError for unusable options, never for what a publisher did.
    """
    return asyncio.run(refresh_async(options, kinds))


def _forget(_exchange: Exchange) -> None:
    """Keep no trace."""


async def refresh_async(
    options: ProbeOptions,
    kinds: Collection[Kind] = REFRESHABLE,
    *,
    now: Clock = clock.utc_now,
    journal: Journal = _forget,
) -> tuple[Outcome, ...]:
    """Do as `refresh`, inside a running event loop; `journal` receives each exchange."""
    folder = options.tables.folder
    if folder is None:
        return tuple(_kept(kind, message("TAB03_NO_FOLDER")) for kind in kinds)
    trust.roots(options)  # Unreadable roots are said before anything is asked.
    async with (
        contextlib.aclosing(Guard(options)) as guard,
        contextlib.aclosing(Client(options)) as client,
    ):
        publishers = Publishers(
            options=options, guard=guard, client=client, known=Known(), journal=journal
        )
        task = _Task(publishers=publishers, folder=folder, today=now().date())
        return tuple([await _one(kind, task) for kind in REFRESHABLE if kind in kinds])


@dataclass(frozen=True, kw_only=True)
class _Task:
    publishers: Publishers
    folder: Path
    today: date


async def _one(kind: Kind, task: _Task) -> Outcome:
    try:
        return await _STEPS[kind](task)
    except (ExchangeError, TableError) as error:
        tables = task.publishers.options.tables
        sources = {Kind.RDAP: tables.rdap, Kind.SUFFIXES: tables.suffixes, Kind.WHOIS: tables.tlds}
        return _kept(kind, error.message, message("TAB03_KEPT", source=sources[kind]))


async def _rdap(task: _Task) -> Outcome:
    url = task.publishers.options.tables.rdap
    fetched = await task.publishers.fetch(Source.RDAP, url, most_kib=_RDAP_KIB)
    before, read = present.rdap_servers(task.folder), documents.read_rdap(fetched.text)
    new = replace(read, origin=_origin(read.origin, fetched, task.today))
    check_rdap(new, before, task.today)
    put(task.folder, Kind.RDAP, documents.write_rdap(new))
    return _taken(
        Kind.RDAP, new.origin, len(new.servers), is_same=dict(new.servers) == dict(before.servers)
    )


async def _suffixes(task: _Task) -> Outcome:
    url = task.publishers.options.tables.suffixes
    fetched = await task.publishers.fetch(Source.DNS, url, most_kib=_SUFFIXES_KIB)
    before, read = present.suffix_list(task.folder), documents.read_suffixes(fetched.text)
    new = replace(read, origin=_origin(read.origin, fetched, task.today))
    check_suffixes(new, before, task.today)
    put(task.folder, Kind.SUFFIXES, documents.write_suffixes(new))
    count = len(new.icann) + len(new.private)
    return _taken(Kind.SUFFIXES, new.origin, count, is_same=new.text == before.text)


async def _whois(task: _Task) -> Outcome:
    known = (present.whois_servers(task.folder), _with_rdap(task.folder))
    found = await whois_servers.ask_again(task.publishers, known, task.today)
    if found.table is not None:
        put(task.folder, Kind.WHOIS, documents.write_whois(found.table))
    return found.outcome


_STEPS: dict[Kind, Callable[[_Task], Awaitable[Outcome]]] = {
    Kind.RDAP: _rdap,
    Kind.SUFFIXES: _suffixes,
    Kind.WHOIS: _whois,
}


def _with_rdap(folder: Path) -> Collection[str]:
    return {**present.rdap_overrides().servers, **present.rdap_servers(folder).servers}


def _origin(read: Origin, fetched: Fetched, today: date) -> Origin:
    return replace(read, source=fetched.url, read_on=today)


def _taken(kind: Kind, origin: Origin, count: int, *, is_same: bool) -> Outcome:
    code = "TAB03_UNCHANGED" if is_same else "TAB03_REFRESHED"
    on = origin.published_on.isoformat()
    return Outcome(
        kind=kind,
        state=RefreshState.UNCHANGED if is_same else RefreshState.REFRESHED,
        messages=(message(code, on=on, count=str(count)),),
    )


def _kept(kind: Kind, *said: Message) -> Outcome:
    return Outcome(kind=kind, state=RefreshState.KEPT, messages=said)
