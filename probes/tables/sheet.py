"""What there is to say about the tables in force: source, days, number of entries, age."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from probes.interface import Message, message
from probes.tables import present
from probes.tables.table import Kind, Origin, WhoisServers

OLD_DAYS = 90


@dataclass(frozen=True, kw_only=True)
class TableSheet:
    """One table in force."""

    kind: Kind
    origin: Origin
    entries: int
    oldest_on: date
    """The day that its age counts from."""
    old_entries: int
    """How many entries are too old today; all or none, but for WHOIS servers."""
    days: int
    """Its age today."""

    @property
    def is_old(self) -> bool:
        """Whether it should be refreshed."""
        return self.old_entries > 0


def list_tables(folder: Path | None, today: date) -> tuple[TableSheet, ...]:
    """Return the tables in force; `folder` is that of the refreshed ones."""
    rdap, listed = present.rdap_servers(folder), present.suffix_list(folder)
    overrides = present.rdap_overrides()
    return (
        _whole(Kind.RDAP, rdap.origin, len(rdap.servers), today),
        _whole(Kind.OVERRIDES, overrides.origin, len(overrides.servers), today),
        _whole(Kind.SUFFIXES, listed.origin, len(listed.icann) + len(listed.private), today),
        _by_entry(present.whois_servers(folder), today),
    )


def notes(sheet: TableSheet, command: str) -> tuple[Message, ...]:
    """Return what should be done about a table; `command` is what refreshes it here."""
    said: list[Message] = []
    if sheet.origin.fault is not None:
        said += [sheet.origin.fault, message("TAB06_LEFT_ASIDE", command=command)]
    limit, days = str(OLD_DAYS), str(sheet.days)
    if sheet.is_old and sheet.kind is Kind.OVERRIDES:
        said.append(message("TAB06_OLD_SHIPPED", limit=limit, days=days))
    elif sheet.is_old and sheet.kind is Kind.WHOIS:
        count = str(sheet.old_entries)
        said.append(message("TAB06_OLD_SERVERS", limit=limit, count=count, command=command))
    elif sheet.is_old:
        said.append(message("TAB06_OLD", limit=limit, days=days, command=command))
    return tuple(said)


def headline(sheet: TableSheet) -> Message:
    """Return how many entries a table has, and of which day."""
    on = sheet.oldest_on if sheet.kind is Kind.WHOIS else sheet.origin.published_on
    params = {"count": str(sheet.entries), "on": on.isoformat()}
    if sheet.origin.refreshed:
        params["read"] = sheet.origin.read_on.isoformat()
    return message(_HEADLINES[sheet.kind is Kind.WHOIS, sheet.origin.refreshed], **params)


_HEADLINES: Mapping[tuple[bool, bool], str] = {
    (False, False): "TAB05_SHIPPED",
    (False, True): "TAB05_REFRESHED",
    (True, False): "TAB05_SERVERS_SHIPPED",
    (True, True): "TAB05_SERVERS_REFRESHED",
}


def _whole(kind: Kind, origin: Origin, entries: int, today: date) -> TableSheet:
    days = (today - origin.read_on).days
    return TableSheet(
        kind=kind,
        origin=origin,
        entries=entries,
        oldest_on=origin.read_on,
        old_entries=entries if days > OLD_DAYS else 0,
        days=days,
    )


def _by_entry(table: WhoisServers, today: date) -> TableSheet:
    days = [entry.read_on for entry in table.entries.values()]
    return TableSheet(
        kind=Kind.WHOIS,
        origin=table.origin,
        entries=len(days),
        oldest_on=min(days),
        old_entries=sum((today - day).days > OLD_DAYS for day in days),
        days=(today - min(days)).days,
    )
