"""Pages of sites: the beginning of a long one will do, packed ones are unpacked to a limit."""

import asyncio
import gzip
import ssl
import zlib

import pytest

from probes.interface import Source
from probes.registry import sitting
from probes.transport import https, packed
from probes.transport.faults import ExchangeError
from tests.probes.net.stage import NAME, PEER, Stage

LIMIT = 4_096
MEGABYTE = 1_048_576
Tls = dict[str, object]


async def _page(stage: Stage, roots: Tls, url: str = f"https://{NAME}/") -> https.Page:
    async with sitting(stage.options(**roots)) as open_sitting:
        means = open_sitting.means_for(Source.TLS)
        way = https.Way(
            wire=means.wire,
            resolver=means.resolver,
            client=means.client,
            limit=LIMIT,
            accept="text/html",
            takes_beginning=True,
        )
        return await https.get(way, url)


async def _serve(stage: Stage, server_tls: ssl.SSLContext, head: str, body: bytes = b"") -> None:
    stage.hosts[NAME] = (PEER,)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + body)
        await writer.drain()

    await stage.tcp(PEER, 443, answer, ssl=server_tls)


async def test_the_beginning_of_a_page_of_100_megabytes_is_taken(
    stage: Stage, roots: Tls, server_tls: ssl.SSLContext
) -> None:
    stage.hosts[NAME] = (PEER,)
    sent = 0

    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n<html>")
        for _ in range(100):
            writer.write(b" " * MEGABYTE)
            await writer.drain()
            sent += MEGABYTE

    await stage.tcp(PEER, 443, endless, ssl=server_tls)
    page = await _page(stage, roots)
    assert page.body.startswith(b"<html>")
    assert (len(page.body), page.is_whole) == (LIMIT, False)
    assert sent < 20 * MEGABYTE


async def test_a_packed_page_is_unpacked_to_the_limit_and_no_further(
    stage: Stage, roots: Tls, server_tls: ssl.SSLContext
) -> None:
    bomb = gzip.compress(b" " * MEGABYTE)
    await _serve(stage, server_tls, f"Content-Encoding: gzip\r\nContent-Length: {len(bomb)}", bomb)
    page = await _page(stage, roots)
    assert (len(page.body), page.is_whole) == (LIMIT, False)


async def test_a_page_packed_in_an_unknown_way_is_refused(
    stage: Stage, roots: Tls, server_tls: ssl.SSLContext
) -> None:
    await _serve(stage, server_tls, "Content-Encoding: br\r\nContent-Length: 3", b"abc")
    with pytest.raises(ExchangeError) as refused:
        await _page(stage, roots)
    assert refused.value.code == "NET01_ENCODED"


async def test_headers_are_bounded_and_cookies_keep_their_names_only(
    stage: Stage, roots: Tls, server_tls: ssl.SSLContext
) -> None:
    head = f"Set-Cookie: session=SECRET; Path=/\r\nX-Long: {'x' * 3_000}\r\nContent-Length: 0"
    await _serve(stage, server_tls, head)
    headers = dict((await _page(stage, roots)).headers)
    assert headers["set-cookie"] == "session"
    assert len(headers["x-long"]) == 500


async def test_every_redirect_of_a_page_passes_the_guard(
    stage: Stage, roots: Tls, server_tls: ssl.SSLContext
) -> None:
    stage.hosts[NAME] = (PEER,)

    async def away(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: https://169.254.169.254/\r\n\r\n")

    await stage.tcp(PEER, 443, away, ssl=server_tls)
    with pytest.raises(ExchangeError) as refused:
        await _page(stage, roots)
    assert refused.value.code == "NET01_REFUSED_ADDRESS"


@pytest.mark.parametrize("bits", [zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS])
def test_gzip_zlib_and_bare_deflate_are_told_apart(bits: int) -> None:
    machine = zlib.compressobj(wbits=bits)
    body = machine.compress(b"bonjour" * 10) + machine.flush()
    assert packed.unpack(body, LIMIT) == (b"bonjour" * 10, True)


def test_what_is_not_packed_is_refused() -> None:
    with pytest.raises(ValueError, match="neither"):
        packed.unpack(b"<html>", LIMIT)


def test_a_link_is_followed_on_its_own_host_only() -> None:
    base = "https://cabinet.example/a/"
    assert https.join(base, "../mentions/#bas") == "https://cabinet.example/mentions/"
    assert https.join(base, "https://agence.example/mentions") is None
    assert https.join(base, "//agence.example/") is None
    assert https.join(base, "javascript:alert(1)") is None
    assert https.join(base, "http://[") is None
