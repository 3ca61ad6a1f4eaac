"""TLS that we read and write ourselves: long bodies, floods, goodbyes and half a handshake."""

import asyncio
import ssl

import pytest

from probes.interface import Source
from probes.options import Limits
from probes.registry import sitting
from probes.transport import https
from probes.transport.faults import ExchangeError
from tests.probes.net.stage import NAME, PEER, Stage

LONG = bytes(range(256)) * 4_000
PATIENT = Limits(deadline_seconds=20.0, connect_seconds=5.0)


async def _get(stage: Stage, roots: dict[str, object], limit: int) -> https.Page:
    stage.hosts[NAME] = (PEER,)
    async with sitting(stage.options(PATIENT, **roots)) as asking:
        means = asking.means_for(Source.TLS)
        way = https.Way(
            wire=means.wire,
            resolver=means.resolver,
            client=means.client,
            limit=limit,
            accept="*/*",
        )
        return await https.get(way, f"https://{NAME}/")


async def test_a_long_page_comes_whole(
    stage: Stage, roots: dict[str, object], server_tls: ssl.SSLContext
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(LONG) + LONG)
        await writer.drain()
        await reader.read()

    await stage.tcp(PEER, 443, serve, ssl=server_tls)
    assert (await _get(stage, roots, 2 * len(LONG))).body == LONG


async def test_a_page_that_ends_with_the_connection_comes_whole(
    stage: Stage, roots: dict[str, object], server_tls: ssl.SSLContext
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n" + LONG)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    await stage.tcp(PEER, 443, serve, ssl=server_tls)
    assert (await _get(stage, roots, 2 * len(LONG))).body == LONG


async def test_a_peer_that_sends_without_end_is_left_waiting(
    stage: Stage, roots: dict[str, object], server_tls: ssl.SSLContext
) -> None:
    sent = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(LONG)
            sent += len(LONG)
            await writer.drain()

    await stage.tcp(PEER, 443, serve, ssl=server_tls)
    with pytest.raises(ExchangeError, match="NET01_TOO_LARGE"):
        await _get(stage, roots, 50_000)
    assert sent < 20 * len(LONG)  # what the system's buffers take, and no more


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
async def test_a_peer_that_does_not_finish_the_handshake_is_said_to_be(
    stage: Stage, roots: dict[str, object], said: bytes
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(said)
        await writer.drain()

    await stage.tcp(PEER, 443, serve)
    with pytest.raises(ExchangeError) as failed:
        await _get(stage, roots, 100)
    expected = "TLS02_HANDSHAKE_FAILED" if said else "NET01_CONNECTION_LOST"
    assert failed.value.code == expected
