"""IANA and publicsuffix.org on loopback, saying what a test wants them to say."""

import asyncio
import json
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

from probes.options import Limits, ProbeOptions, TableOptions
from probes.refresh.run import refresh_async
from probes.tables import present
from probes.tables.outcome import Outcome, RefreshState
from probes.tables.table import Kind
from probes.texts import render
from probes.transport.wire import Exchange
from tests.probes.net.connections import by_the_stage
from tests.probes.net.stage import Stage

FILES, ROOT_ZONE = "127.20.0.5", "127.20.0.6"
# Later than whatever is shipped by then.
TODAY = date(2036, 11, 30)
RDAP, SUFFIXES = "https://data.iana.org/rdap/dns.json", "https://publicsuffix.org/list/psl.dat"
TOP_LEVEL = "https://data.iana.org/TLD/tlds.txt"
HOSTS = ["data.iana.org", "publicsuffix.org"]
QUICK = Limits(deadline_seconds=1.0, connect_seconds=0.5)
Json = dict[str, object]


def rdap_file(day: str = "2036-11-20T08:00:00Z", **changes: object) -> Json:
    """Return a bootstrap like the one shipped, published later."""
    text = resources.files("probes").joinpath("data", "rdap-dns.json").read_text("utf-8")
    return {**json.loads(text), "publication": day, **changes}


def suffix_file(day: str = "2036-11-28") -> str:
    """Return a public suffix list like the one shipped, published later."""
    text = present.shipped_suffixes().text
    start = text.index("// VERSION: ") + len("// VERSION: ")
    return text[:start] + day + text[start + len(day) :]


def top_level_file(*more: str, without: tuple[str, ...] = ()) -> str:
    """Return the list of top-level domains that the shipped WHOIS servers are of, and more."""
    known = [tld for tld in present.shipped_whois().entries if tld not in without]
    lines = "\n".join(tld.upper() for tld in sorted([*known, *more]))
    return f"# Version 2026113000, Last Updated Mon Nov 30 07:07:02 2026 UTC\n{lines}\n"


def root_zone_answer(tld: str, whois: str | None) -> str:
    """Return what whois.iana.org says of a top-level domain."""
    line = f"whois:        {whois}\n\n" if whois else ""
    return (
        "% IANA WHOIS server\n% This query returned 1 object\n\n"
        f"domain:       {tld.upper()}\n\norganisation: Registry of {tld}\n\n{line}"
        "status:       ACTIVE\nremarks:      Registration information: https://nic.example\n\n"
        "created:      1986-09-02\nsource:       IANA\n\n"
    )


@dataclass
class Publishers:
    """What they serve, what they were asked, and the options that lead to them."""

    stage: Stage
    server_tls: ssl.SSLContext
    roots: dict[str, object]
    folder: Path
    files: dict[str, bytes] = field(default_factory=dict)
    """By path; the whole answer of the server, headers included, when it starts with HTTP/."""
    root_zone: Callable[[str], str] = field(default=lambda tld: root_zone_answer(tld, None))
    asked: list[str] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    tables: dict[str, object] = field(default_factory=dict)
    """Changes to the options of the tables."""

    async def start(self) -> None:
        """Serve files over TLS, and the root zone on port 43."""
        self.stage.hosts |= dict.fromkeys(HOSTS, (FILES,))
        self.stage.hosts["whois.iana.org"] = (ROOT_ZONE,)
        self.files = {
            "/rdap/dns.json": json.dumps(rdap_file()).encode(),
            "/list/psl.dat": suffix_file().encode(),
            "/TLD/tlds.txt": top_level_file().encode(),
        }
        await self.stage.tcp(FILES, 443, self._file, ssl=self.server_tls)
        await self.stage.tcp(ROOT_ZONE, 43, self._answer)

    @property
    def options(self) -> ProbeOptions:
        """Return what leads the probes to these publishers."""
        where = TableOptions(
            folder=self.folder,
            rdap=RDAP,
            suffixes=SUFFIXES,
            tlds=TOP_LEVEL,
            whois_questions=3,
            pause_seconds=0.001,
            deadline_seconds=2.0,
        )
        where = replace(where, **self.tables)  # type: ignore[arg-type]  # names of the fields
        return self.stage.options(QUICK, tables=where, registries=(), **self.roots)

    async def refresh(self, kind: Kind, today: date = TODAY) -> Outcome:
        """Refresh one table, as on a given day."""
        now = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
        (outcome,) = await refresh_async(
            self.options, [kind], now=lambda: now, journal=self.exchanges.append
        )
        return outcome

    async def _file(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        body = self.files.get(path)
        if body is None:
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        elif body.startswith(b"HTTP/"):
            writer.write(body)
        else:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tld = (await reader.readline()).decode().strip()
        self.asked.append(tld)
        with by_the_stage():
            writer.write(self.root_zone(tld).encode())
            await writer.drain()


async def refused(publishers: Publishers, kind: Kind) -> str:
    """Refresh a table that must stay as it is, down to the byte; return the reason's tag."""
    publishers.folder.mkdir(exist_ok=True)
    before = {path.name: path.read_bytes() for path in publishers.folder.iterdir()}
    outcome = await publishers.refresh(kind)
    assert outcome.state is RefreshState.KEPT
    assert not outcome.is_done
    assert {path.name: path.read_bytes() for path in publishers.folder.iterdir()} == before
    reason, next_step = outcome.messages
    assert next_step.code == "TAB03_KEPT"
    for said in outcome.messages:
        assert render(said, "fr").endswith(".")
    return reason.code
