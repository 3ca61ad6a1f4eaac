"""A WHOIS server (RFC 3912), in its honest and hostile modes."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

from tests.universe.binding import WHOIS, Sockets
from tests.universe.modes import Mode
from tests.universe.servers.peer import Peer
from tests.universe.servers.streams import PADDING_BYTES, StreamServer, misbehave, stall

Answerer = Callable[[str, Mode], bytes]
"""The text for a query; it knows the modes that change what is said, not how it is sent."""

LONGEST_QUERY = 1_024


class WhoisServer(Peer):
    """Takes one line, gives one text, closes."""

    modes: ClassVar[frozenset[Mode]] = frozenset(
        {
            Mode.HONEST, Mode.SILENT, Mode.STALLING, Mode.RESET, Mode.ONE_MEGABYTE, Mode.REFUSED,
            Mode.THROTTLED, Mode.EMPTY, Mode.LYING_NAME, Mode.LYING_HOLDER,
            Mode.HIDING_HOLDER,
        }
    )  # fmt: skip

    services: ClassVar[tuple[int, ...]] = (WHOIS,)

    def __init__(self, host: str, address: str, answerer: Answerer) -> None:
        super().__init__(host, address)
        self._answerer = answerer
        self._streams = StreamServer(self._converse)

    async def start(self, sockets: Sockets) -> None:
        """Listen."""
        await self._streams.start(sockets.stream(WHOIS, self.address))

    async def stop(self) -> None:
        """Listen no more."""
        await self._streams.stop()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = (await reader.readuntil(b"\n"))[:LONGEST_QUERY]
        query = line.decode("utf-8", "replace").strip()
        self.asked.append(query)
        mode = self.mode
        if mode is Mode.EMPTY or await misbehave(writer, mode):
            return
        text = self._answerer(query, mode)
        if mode is Mode.STALLING:
            await stall(writer, text)
        # One endless word: what a parser built on regular expressions likes least.
        padding = b"x" * PADDING_BYTES if mode is Mode.ONE_MEGABYTE else b""
        writer.write(text + padding)
        await writer.drain()
