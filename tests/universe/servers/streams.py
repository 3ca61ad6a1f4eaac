"""TCP servers that can be ended with all their connections, and the bad manners they share."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Awaitable, Callable

from tests.universe.modes import Mode

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

STALL_SECONDS = 0.2
PADDING_BYTES = 1_100_000
# What a client does to a server that it mistrusts or has heard enough of.
CLIENT_LEFT = (
    ConnectionError,
    ssl.SSLError,
    asyncio.IncompleteReadError,
    asyncio.LimitOverrunError,
)


class StreamServer:
    """One listening socket; every connection is a task that `stop` ends."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._server: asyncio.Server | None = None

    async def start(self, listening: socket.socket, context: ssl.SSLContext | None = None) -> None:
        """Accept connections from now on."""
        self._server = await asyncio.start_server(self._serve, sock=listening, ssl=context)

    async def stop(self) -> None:
        """Stop listening and tear down what is open."""
        if self._server is not None:
            self._server.close()
        for task, writer in list(self._connections.items()):
            writer.transport.abort()
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._converse(reader, writer))
        self._connections[task] = writer
        task.add_done_callback(self._connections.pop)
        await asyncio.wait([task])

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(*CLIENT_LEFT):
            await self._handler(reader, writer)
        writer.close()
        with contextlib.suppress(*CLIENT_LEFT):
            await writer.wait_closed()


async def misbehave(writer: asyncio.StreamWriter, mode: Mode) -> bool:
    """Do what a silent or resetting machine does; False when the mode is another one."""
    if mode is Mode.SILENT:
        await asyncio.Event().wait()
    elif mode is Mode.RESET:
        # Without a linger of zero the kernel would end the connection politely.
        raw = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        writer.transport.abort()
    return mode in {Mode.SILENT, Mode.RESET}


async def stall(writer: asyncio.StreamWriter, answer: bytes) -> None:
    """Send an answer byte by byte, then go on with blanks: it never ends."""
    position = 0
    while True:
        writer.write(answer[position : position + 1] or b" ")
        await writer.drain()
        position += 1
        await asyncio.sleep(STALL_SECONDS)
