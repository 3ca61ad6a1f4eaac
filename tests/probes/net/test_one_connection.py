"""The certificate of a site and its page, over one connection where the chain is good."""

import asyncio
import ssl
from pathlib import Path

import pytest

from probes.interface import Certificate, Source
from probes.registry import sitting
from probes.transport import https
from probes.transport.faults import ExchangeError
from probes.transport.wire import Exchange
from tests.probes.net.stage import NAME, PEER, Stage
from tests.universe.certificates import Authority, server_context

Tls = dict[str, object]


class Site:
    """A site that counts its connections and the requests over them."""

    def __init__(self) -> None:
        self.connections = 0
        self.requests = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while True:
            try:
                await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                return
            self.requests += 1
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage")
            await writer.drain()


async def _both(
    stage: Stage, roots: Tls, heard: list[Exchange]
) -> tuple[Certificate, https.Page | ExchangeError]:
    async with sitting(stage.options(**roots), journal=heard.append) as asking:
        known = asking.known_of(asking.target_of(NAME))
        means = asking.means_for(Source.TLS, known)
        way = https.Way(
            wire=means.wire,
            resolver=means.resolver,
            client=means.client,
            limit=100,
            accept="*/*",
        )
        page, survey = await asyncio.gather(
            https.get(way, f"https://{NAME}/"),
            asking.observe(NAME, sources=[Source.TLS], known=known),
            return_exceptions=True,
        )
    assert not isinstance(survey, BaseException)
    facts = survey.observations[0].facts
    assert isinstance(facts, Certificate)
    assert isinstance(page, https.Page | ExchangeError)
    return facts, page


async def test_certificate_and_page_come_over_one_connection(
    stage: Stage, roots: Tls, server_tls: ssl.SSLContext
) -> None:
    site, heard = Site(), list[Exchange]()
    stage.hosts[NAME] = (PEER,)
    await stage.tcp(PEER, 443, site, ssl=server_tls)
    certificate, page = await _both(stage, roots, heard)
    assert certificate.trusted
    assert isinstance(page, https.Page)
    assert page.body == b"page"
    assert (site.connections, site.requests) == (1, 1)
    asked = [item.question for item in heard if item.question.endswith(" A")]
    assert len(asked) == len(set(asked))  # and the address was asked for once


@pytest.mark.parametrize("fault", ["expired", "wrong_name", "self_signed", "unknown_issuer"])
async def test_nothing_is_asked_of_a_site_whose_certificate_browsers_refuse(
    stage: Stage, roots: Tls, authority: Authority, tmp_path: Path, fault: str
) -> None:
    site = Site()
    stage.hosts[NAME] = (PEER,)
    await stage.tcp(PEER, 443, site, ssl=server_context(authority, [NAME], fault, tmp_path))
    certificate, page = await _both(stage, roots, [])
    assert certificate.fault == fault
    assert isinstance(page, ExchangeError)
    assert page.code == "NET01_CERTIFICATE_REFUSED"
    assert site.requests == 0


async def test_a_connection_that_nobody_waits_for_is_closed(
    stage: Stage, roots: Tls, server_tls: ssl.SSLContext
) -> None:
    """Otherwise a sitting over ten thousand names would hold ten thousand sockets."""
    stage.hosts[NAME] = (PEER,)
    await stage.tcp(PEER, 443, Site(), ssl=server_tls)
    async with sitting(stage.options(**roots)) as asking:
        await asking.observe(NAME, sources=[Source.TLS])
        await asyncio.sleep(0)
        assert asking.client._kept == {}
