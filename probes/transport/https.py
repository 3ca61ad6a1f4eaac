"""GETs over HTTP and HTTPS: redirects by hand, each address guarded, bounded throughout.

The connection is made to an address literal that the guard admitted, with the Host header and SNI
of the name, so the HTTP client never resolves anything.
"""

import socket
from dataclasses import dataclass

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from probes.interface import LookupState
from probes.options import ProbeOptions
from probes.transport import trust
from probes.transport.faults import ExchangeError, from_os_error
from probes.transport.guard import Endpoint, Guard
from probes.transport.resolver import Resolver
from probes.transport.wire import Heard, Wire

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ADDRESSES_TRIED = 3
_PIECE = 16_384
_LONGEST_URL = 2_048
_FAULTS = (
    (aiohttp.ClientConnectorCertificateError, "NET01_CERTIFICATE_REFUSED"),
    (aiohttp.ClientSSLError, "TLS02_HANDSHAKE_FAILED"),
)


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


@dataclass(frozen=True, kw_only=True)
class Way:
    """The means of a GET: wire, resolver, connections, the size accepted."""

    wire: Wire
    resolver: Resolver
    client: "Client"
    limit: int
    accept: str


async def get(way: Way, url: str) -> Page:
    """Fetch a page; raises ExchangeError with the bytes received so far."""
    target = _read_url(url)
    for _ in range(way.wire.limits.redirects + 1):
        page, location = await _get_once(way, target)
        if location is None:
            return page
        target = _follow(target, location)
    raise ExchangeError("NET01_TOO_MANY_REDIRECTS", server=url)


def _read_url(text: str) -> URL:
    refused = ExchangeError("NET01_REFUSED_URL", server=text[:200])
    try:
        url = URL(text) if len(text) <= _LONGEST_URL else URL()
    except ValueError as error:
        raise refused from error
    if not url.host or url.user is not None or url.password is not None:
        raise refused
    if url.scheme not in _PORTS or url.port != _PORTS[url.scheme]:
        raise refused
    return url.with_fragment(None)


def _follow(base: URL, location: str) -> URL:
    refused = ExchangeError("NET01_REFUSED_URL", server=location[:200])
    try:
        target = _read_url(str(base.join(URL(location))))
    except ValueError as error:
        raise refused from error
    if base.scheme == "https" and target.scheme != "https":
        # What comes in clear could have been written by anybody on the way.
        raise refused
    return target


async def _get_once(way: Way, url: URL) -> tuple[Page, str | None]:
    host = str(url.raw_host)
    fault: ExchangeError | None = None
    for endpoint in (await way.resolver.endpoints(host, _PORTS[url.scheme]))[:_ADDRESSES_TRIED]:
        label = f"{host} [{endpoint.address}]"
        try:
            async with way.wire.traced(label, f"GET {url}") as heard:
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
    def literal_url(self) -> URL:
        """The URL with the admitted address and its real port in place of the name."""
        return URL.build(
            scheme=self.url.scheme,
            host=str(self.endpoint.address),
            port=self.endpoint.port,
            path=self.url.raw_path,
            query_string=self.url.raw_query_string,
            encoded=True,
        )

    @property
    def host_header(self) -> str:
        return f"[{self.url.raw_host}]" if ":" in str(self.url.raw_host) else str(self.url.raw_host)

    @property
    def server_name(self) -> str | None:
        return self.url.raw_host if self.url.scheme == "https" else None


async def _ask(request: _Request, heard: Heard) -> tuple[Page, str | None]:
    try:
        async with request.way.wire.bounded(request.label):
            return await _exchange(request, request.way.client.session(), heard)
    except ExchangeError as error:
        error.received = heard.raw
        raise


async def _exchange(
    request: _Request, session: aiohttp.ClientSession, heard: Heard
) -> tuple[Page, str | None]:
    try:
        async with session.get(
            request.literal_url,
            headers={"Host": request.host_header, "Accept": request.way.accept},
            server_hostname=request.server_name,
            allow_redirects=False,
        ) as answer:
            location = answer.headers.get("Location") if answer.status in _REDIRECTS else None
            if location is None:
                await _read_body(request, answer, heard)
            return _page(request, answer, heard.raw), location
    except aiohttp.ClientError as error:
        raise _client_fault(error, request.label) from error


def _page(request: _Request, answer: aiohttp.ClientResponse, body: bytes) -> Page:
    return Page(
        url=str(request.url),
        server=f"{request.url} [{request.endpoint.address}]",
        status=answer.status,
        body=body,
        retry_after=answer.headers.get("Retry-After", "")[:40],
    )


async def _read_body(request: _Request, answer: aiohttp.ClientResponse, heard: Heard) -> None:
    limit, received = request.way.limit, bytearray()
    try:
        while len(received) < limit and (piece := await answer.content.read(_PIECE)):
            received += piece
    finally:
        heard.raw = bytes(received[:limit])
    if len(received) >= limit:
        raise ExchangeError(
            "NET01_TOO_LARGE",
            state=LookupState.UNPARSEABLE,
            server=request.label,
            limit=str(limit // 1024),
        )
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        # We asked for none; unpacking would let 200 kB become 200 MB.
        raise ExchangeError("NET01_ENCODED", state=LookupState.UNPARSEABLE, server=request.label)


class Client:
    """Connections to web servers, each kept for the next question to the same server.

    Every new one passes the guard; one that is kept was admitted, for the same address, port and
    server name, and the address is admitted anew for every question.
    """

    def __init__(self, guard: Guard, options: ProbeOptions) -> None:
        self._guard = guard
        self._options = options
        self._session: aiohttp.ClientSession | None = None

    def session(self) -> aiohttp.ClientSession:
        """Return the HTTP session, begun with the first question."""
        if self._session is None:
            self._session = self._begin()
        return self._session

    async def aclose(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()

    def _begin(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            ssl=trust.client_context(self._options),
            resolver=_NoResolver(),
            socket_factory=self._guard.open_for,
            limit=0,
        )
        return aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=self._options.limits.connect_seconds
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            headers={"Accept-Encoding": "identity", "User-Agent": "reversibility-probes"},
        )


class _NoResolver(AbstractResolver):
    """Only address literals are ever connected to; a name here would be a fault of ours."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        raise OSError(f"{host}:{port} ({family}) was not resolved by the guarded resolver")

    async def close(self) -> None:
        """Nothing to close."""


def _client_fault(error: aiohttp.ClientError, label: str) -> ExchangeError:
    for kind, code in _FAULTS:
        if isinstance(error, kind):
            return ExchangeError(code, server=label)
    if isinstance(error, aiohttp.ClientResponseError):
        return ExchangeError("NET01_NOT_HTTP", state=LookupState.UNPARSEABLE, server=label)
    system = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    return from_os_error(system if isinstance(system, OSError) else OSError(), label)
