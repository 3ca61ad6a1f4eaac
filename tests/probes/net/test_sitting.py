"""Several names in one sitting: connections and hosts of registries are shared, nothing else is."""

import asyncio
import json
import ssl
from collections.abc import Iterator
from ipaddress import ip_network

import pytest

from probes.interface import LookupState, Observation, Source
from probes.registry import Sitting, sitting
from probes.transport.guard import Guard
from tests.probes.net.connections import counted
from tests.probes.net.stage import NAME, PEER, ROOT, SERVER, Stage

RDAP = "rdap.reg.example"
NAMES = tuple(f"cabinet-{number}.reg.example" for number in range(5))


class Registry:
    """An RDAP server that keeps connections open, and counts them."""

    def __init__(self, keep: str = "keep-alive", serves: int = 1_000) -> None:
        self.connections = 0
        self.keep = keep
        self.serves = serves

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        for _ in range(self.serves):
            head = await reader.readuntil(b"\r\n\r\n")
            name = head.split(b" ")[1].rpartition(b"/")[2].decode()
            writer.write(self.page(json.dumps({"objectClassName": "domain", "ldhName": name})))
            await writer.drain()

    def page(self, body: str) -> bytes:
        return (
            f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n"
            f"Connection: {self.keep}\r\n\r\n{body}"
        ).encode()


@pytest.fixture(autouse=True)
def _server(stage: Stage) -> Iterator[None]:
    stage.rdap = f"http://{RDAP}/"
    stage.hosts = {RDAP: (PEER,)}
    return


async def _ask(asking: Sitting, name: str = NAME) -> Observation:
    (observation,) = (await asking.observe(name, sources=[Source.RDAP])).observations
    return observation


async def test_the_next_name_goes_over_the_same_connection(stage: Stage) -> None:
    registry = Registry()
    await stage.tcp(PEER, 80, registry)
    async with sitting(stage.options()) as asking:
        for name in NAMES:
            assert (await _ask(asking, name)).state is LookupState.REGISTERED
    assert registry.connections == 1


async def test_where_the_registry_is_is_asked_once(stage: Stage) -> None:
    await stage.tcp(PEER, 80, Registry())
    async with sitting(stage.options()) as asking:
        await _ask(asking)
        with counted() as seen:
            await _ask(asking, NAMES[0])
    assert seen == []


async def test_what_the_dns_says_of_a_name_is_asked_each_time(stage: Stage) -> None:
    async with sitting(stage.options()) as asking:
        for _ in range(2):
            with counted() as seen:
                await asking.observe(NAME, sources=[Source.DNS])
            assert ROOT in seen


async def test_many_names_at_once_each_get_their_own_answer(stage: Stage) -> None:
    await stage.tcp(PEER, 80, Registry())
    async with sitting(stage.options()) as asking:
        heard = await asyncio.gather(*(_ask(asking, name) for name in NAMES))
    assert [json.loads(item.raw)["ldhName"] for item in heard] == list(NAMES)


async def test_a_server_that_asks_to_close_is_connected_to_again(stage: Stage) -> None:
    registry = Registry(keep="close")
    await stage.tcp(PEER, 80, registry)
    async with sitting(stage.options()) as asking:
        for name in NAMES:
            assert (await _ask(asking, name)).state is LookupState.REGISTERED
    assert registry.connections == len(NAMES)


async def test_a_server_that_closes_without_a_word_is_connected_to_again(stage: Stage) -> None:
    registry = Registry(serves=1)
    await stage.tcp(PEER, 80, registry)
    async with sitting(stage.options()) as asking:
        for name in NAMES:
            assert (await _ask(asking, name)).state is LookupState.REGISTERED
    assert registry.connections == len(NAMES)


async def test_what_a_server_says_unasked_is_not_taken_for_the_next_answer(stage: Stage) -> None:
    lie = json.dumps({"objectClassName": "domain", "ldhName": NAMES[1], "status": ["lie"]})

    class Chatty(Registry):
        def page(self, body: str) -> bytes:
            return super().page(body) + super().page(lie)

    await stage.tcp(PEER, 80, Chatty())
    async with sitting(stage.options()) as asking:
        await _ask(asking, NAMES[0])
        await asyncio.sleep(0.05)
        assert "lie" not in (await _ask(asking, NAMES[1])).raw.decode()


async def test_an_address_closed_meanwhile_is_not_asked_over_a_kept_connection(
    stage: Stage,
) -> None:
    """A kept connection is no way round the guard: the address is admitted for each question."""
    registry = Registry()
    await stage.tcp(PEER, 80, registry)
    async with sitting(stage.options()) as asking:
        await _ask(asking)
        closed = stage.options(allowed_addresses=(ip_network(f"{ROOT}/32"),))
        asking.guard = Guard(closed)
        assert (await _ask(asking)).messages[0].code == "NET01_REFUSED_ADDRESS"


async def test_a_connection_made_for_one_name_is_not_used_for_another_at_the_same_address(
    stage: Stage, server_tls: ssl.SSLContext, roots: dict[str, object]
) -> None:
    registry = Registry()
    await stage.tcp(SERVER, 443, registry, ssl=server_tls)
    stage.hosts = {RDAP: (SERVER,), "rdap.other.example": (SERVER,)}
    async with sitting(stage.options(**roots)) as asking:
        stage.rdap = f"https://{RDAP}/"
        asking.options = stage.options(**roots)
        assert (await _ask(asking)).state is LookupState.REGISTERED
        stage.rdap = "https://rdap.other.example/"
        asking.options = stage.options(**roots)
        assert (await _ask(asking)).messages[0].code == "NET01_CERTIFICATE_REFUSED"


async def test_no_socket_outlives_the_sitting(stage: Stage) -> None:
    await stage.tcp(PEER, 80, Registry())
    async with sitting(stage.options()) as asking:
        await _ask(asking)
        opened = list(asking.guard._opened)
        assert opened
    assert {peer.fileno() for peer in opened} == {-1}
