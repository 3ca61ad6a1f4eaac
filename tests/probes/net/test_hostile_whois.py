"""WHOIS servers that stall, flood, lie or hang up: each is bounded and becomes an observation."""

import asyncio

import pytest

from probes.interface import LookupState, Observation, Registration, Source
from probes.registry import observe_async
from tests.probes.net.stage import NAME, PEER, QUICK, SERVER, Stage
from tests.probes.net.timing import drip, within

TEXT = (
    b"Domain Name: CABINET.REG.EXAMPLE\r\nRegistrar: Registrar Exemple SAS\r\n"
    b"Creation Date: 2020-01-01T00:00:00Z\r\n"
)


@pytest.fixture(autouse=True)
def _server(stage: Stage) -> None:
    stage.whois = "whois.reg.example"
    stage.hosts = {"whois.reg.example": (PEER,)}


async def _ask(stage: Stage) -> list[Observation]:
    with within(QUICK.deadline_seconds):
        survey = await observe_async(NAME, stage.options())
    return [item for item in survey.observations if item.source is Source.WHOIS]


async def test_a_server_that_sends_byte_by_byte_is_cut_at_the_deadline(stage: Stage) -> None:
    await stage.tcp(PEER, 43, lambda _, writer: drip(writer, TEXT * 100))
    (observation,) = await _ask(stage)
    assert observation.state is LookupState.UNREACHABLE
    assert observation.messages[0].code == "NET01_TIMED_OUT"
    assert (TEXT * 100).startswith(observation.raw)
    assert observation.raw


async def test_a_megabyte_is_cut_at_the_limit_and_kept_unread(stage: Stage) -> None:
    await stage.tcp(PEER, 43, _saying(TEXT + b"x" * 1_000_000))
    (observation,) = await _ask(stage)
    assert observation.state is LookupState.UNPARSEABLE
    assert observation.messages[0].code == "NET01_TOO_LARGE"
    assert observation.facts is None
    assert observation.raw == (TEXT + b"x" * 1_000_000)[: QUICK.whois_bytes]


async def test_a_closed_port_is_said(stage: Stage) -> None:
    (observation,) = await _ask(stage)
    assert observation.state is LookupState.UNREACHABLE
    assert observation.server == f"whois.reg.example [{PEER}]"
    assert observation.messages[0].code == "NET01_CONNECTION_REFUSED"


async def test_a_server_that_cannot_be_found_is_named_all_the_same(stage: Stage) -> None:
    stage.hosts = {}
    stage.cuts = {"reg.example": {"ns.nowhere.example": ()}}
    (observation,) = await _ask(stage)
    assert observation.server == "whois.reg.example"
    assert dict(observation.messages[0].params)["server"] == "ns.nowhere.example"


async def test_a_server_that_hangs_up_leaves_nothing_to_read(stage: Stage) -> None:
    await stage.tcp(PEER, 43, _saying(b""))
    (observation,) = await _ask(stage)
    assert (observation.raw, observation.facts) == (b"", None)
    assert observation.state is not LookupState.REGISTERED


async def test_an_answer_about_another_name_is_not_believed(stage: Stage) -> None:
    await stage.tcp(PEER, 43, _saying(TEXT.replace(b"CABINET", b"AUTRE")))
    (observation,) = await _ask(stage)
    assert observation.state is LookupState.UNPARSEABLE
    assert observation.facts is None
    assert dict(observation.messages[-1].params)["observed"] == "autre.reg.example"


async def test_the_registrar_named_by_a_thin_registry_is_asked_as_well(stage: Stage) -> None:
    stage.hosts["whois.registrar.example"] = (SERVER,)
    referral = TEXT + b"Registrar WHOIS Server: whois.registrar.example\r\n"
    await stage.tcp(PEER, 43, _saying(referral))
    await stage.tcp(SERVER, 43, _saying(TEXT + b"Registrant Organization: SELARL Exemple\r\n"))
    registry, registrar = await _ask(stage)
    assert registry.raw == referral
    assert registry.server == f"whois.reg.example [{PEER}]"
    assert registrar.server == f"whois.registrar.example [{SERVER}]"
    assert isinstance(registrar.facts, Registration)
    assert registrar.facts.registrant is not None
    assert registrar.facts.registrant.organization == "SELARL Exemple"


async def test_two_servers_that_refer_to_each_other_are_asked_once_each(stage: Stage) -> None:
    stage.hosts["whois.registrar.example"] = (SERVER,)
    await stage.tcp(
        PEER, 43, _saying(TEXT + b"Registrar WHOIS Server: whois.registrar.example\r\n")
    )
    await stage.tcp(SERVER, 43, _saying(TEXT + b"Registrar WHOIS Server: whois.reg.example\r\n"))
    assert len(await _ask(stage)) == 2


async def test_the_next_address_is_tried_when_one_is_dead(stage: Stage) -> None:
    stage.hosts["whois.reg.example"] = (SERVER, PEER)
    await stage.tcp(PEER, 43, _saying(TEXT))
    (observation,) = await _ask(stage)
    assert observation.server == f"whois.reg.example [{PEER}]"
    assert observation.state is LookupState.REGISTERED


async def test_one_source_that_stalls_does_not_hold_up_the_others(stage: Stage) -> None:
    await stage.tcp(PEER, 43, lambda _, writer: drip(writer, b"x" * 10_000))
    with within(QUICK.deadline_seconds):
        survey = await observe_async(NAME, stage.options())
    assert {item.source for item in survey.observations} == {Source.WHOIS, Source.DNS, Source.TLS}


def _saying(answer: bytes):
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readline() == f"{NAME}\r\n".encode()
        writer.write(answer)
        await writer.drain()
        writer.write_eof()
        await reader.read()

    return serve
