"""Ask the identity provider: addresses checked, certificates verified, sizes and times bounded.

Not by `probes.transport`: that asks the root servers for every name and connects to four ports,
while a provider may stand on the operator's own network, under a name and a port known only there.
Addresses are judged by the same table, and as there it is the literal connected to that counts.
"""

import asyncio
import socket  # noqa: TID251 - the operator's own provider; each address is checked below
import ssl  # noqa: TID251 - its certificate is verified
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp
from aiohttp.connector import AddrInfoType

from probes.transport.addresses import refusal
from reversibility.http.identity.errors import Fault, ProviderError

LARGEST = 65_536
"""Bytes of an answer; larger ones are not read to their end."""
SECONDS = 10
"""How long one question may take, from the name to the last byte."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: a document, or with a body the exchange of a code."""

    url: str
    trusted_host: str
    """The host that the operator set: it may have any address; any other a public one."""
    headers: Mapping[str, str]
    body: str | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was answered."""

    status: int
    body: bytes


def ask(question: Question) -> Answer:
    """Ask once, following no redirect; raises ProviderError.

    Never inside a transaction: it waits for a network.
    """
    try:
        return asyncio.run(_ask(question))
    except aiohttp.ClientConnectorCertificateError as error:
        raise ProviderError(Fault.UNTRUSTED, f"{question.url}: {error}") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        detail = f"{question.url}: {type(error).__name__} {error}"
        raise ProviderError(Fault.UNREACHABLE, detail) from error


async def _ask(question: Question) -> Answer:
    is_trusted = urlsplit(question.url).hostname == question.trusted_host
    connector = aiohttp.TCPConnector(
        ssl=_verified(), socket_factory=_any_socket if is_trusted else _public_socket
    )
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
    ) as client:
        method = "GET" if question.body is None else "POST"
        headers = {**question.headers, "Accept-Encoding": "identity"}
        async with client.request(
            method, question.url, data=question.body, headers=headers, allow_redirects=False
        ) as answer:
            body = await _read(answer, question.url)
            return Answer(status=answer.status, body=body)


async def _read(answer: aiohttp.ClientResponse, url: str) -> bytes:
    received = bytearray()
    async for piece in answer.content.iter_any():
        received += piece
        if len(received) > LARGEST:
            raise ProviderError(Fault.UNTRUSTED, f"{url}: more than {LARGEST} bytes")
    return bytes(received)


def _any_socket(info: AddrInfoType) -> socket.socket:
    family, kind, protocol, _, _ = info
    return socket.socket(family, kind, protocol)


def _public_socket(info: AddrInfoType) -> socket.socket:
    literal = str(info[4][0])
    reason = refusal(ip_address(literal))
    if reason is not None:
        raise PermissionError(f"{literal} is not public ({reason})")
    return _any_socket(info)


def _verified() -> ssl.SSLContext:
    # The system's authorities; SSL_CERT_FILE adds an operator's own, as for mail.
    return ssl.create_default_context()
