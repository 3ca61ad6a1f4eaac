"""An HTTP server over TLS (and its plain port), in its honest and hostile modes."""

import asyncio
import ssl
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from tests.universe.binding import HTTP, HTTPS, Sockets
from tests.universe.modes import Mode
from tests.universe.servers.http_wire import Request, Response, head, read_request, wire
from tests.universe.servers.peer import Peer
from tests.universe.servers.streams import PADDING_BYTES, StreamServer, misbehave, stall

Answerer = Callable[[Request, Mode], Response]
"""The honest response to a request; it knows the modes that change what is said (lies)."""

RETRY_AFTER_SECONDS = 30
PRIVATE_TARGET = "https://10.0.0.1/"
BOMB_MEGABYTES = 64
MEGABYTE = 1_048_576
LOGIN_PAGE = b"<!doctype html><title>Connexion</title><p>Portail de connexion</p>"


class HttpServer(Peer):
    """A web or RDAP server."""

    modes: ClassVar[frozenset[Mode]] = frozenset(
        {
            Mode.HONEST, Mode.SILENT, Mode.STALLING, Mode.RESET, Mode.ONE_MEGABYTE, Mode.REFUSED,
            Mode.THROTTLED, Mode.EMPTY, Mode.UNAVAILABLE, Mode.HTML, Mode.REDIRECT_LOOP,
            Mode.REDIRECT_TO_PRIVATE, Mode.GZIP_BOMB, Mode.LYING_NAME, Mode.LYING_HOLDER,
            Mode.HIDING_HOLDER,
        }
    )  # fmt: skip

    services: ClassVar[tuple[int, ...]] = (HTTPS, HTTP)

    def __init__(
        self, host: str, address: str, answerer: Answerer, contexts: dict[str, ssl.SSLContext]
    ) -> None:
        super().__init__(host, address)
        self._answerer = answerer
        self._contexts = contexts
        self._placed: dict[str, Response] = {}
        self._secure = StreamServer(self._converse)
        self._plain = StreamServer(self._send_to_https)

    async def start(self, sockets: Sockets) -> None:
        """Listen at the secure port, and at the plain one to send people there."""
        context = self._contexts[self.host]
        context.sni_callback = self._choose
        await self._secure.start(sockets.stream(HTTPS, self.address), context)
        await self._plain.start(sockets.stream(HTTP, self.address))

    async def stop(self) -> None:
        """Listen no more."""
        await self._secure.stop()
        await self._plain.stop()

    def calm(self) -> None:
        """Be honest again, with the pages of the beginning."""
        super().calm()
        self._placed = {}

    def serves(self, host: str) -> bool:
        """Say whether a site is here."""
        return host in self._contexts

    def place(self, url: str, response: Response) -> None:
        """Answer this at a URL from now on; at one that ends with `*`, whatever follows."""
        self._placed = {**self._placed, url: response}

    def _found(self, scheme: str, request: Request) -> Response | None:
        url = f"{scheme}://{request.host}{request.path}"
        folder, _, _ = url.rpartition("/")
        return self._placed.get(url) or self._placed.get(f"{folder}/*")

    def _choose(self, connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        """Present the certificate of the site that the client names (SNI)."""
        context = self._contexts.get(name or "")
        if context is not None:
            connection.context = context

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            request = await read_request(reader)
            self.asked.append(f"{request.method} {request.host}{request.path}")
            mode = self.mode
            if await misbehave(writer, mode):
                return
            if mode is Mode.GZIP_BOMB:
                await _bomb(writer)
                return
            response = _RESPONSES[mode](request) if mode in _RESPONSES else None
            response = response or self._honest(request, mode)
            answer = wire(response, keep_alive=request.keep_alive)
            if mode is Mode.STALLING:
                await stall(writer, answer)
            writer.write(answer)
            await writer.drain()
            if not request.keep_alive:
                return

    def _honest(self, request: Request, mode: Mode) -> Response:
        response = self._found("https", request) or self._answerer(request, mode)
        if mode is Mode.ONE_MEGABYTE:
            # Blanks are allowed after a JSON text: the answer stays well-formed, only too long.
            return replace(response, body=response.body + b" " * PADDING_BYTES)
        return response

    async def _send_to_https(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        request = await read_request(reader)
        self.asked.append(f"{request.method} http://{request.host}{request.path}")
        target = f"https://{request.host}{request.path}"
        response = self._found("http", request) or Response(
            status=301, headers={"Location": target}
        )
        writer.write(wire(response, keep_alive=False))
        await writer.drain()


async def _bomb(writer: asyncio.StreamWriter) -> None:
    headers = {"Content-Type": "application/rdap+json", "Content-Encoding": "gzip"}
    writer.write(head(200, headers | {"Connection": "close"}))
    gzip = zlib.compressobj(9, zlib.DEFLATED, 31)
    for _ in range(BOMB_MEGABYTES):
        writer.write(gzip.compress(b" " * MEGABYTE))
        await writer.drain()
        await asyncio.sleep(0)
    writer.write(gzip.flush())
    await writer.drain()


def _throttled(_: Request) -> Response:
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    return Response(status=429, headers=headers, body=b"Too many requests\n")


def _redirect_loop(request: Request) -> Response:
    """Go back and forth between two paths."""
    path = request.path.removesuffix("/encore") if request.path.endswith("/encore") else None
    target = path or f"{request.path.rstrip('/')}/encore"
    return Response(status=302, headers={"Location": f"https://{request.host}{target}"})


_RESPONSES: dict[Mode, Callable[[Request], Response]] = {
    Mode.THROTTLED: _throttled,
    Mode.REFUSED: lambda _: Response(status=403, body=b"Forbidden\n"),
    Mode.UNAVAILABLE: lambda _: Response(status=503, body=b"<h1>Service Unavailable</h1>"),
    Mode.EMPTY: lambda _: Response(),
    Mode.HTML: lambda _: Response(body=LOGIN_PAGE),
    Mode.REDIRECT_LOOP: _redirect_loop,
    Mode.REDIRECT_TO_PRIVATE: lambda _: Response(status=302, headers={"Location": PRIVATE_TARGET}),
}
