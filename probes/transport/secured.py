"""TLS on a socket that the guard connected: OpenSSL reads from it and writes to it itself.

asyncio's own TLS hands every byte through memory, between two layers of protocols; that was a tenth
of a full probe (docs/speed.md). What asyncio asks of a transport and aiohttp's parser uses is here,
back-pressure included; nothing waits for the peer's goodbye.
"""

import asyncio
import socket
import ssl
from contextlib import ExitStack
from typing import Any

_PIECE = 16_384
_PIECES_AT_ONCE = 8
"""Then others have their turn: a peer may send faster than we read."""


async def shake_hands(
    peer: socket.socket, context: ssl.SSLContext, server_name: str | None
) -> ssl.SSLSocket:
    """Begin TLS on a connected socket, which it takes over; raises SSLError and OSError."""
    with ExitStack() as undo:
        undo.callback(peer.close)
        tls = context.wrap_socket(peer, server_hostname=server_name, do_handshake_on_connect=False)
        undo.callback(tls.close)
        try:
            await _until_shaken(tls)
        except ssl.SSLEOFError as error:
            raise ConnectionResetError from error
        undo.pop_all()
    return tls


async def _until_shaken(tls: ssl.SSLSocket) -> None:
    while True:
        try:
            tls.do_handshake()
        except ssl.SSLWantReadError:
            await _ready(tls.fileno(), for_writing=False)
        except ssl.SSLWantWriteError:
            await _ready(tls.fileno(), for_writing=True)
        else:
            return


async def _ready(number: int, *, for_writing: bool) -> None:
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()
    add, remove = (
        (loop.add_writer, loop.remove_writer)
        if for_writing
        else (loop.add_reader, loop.remove_reader)
    )
    add(number, _tell, ready)
    try:
        await ready
    finally:
        remove(number)


def _tell(ready: "asyncio.Future[None]") -> None:
    if not ready.done():
        ready.set_result(None)


class Secured(asyncio.Transport):
    """A way to a peer over TLS, for a protocol that is told what comes."""

    def __init__(self, tls: ssl.SSLSocket, protocol: asyncio.Protocol) -> None:
        super().__init__()
        self._tls = tls
        self._number = tls.fileno()
        self._protocol = protocol
        self._loop = asyncio.get_running_loop()
        self._unsent = b""
        self._has_asked = False
        self._is_closing = False
        self._is_paused = True
        """Until something is asked: what a server says before is only about later sessions."""
        self._waits_to_write = False
        protocol.connection_made(self)

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - asyncio's own
        """Give what a protocol may want to know: the TLS underneath."""
        return self._tls if name == "ssl_object" else default

    def is_closing(self) -> bool:
        """Tell whether nothing is sent or heard any longer."""
        return self._is_closing

    def pause_reading(self) -> None:
        """Leave what comes where it is, in the end with the peer."""
        if not self._is_paused and not self._is_closing:
            self._is_paused = True
            self._loop.remove_reader(self._number)

    def resume_reading(self) -> None:
        """Go on reading; what OpenSSL holds already is told of by no selector."""
        if self._is_paused and not self._is_closing:
            self._is_paused = False
            self._loop.add_reader(self._number, self._read)
            if self._tls.pending():
                self._loop.call_soon(self._read)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send, now or as soon as the peer takes it."""
        if self._is_closing:
            return
        self._unsent += bytes(data)
        self._write()
        if not self._has_asked:
            self._has_asked = True
            self.resume_reading()

    def close(self) -> None:
        """End it: a protocol that closes has heard or said enough."""
        self._lose(None)

    def abort(self) -> None:
        """End it."""
        self._lose(None)

    def _read(self) -> None:
        for _ in range(_PIECES_AT_ONCE):
            if self._is_closing or self._is_paused:
                return
            try:
                piece = self._tls.recv(_PIECE)
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                break
            except OSError as error:
                self._lose(error)
                return
            if not piece:
                self._protocol.eof_received()
                self._lose(None)
                return
            self._protocol.data_received(piece)
        else:
            self._loop.call_soon(self._read)
        if self._unsent:  # OpenSSL may have had to read before it could write
            self._write()

    def _write(self) -> None:
        try:
            while self._unsent:
                self._unsent = self._unsent[self._tls.send(self._unsent) :]
        except ssl.SSLWantReadError:
            return
        except ssl.SSLWantWriteError:
            self._waits_to_write = True
            self._loop.add_writer(self._number, self._write)
            return
        except OSError as error:
            self._lose(error)
            return
        if self._waits_to_write:
            self._waits_to_write = False
            self._loop.remove_writer(self._number)

    def _lose(self, error: OSError | None) -> None:
        if self._is_closing:
            return
        self._is_closing = True
        self._loop.remove_reader(self._number)
        if self._waits_to_write:
            self._loop.remove_writer(self._number)
        self._tls.close()
        self._loop.call_soon(self._protocol.connection_lost, error)
