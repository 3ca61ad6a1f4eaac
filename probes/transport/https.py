"""GETs over HTTP and HTTPS: redirects by hand, each address guarded, bounded throughout.

The connection is made to an address literal that the guard admitted, with the Host header and SNI
of the name, so the HTTP client never resolves anything.
"""

import contextlib
import ssl
from dataclasses import dataclass

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from probes.interface import LookupState
from probes.transport import packed as unpacking
from probes.transport.addresses import Address
from probes.transport.connections import Answer, Client, Connection, Place
from probes.transport.faults import ExchangeError, from_os_error
from probes.transport.guard import Endpoint
from probes.transport.resolver import Resolver
from probes.transport.wire import Heard, Wire

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ADDRESSES_TRIED = 3
_PIECE = 16_384
_LONGEST_URL = 2_048
_HEADERS_KEPT = 100
_LONGEST_HEADER = 500


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a server answered, and where."""

    url: str
    """The last one, after redirects."""
    server: str
    """The URL, then the address that answered."""
    status: int
    body: bytes
    retry_after: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    """The first ones, bounded; of cookies only the names."""
    is_whole: bool = True
    """False where only the beginning of the body was taken."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """The means of a GET: wire, resolver, connections, the size accepted."""

    wire: Wire
    resolver: Resolver
    client: Client
    limit: int
    accept: str
    takes_beginning: bool = False
    """Whether the beginning of a long body will do; packed ones are then unpacked to the limit."""
    stays: bool = False
    """Whether a redirect to another host ends it: what stands there is another host's word."""
    at: Address | None = None
    """The one address of the host that is asked; None: the first that answers."""


async def get(way: Way, url: str) -> Page:
    """Fetch a page; raises ExchangeError with the bytes received so far."""
    target = _read_url(url)
    for _ in range(way.wire.limits.redirects + 1):
        page, location = await _get_once(way, target)
        if location is None:
            return page
        there = _follow(target, location)
        if way.stays and there.raw_host != target.raw_host:
            raise ExchangeError("NET01_OTHER_HOST", server=page.server, host=str(there.host))
        target = there
    raise ExchangeError("NET01_TOO_MANY_REDIRECTS", server=url)


def join(base: str, reference: str) -> str | None:
    """Return where a link on a page leads, if that is a page of the same host."""
    try:
        target = URL(base).join(URL(reference))
    except ValueError:
        return None
    same = (target.scheme, target.host) == (URL(base).scheme, URL(base).host)
    return str(target.with_fragment(None)) if same else None


def _read_url(text: str) -> URL:
    try:
        url = URL(text) if len(text) <= _LONGEST_URL else URL()
    except ValueError as error:
        raise _refused(text) from error
    if not url.raw_host or url.raw_user is not None or url.raw_password is not None:
        raise _refused(text)
    if url.scheme not in _PORTS or url.port != _PORTS[url.scheme]:
        raise _refused(text)
    return url.with_fragment(None) if url.raw_fragment else url


def _refused(url: str) -> ExchangeError:
    return ExchangeError("NET01_REFUSED_URL", server=url[:200])


def _follow(base: URL, location: str) -> URL:
    try:
        target = _read_url(str(base.join(URL(location))))
    except ValueError as error:
        raise _refused(location) from error
    if base.scheme == "https" and target.scheme != "https":
        # What comes in clear could have been written by anybody on the way.
        raise _refused(location)
    return target


async def _get_once(way: Way, url: URL) -> tuple[Page, str | None]:
    host = str(url.raw_host)
    fault: ExchangeError | None = None
    ends = await way.resolver.endpoints(host, _PORTS[url.scheme])
    wanted = [end for end in ends if way.at is None or end.address == way.at]
    for endpoint in wanted[:_ADDRESSES_TRIED]:
        label = f"{host} [{endpoint.shown}]"
        try:
            with way.wire.traced(label, f"GET {url}") as heard:
                return await _ask(_Request(way=way, url=url, endpoint=endpoint, label=label), heard)
        except ExchangeError as error:
            fault = error
            if error.received:
                break
    raise fault or ExchangeError("NET01_CONNECTION_LOST", server=host)


@dataclass(frozen=True, kw_only=True)
class _Request:
    way: Way
    url: URL
    endpoint: Endpoint
    label: str

    @property
    def place(self) -> Place:
        """Where the connection leads: the admitted address, under the name that was asked for."""
        is_secure = self.url.scheme == "https"
        return Place(self.endpoint, self.url.raw_host if is_secure else None)

    @property
    def text(self) -> bytes:
        """The request as sent; a URL's parts are quoted, so that none can add a line."""
        host = str(self.url.raw_host)
        lines = (
            f"GET {self.url.raw_path_qs} HTTP/1.1",
            f"Host: [{host}]" if ":" in host else f"Host: {host}",
            f"Accept: {self.way.accept}",
            "Accept-Encoding: identity",
            "User-Agent: reversibility-probes",
        )
        return "\r\n".join((*lines, "", "")).encode("ascii")


async def _ask(request: _Request, heard: Heard) -> tuple[Page, str | None]:
    try:
        async with request.way.wire.bounded(request.label):
            return await _exchange(request, heard)
    except ExchangeError as error:
        error.received = heard.raw
        raise


async def _exchange(request: _Request, heard: Heard) -> tuple[Page, str | None]:
    try:
        connection, answer = await _answered(request)
        try:
            is_redirect = answer.head.code in _REDIRECTS
            location = answer.head.headers.get("Location") if is_redirect else None
            body, is_whole = b"", True
            if location is None:
                body, is_whole = await _read_body(request, answer, heard)
            return _page(request, answer, body, is_whole=is_whole), location
        finally:
            request.way.client.keep(connection)
    except HttpProcessingError as error:
        raise ExchangeError(
            "NET01_NOT_HTTP", state=LookupState.UNPARSEABLE, server=request.label
        ) from error
    except aiohttp.ClientError as error:
        lost = error if isinstance(error, OSError) else OSError()
        raise from_os_error(lost, request.label) from error


async def _answered(request: _Request) -> tuple[Connection, Answer]:
    """Ask over a kept connection; over a new one when the server has closed that meanwhile."""
    kept = await request.way.client.take_over(request.place)
    if kept is not None:
        try:
            return kept, await kept.ask(request.text)
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
            pass
    connection = await _connect(request)
    return connection, await connection.ask(request.text)


async def _connect(request: _Request) -> Connection:
    wire = request.way.wire
    async with wire.bounded(request.label, wire.limits.connect_seconds):
        peer = await wire.guard.connect(request.endpoint)
    try:
        return await request.way.client.begin(request.place, peer)
    except ssl.SSLCertVerificationError as error:
        raise ExchangeError("NET01_CERTIFICATE_REFUSED", server=request.label) from error
    except ssl.SSLError as error:
        raise ExchangeError("TLS02_HANDSHAKE_FAILED", server=request.label) from error


def _page(request: _Request, answer: Answer, body: bytes, *, is_whole: bool) -> Page:
    return Page(
        url=str(request.url),
        server=f"{request.url} [{request.endpoint.shown}]",
        status=answer.head.code,
        body=body,
        retry_after=answer.head.headers.get("Retry-After", "")[:40],
        headers=_headers(answer),
        is_whole=is_whole,
    )


def _headers(answer: Answer) -> tuple[tuple[str, str], ...]:
    listed = list(answer.head.headers.items())[:_HEADERS_KEPT]
    named = ((name.lower(), value) for name, value in listed)
    return tuple(
        # What a cookie holds is for who set it.
        (name, value.partition("=")[0] if name == "set-cookie" else value[:_LONGEST_HEADER])
        for name, value in named
    )


async def _read_body(request: _Request, answer: Answer, heard: Heard) -> tuple[bytes, bool]:
    way, received = request.way, bytearray()
    try:
        while len(received) < way.limit and (piece := await answer.body.read(_PIECE)):
            received += piece
    finally:
        heard.raw = bytes(received[: way.limit])
    is_whole = len(received) < way.limit
    if not is_whole and not way.takes_beginning:
        raise ExchangeError(
            "NET01_TOO_LARGE",
            state=LookupState.UNPARSEABLE,
            server=request.label,
            limit=str(way.limit // 1024),
        )
    encoding = answer.head.headers.get("Content-Encoding", "identity").lower()
    if encoding == "identity":
        return heard.raw, is_whole
    return _unpacked(request, encoding, heard.raw)


def _unpacked(request: _Request, encoding: str, packed: bytes) -> tuple[bytes, bool]:
    """Unpack the beginning where that will do; we asked for nothing packed."""
    if request.way.takes_beginning and encoding in unpacking.ENCODINGS:
        with contextlib.suppress(ValueError):
            return unpacking.unpack(packed, request.way.limit)
    raise ExchangeError("NET01_ENCODED", state=LookupState.UNPARSEABLE, server=request.label)
