"""Publishers that flood, stall, cut, redirect or lie: a sentence, and the table that was there."""

import asyncio
import gzip

import pytest

from probes.tables import present
from probes.tables.outcome import RefreshState
from probes.tables.table import Kind
from tests.probes.net.connections import counted
from tests.probes.net.publishers import FILES, TODAY, Publishers, refused, root_zone_answer
from tests.probes.net.timing import drip, silence, within

PATHS = {Kind.RDAP: "/rdap/dns.json", Kind.SUFFIXES: "/list/psl.dat", Kind.WHOIS: "/TLD/tlds.txt"}
HTML = b"<!DOCTYPE html><html><title>Maintenance</title>" + b"<p>Back soon.</p>" * 400 + b"</html>"
kinds = pytest.mark.parametrize("kind", PATHS)


@kinds
async def test_a_page_in_place_of_a_table(publishers: Publishers, kind: Kind) -> None:
    publishers.files[PATHS[kind]] = HTML
    assert (await refused(publishers, kind)).startswith("TAB01_")


@kinds
async def test_no_page_at_all(publishers: Publishers, kind: Kind) -> None:
    del publishers.files[PATHS[kind]]
    assert await refused(publishers, kind) == "TAB02_STATUS"


@kinds
async def test_a_packed_table_is_never_unpacked(publishers: Publishers, kind: Kind) -> None:
    bomb = gzip.compress(b"{}" * 10_000_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    publishers.files[PATHS[kind]] = head + bomb
    assert await refused(publishers, kind) == "NET01_ENCODED"


@kinds
async def test_two_hundred_megabytes_are_cut_at_the_limit(
    publishers: Publishers, kind: Kind
) -> None:
    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\n")
        for _ in range(2_000):
            writer.write(b" " * 100_000)
            await writer.drain()

    await _serve_instead(publishers, flood)
    with within(publishers.options.tables.deadline_seconds):
        assert await refused(publishers, kind) == "NET01_TOO_LARGE"
    assert publishers.exchanges[-1].received <= 4_194_304


@kinds
async def test_a_table_that_comes_byte_by_byte_is_cut_at_the_deadline(
    publishers: Publishers, kind: Kind
) -> None:
    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = publishers.files[PATHS[kind]]
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body))
        await drip(writer, body)

    await _serve_instead(publishers, slow)
    with within(publishers.options.tables.deadline_seconds):
        assert await refused(publishers, kind) == "NET01_TIMED_OUT"


@kinds
async def test_a_table_cut_in_the_middle_of_its_announced_length(
    publishers: Publishers, kind: Kind
) -> None:
    body = publishers.files[PATHS[kind]]
    half = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body[: len(body) // 2]
    publishers.files[PATHS[kind]] = half
    assert await refused(publishers, kind) == "NET01_CONNECTION_LOST"


@kinds
async def test_a_table_cut_without_saying_so(publishers: Publishers, kind: Kind) -> None:
    whole = publishers.files[PATHS[kind]]
    publishers.files[PATHS[kind]] = whole[: len(whole) - len(whole) // 100]
    assert (await refused(publishers, kind)).startswith("TAB01_")


@kinds
@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("https://127.0.0.1/rdap/dns.json", "NET01_REFUSED_ADDRESS"),
        ("https://[::1]/", "NET01_REFUSED_ADDRESS"),
        ("https://inside.iana.org/", "NET01_REFUSED_ADDRESS"),
        ("http://data.iana.org/rdap/dns.json", "NET01_REFUSED_URL"),
        ("https://a:b@data.iana.org/rdap/dns.json", "NET01_REFUSED_URL"),
        ("file://localhost/etc/passwd", "NET01_REFUSED_URL"),
        ("/again", "NET01_TOO_MANY_REDIRECTS"),
    ],
)
async def test_a_redirect_elsewhere(
    publishers: Publishers, kind: Kind, location: str, code: str
) -> None:
    publishers.stage.hosts["inside.iana.org"] = ("127.0.0.1",)
    there = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()
    publishers.files[PATHS[kind]] = publishers.files["/again"] = there
    with counted() as connected:
        assert await refused(publishers, kind) == code
    assert not {"127.0.0.1", "::1"} & set(connected)


async def test_a_server_with_another_certificate_is_not_asked(publishers: Publishers) -> None:
    publishers.stage.hosts["elsewhere.example"] = (FILES,)
    publishers.tables = {"rdap": "https://elsewhere.example/rdap/dns.json"}
    assert await refused(publishers, Kind.RDAP) == "NET01_CERTIFICATE_REFUSED"


async def _serve_instead(publishers: Publishers, handler) -> None:
    address = "127.20.0.7"
    publishers.stage.hosts["data.iana.org"] = (address,)
    publishers.stage.hosts["publicsuffix.org"] = (address,)
    await publishers.stage.tcp(address, 443, handler, ssl=publishers.server_tls)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("", "TAB02_NOT_IANA"),
        (HTML.decode(), "TAB02_NOT_IANA"),
        ("% Too many queries, try again later.\n", "TAB02_NOT_IANA"),
        (root_zone_answer("com", "whois.nic.com"), "TAB02_NOT_IANA"),
        (
            root_zone_answer("ae", "whois.nic.ae").replace("source:       IANA", ""),
            "TAB02_NOT_IANA",
        ),
        (root_zone_answer("ae", "127.0.0.1"), "TAB02_SERVER"),
        (root_zone_answer("ae", "localhost"), "TAB02_SERVER"),
        (root_zone_answer("ae", "whois.nic.ae/../"), "TAB02_SERVER"),
        (root_zone_answer("ae", "http://whois.nic.ae"), "TAB02_SERVER"),
        ("x" * 100_000, "NET01_TOO_LARGE"),
    ],
)
async def test_an_answer_that_is_not_the_root_zones(
    publishers: Publishers, answer: str, code: str
) -> None:
    publishers.root_zone = lambda _tld: answer
    assert await refused(publishers, Kind.WHOIS) == code
    assert len(publishers.asked) == (3 if code == "NET01_TOO_LARGE" else 1)


async def test_a_root_zone_that_falls_silent_is_left_in_peace(publishers: Publishers) -> None:
    await publishers.stage.tcp("127.20.0.8", 43, silence)
    publishers.stage.hosts["whois.iana.org"] = ("127.20.0.8",)
    with within(4.0):
        assert await refused(publishers, Kind.WHOIS) == "NET01_TIMED_OUT"


async def test_what_was_answered_before_a_fault_is_kept(publishers: Publishers) -> None:
    def once(tld: str) -> str:
        return root_zone_answer(tld, "whois.one.example") if len(publishers.asked) == 1 else ""

    publishers.root_zone = once
    outcome = await publishers.refresh(Kind.WHOIS)
    assert (outcome.state, outcome.is_done) == (RefreshState.PARTLY, False)
    assert outcome.messages[-1].code == "TAB03_PARTLY"
    table = present.whois_servers(publishers.folder)
    read = {tld for tld, entry in table.entries.items() if entry.read_on == TODAY}
    assert read == {publishers.asked[0]}


async def test_one_silence_does_not_end_the_questions(publishers: Publishers) -> None:
    publishers.root_zone = lambda tld: (
        "x" * 100_000 if len(publishers.asked) == 1 else root_zone_answer(tld, None)
    )
    outcome = await publishers.refresh(Kind.WHOIS)
    assert outcome.is_done
    assert dict(outcome.messages[0].params)["count"] == "2"


@kinds
async def test_a_folder_that_cannot_be_written(publishers: Publishers, kind: Kind) -> None:
    publishers.folder.write_text("a file in the way")
    outcome = await publishers.refresh(kind)
    assert outcome.messages[0].code == "TAB03_NOT_WRITTEN"
    assert publishers.folder.read_text() == "a file in the way"
    assert [path.name for path in publishers.folder.parent.glob(".*")] == []
