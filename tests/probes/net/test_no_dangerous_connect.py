"""Wherever a dangerous address is planted, no socket is connected to it: counted at the socket."""

import asyncio
import json
from collections.abc import Iterable
from ipaddress import ip_address

import pytest

from probes.interface import LookupState, Observation, Source
from probes.registry import observe_async
from tests.probes.net.connections import counted
from tests.probes.net.dangerous import DANGEROUS
from tests.probes.net.stage import NAME, PEER, ROOT, Stage

OURS = {ROOT, PEER}
UNSCOPED = tuple(address for address in DANGEROUS if "%" not in address)
LITERALS = (
    *(f"[{address}]" if ":" in address else address for address in DANGEROUS),
    "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127.0.0.1.", "①②⑦.0.0.1", "localhost",
)  # fmt: skip
THIN = (
    b"Domain Name: cabinet.reg.example\r\nRegistrar: R\r\nCreation Date: 2020-01-01T00:00:00Z\r\n"
)


async def _connects(stage: Stage) -> tuple[set[str], tuple[Observation, ...]]:
    with counted() as seen:
        survey = await observe_async(NAME, stage.options())
    return set(seen) - OURS, survey.observations


def _of(source: Source, observations: Iterable[Observation]) -> list[Observation]:
    return [item for item in observations if item.source is source]


@pytest.mark.parametrize("address", UNSCOPED)
async def test_names_that_resolve_to_a_dangerous_address(stage: Stage, address: str) -> None:
    stage.rdap, stage.whois = "https://rdap.reg.example/", "whois.reg.example"
    stage.hosts = dict.fromkeys(("rdap.reg.example", "whois.reg.example", NAME), (address,))
    elsewhere, observations = await _connects(stage)
    assert elsewhere == set()
    for source in (Source.RDAP, Source.WHOIS, Source.TLS):
        (observation,) = _of(source, observations)
        assert observation.state is LookupState.UNREACHABLE
        assert observation.messages[0].code == "NET01_REFUSED_ADDRESS"


@pytest.mark.parametrize("address", UNSCOPED)
async def test_name_servers_at_a_dangerous_address(stage: Stage, address: str) -> None:
    stage.cuts = {NAME: {f"ns1.{NAME}": (address,)}}
    elsewhere, observations = await _connects(stage)
    assert elsewhere == set()
    assert _of(Source.DNS, observations)[1].messages[0].code == "NET01_REFUSED_ADDRESS"


@pytest.mark.parametrize("literal", LITERALS)
async def test_an_rdap_address_written_as_a_literal(stage: Stage, literal: str) -> None:
    stage.rdap, stage.whois = f"https://{literal}/", literal.strip("[]")
    elsewhere, observations = await _connects(stage)
    assert elsewhere == set()
    assert _of(Source.RDAP, observations)[0].state is LookupState.UNREACHABLE
    assert _of(Source.WHOIS, observations)[0].state is LookupState.UNREACHABLE


@pytest.mark.parametrize("literal", LITERALS)
async def test_a_redirect_to_a_literal(stage: Stage, literal: str) -> None:
    stage.rdap = "http://rdap.reg.example/"
    stage.hosts = {"rdap.reg.example": (PEER,)}
    location = f"http://{literal}/latest/meta-data/"
    await stage.tcp(PEER, 80, _http(f"HTTP/1.1 302 Found\r\nLocation: {location}\r\n\r\n"))
    elsewhere, observations = await _connects(stage)
    assert elsewhere == set()
    assert _of(Source.RDAP, observations)[0].state is LookupState.UNREACHABLE


@pytest.mark.parametrize("literal", LITERALS)
async def test_an_rdap_answer_that_links_to_a_literal(stage: Stage, literal: str) -> None:
    stage.rdap = "http://rdap.reg.example/"
    stage.hosts = {"rdap.reg.example": (PEER,)}
    link = f"https://{literal}/domain/{NAME}"
    links = [{"rel": "related", "href": link, "type": "application/rdap+json"}]
    body = json.dumps({"objectClassName": "domain", "ldhName": NAME, "links": links})
    await stage.tcp(PEER, 80, _http(f"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{body}"))
    elsewhere, observations = await _connects(stage)
    assert elsewhere == set()
    assert _of(Source.RDAP, observations)[0].state is LookupState.REGISTERED


@pytest.mark.parametrize("literal", sorted({*DANGEROUS, *LITERALS}))
async def test_a_whois_referral_to_a_literal(stage: Stage, literal: str) -> None:
    stage.whois = "whois.reg.example"
    stage.hosts = {"whois.reg.example": (PEER,)}
    await stage.tcp(PEER, 43, _whois(THIN + f"Registrar WHOIS Server: {literal}\r\n".encode()))
    elsewhere, observations = await _connects(stage)
    assert elsewhere == set()
    assert _of(Source.WHOIS, observations)[0].state is LookupState.REGISTERED


@pytest.mark.parametrize("address", UNSCOPED)
async def test_a_whois_referral_to_a_name_at_a_dangerous_address(
    stage: Stage, address: str
) -> None:
    stage.whois = "whois.reg.example"
    stage.hosts = {"whois.reg.example": (PEER,), "whois.registrar.example": (address,)}
    await stage.tcp(PEER, 43, _whois(THIN + b"Registrar WHOIS Server: whois.registrar.example\r\n"))
    elsewhere, observations = await _connects(stage)
    assert elsewhere == set()
    assert _of(Source.WHOIS, observations)[1].messages[0].code == "NET01_REFUSED_ADDRESS"


async def test_a_name_with_one_public_and_one_inner_address_is_asked_at_the_public_one_only(
    stage: Stage,
) -> None:
    stage.whois = "whois.reg.example"
    stage.hosts = {"whois.reg.example": ("10.0.0.1", PEER, "::1")}
    await stage.tcp(PEER, 43, _whois(THIN))
    with counted() as seen:
        survey = await observe_async(NAME, stage.options())
    assert set(seen) == {ROOT, PEER}
    (observation,) = _of(Source.WHOIS, survey.observations)
    assert observation.server == f"whois.reg.example [{PEER}]"


async def test_an_answer_that_changes_between_look_up_and_connection_changes_nothing(
    stage: Stage,
) -> None:
    """Rebinding: the address that was checked is the address that is connected to."""
    stage.whois = "whois.reg.example"
    stage.hosts = {"whois.reg.example": (PEER,)}
    asked = 0

    async def rebind(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        stage.hosts["whois.reg.example"] = ("127.0.0.1",)
        await reader.readline()
        writer.write(THIN)
        await writer.drain()

    await stage.tcp(PEER, 43, rebind)
    elsewhere, _ = await _connects(stage)
    assert (elsewhere, asked) == (set(), 1)


@pytest.mark.parametrize("port", [22, 25, 3306, 6379, 8080])
async def test_a_url_with_another_port_is_not_followed(stage: Stage, port: int) -> None:
    stage.rdap = f"https://rdap.reg.example:{port}/"
    stage.hosts = {"rdap.reg.example": (PEER,)}
    with counted() as seen:
        survey = await observe_async(NAME, stage.options())
    assert PEER not in seen
    assert survey.observations[0].messages[0].code == "NET01_REFUSED_URL"


def test_the_list_is_long_enough_and_each_entry_is_an_address() -> None:
    assert len({ip_address(address) for address in DANGEROUS}) == len(DANGEROUS) >= 42


def _http(answer: str):
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer.encode())
        await writer.drain()

    return serve


def _whois(answer: bytes):
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(answer)
        await writer.drain()

    return serve
