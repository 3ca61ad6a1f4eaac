"""RDAP servers that stall, flood, pack, redirect or lie: bounded, and an observation."""

import asyncio
import gzip
import json
import ssl

import pytest

from probes.interface import LookupState, Observation, Registration, Source
from probes.registry import observe_async
from tests.probes.net.stage import NAME, PEER, QUICK, SERVER, Stage
from tests.probes.net.timing import drip, silence, within

ANSWER = json.dumps({"objectClassName": "domain", "ldhName": NAME, "status": ["active"]})


@pytest.fixture(autouse=True)
def _server(stage: Stage) -> None:
    stage.rdap = "http://rdap.reg.example/v1"
    stage.hosts = {"rdap.reg.example": (PEER,)}


async def _ask(stage: Stage) -> list[Observation]:
    with within(QUICK.deadline_seconds):
        survey = await observe_async(NAME, stage.options())
    return [item for item in survey.observations if item.source is Source.RDAP]


async def _code(stage: Stage) -> str:
    (observation,) = await _ask(stage)
    assert observation.facts is None
    return observation.messages[0].code


async def test_the_name_is_asked_for_by_its_path_and_host(stage: Stage) -> None:
    heard = []
    await stage.tcp(PEER, 80, _answering(_page(ANSWER), heard))
    (observation,) = await _ask(stage)
    head = heard[0].decode().splitlines()
    assert head[0] == f"GET /v1/domain/{NAME} HTTP/1.1"
    assert "Host: rdap.reg.example" in head
    assert "Accept-Encoding: identity" in head
    assert observation.raw == ANSWER.encode()
    assert observation.server == f"http://rdap.reg.example/v1/domain/{NAME} [{PEER}]"
    assert isinstance(observation.facts, Registration)


async def test_headers_that_come_byte_by_byte_are_cut_at_the_deadline(stage: Stage) -> None:
    await stage.tcp(PEER, 80, lambda _, writer: drip(writer, _page(ANSWER)))
    assert await _code(stage) == "NET01_TIMED_OUT"


async def test_a_body_that_comes_byte_by_byte_is_cut_and_kept(stage: Stage) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n")
        await drip(writer, ANSWER.encode() * 90)

    await stage.tcp(PEER, 80, serve)
    (observation,) = await _ask(stage)
    assert observation.state is LookupState.UNREACHABLE
    assert observation.raw
    assert (ANSWER * 90).encode().startswith(observation.raw)


async def test_a_megabyte_is_cut_at_the_limit(stage: Stage) -> None:
    await stage.tcp(PEER, 80, _answering(_page("x" * 1_000_000)))
    (observation,) = await _ask(stage)
    assert observation.server == f"http://rdap.reg.example/v1/domain/{NAME} [{PEER}]"
    assert observation.messages[0].code == "NET01_TOO_LARGE"
    assert len(observation.raw) == QUICK.rdap_bytes


async def test_a_header_without_end_is_refused(stage: Stage) -> None:
    await stage.tcp(PEER, 80, _answering(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000))
    assert await _code(stage) == "NET01_NOT_HTTP"


async def test_a_packed_answer_is_never_unpacked(stage: Stage) -> None:
    bomb = gzip.compress(b" " * 4_000_000)
    await stage.tcp(PEER, 80, _answering(_head("Content-Encoding: gzip", len(bomb)) + bomb))
    (observation,) = await _ask(stage)
    assert observation.state is LookupState.UNPARSEABLE
    assert observation.messages[0].code == "NET01_ENCODED"
    assert observation.raw == bomb


async def test_a_redirect_loop_ends(stage: Stage) -> None:
    heard = []
    again = f"HTTP/1.1 302 Found\r\nLocation: /v1/domain/{NAME}\r\nContent-Length: 0\r\n\r\n"
    await stage.tcp(PEER, 80, _answering(again.encode(), heard))
    assert await _code(stage) == "NET01_TOO_MANY_REDIRECTS"
    assert len(heard) == QUICK.redirects + 1


async def test_a_redirect_to_another_server_is_followed_and_said(stage: Stage) -> None:
    stage.hosts["rdap.other.example"] = (SERVER,)
    there = "HTTP/1.1 301 Moved\r\nLocation: http://rdap.other.example/x\r\n\r\n"
    await stage.tcp(PEER, 80, _answering(there.encode()))
    await stage.tcp(SERVER, 80, _answering(_page(ANSWER)))
    (observation,) = await _ask(stage)
    assert observation.server == f"http://rdap.other.example/x [{SERVER}]"


@pytest.mark.parametrize(
    "location",
    [
        "ftp://rdap.reg.example/x",
        "file://localhost/etc/passwd",
        "http://user:secret@rdap.reg.example/",
        "http://rdap.reg.example:99999/",
        "gopher://[::1]/",
    ],
)
async def test_a_redirect_out_of_http_is_not_followed(stage: Stage, location: str) -> None:
    there = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\n\r\n"
    await stage.tcp(PEER, 80, _answering(there.encode()))
    assert await _code(stage) in {"NET01_REFUSED_URL", "NET01_REFUSED_HOST"}


async def test_what_is_no_http_is_said(stage: Stage) -> None:
    await stage.tcp(PEER, 80, _answering(b"SSH-2.0-OpenSSH_9.2\r\n"))
    assert await _code(stage) == "NET01_NOT_HTTP"


async def test_an_answer_that_is_announced_for_ever_is_given_up(stage: Stage) -> None:
    await stage.tcp(PEER, 80, _answering(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1_000))
    assert await _code(stage) == "NET01_CONNECTION_LOST"


async def test_an_announced_answer_is_waited_for(stage: Stage) -> None:
    await stage.tcp(PEER, 80, _answering(b"HTTP/1.1 103 Early Hints\r\n\r\n" + _page(ANSWER)))
    (observation,) = await _ask(stage)
    assert observation.raw == ANSWER.encode()


async def test_an_answer_in_chunks_is_put_together(stage: Stage) -> None:
    head, middle = _head("Transfer-Encoding: chunked"), len(ANSWER) // 2
    chunks = "".join(
        f"{len(part):x}\r\n{part}\r\n" for part in (ANSWER[:middle], ANSWER[middle:], "")
    )
    await stage.tcp(PEER, 80, _answering(head + chunks.encode()))
    (observation,) = await _ask(stage)
    assert observation.raw == ANSWER.encode()


async def test_a_connection_cut_in_the_middle_is_said(stage: Stage) -> None:
    await stage.tcp(PEER, 80, _answering(_head("Content-Length: 500") + b"{"))
    assert await _code(stage) == "NET01_CONNECTION_LOST"


async def test_an_answer_about_another_name_is_not_believed(stage: Stage) -> None:
    await stage.tcp(PEER, 80, _answering(_page(ANSWER.replace("cabinet", "autre"))))
    assert await _code(stage) == "NET02_OTHER_NAME"


async def test_a_throttled_answer_says_how_long_to_wait(stage: Stage) -> None:
    busy = b"HTTP/1.1 429 Too Many\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n"
    await stage.tcp(PEER, 80, _answering(busy))
    (observation,) = await _ask(stage)
    assert observation.state is LookupState.THROTTLED
    assert dict(observation.messages[-1].params)["retry_after"] == "120"


async def test_a_name_the_registry_does_not_know_is_available(stage: Stage) -> None:
    await stage.tcp(PEER, 80, _answering(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
    (observation,) = await _ask(stage)
    assert observation.state is LookupState.AVAILABLE


async def test_a_server_without_a_valid_certificate_is_not_asked(
    stage: Stage, server_tls: ssl.SSLContext
) -> None:
    stage.rdap = "https://rdap.reg.example/"
    heard = []
    await stage.tcp(PEER, 443, _answering(_page(ANSWER), heard), ssl=server_tls)
    assert await _code(stage) == "NET01_CERTIFICATE_REFUSED"
    assert heard == []


async def test_https_is_never_left_for_http(
    stage: Stage, server_tls: ssl.SSLContext, roots: dict[str, object]
) -> None:
    stage.rdap = "https://rdap.reg.example/"
    heard = []
    there = f"HTTP/1.1 302 Found\r\nLocation: http://rdap.reg.example/domain/{NAME}\r\n\r\n"
    await stage.tcp(PEER, 443, _answering(there.encode()), ssl=server_tls)
    await stage.tcp(PEER, 80, _answering(_page(ANSWER), heard))
    survey = await observe_async(NAME, stage.options(**roots))
    assert survey.observations[0].messages[0].code == "NET01_REFUSED_URL"
    assert heard == []


async def test_a_server_that_never_finishes_its_handshake_is_cut(stage: Stage) -> None:
    stage.rdap = "https://rdap.reg.example/"
    await stage.tcp(PEER, 443, silence)
    assert await _code(stage) == "NET01_TIMED_OUT"


def _page(body: str) -> bytes:
    return _head("Content-Type: application/rdap+json", len(body.encode())) + body.encode()


def _head(header: str, length: int | None = None) -> bytes:
    size = "" if length is None else f"Content-Length: {length}\r\n"
    return f"HTTP/1.1 200 OK\r\n{size}{header}\r\n\r\n".encode()


def _answering(answer: bytes, heard: list[bytes] | None = None):
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        question = await reader.readuntil(b"\r\n\r\n")
        if heard is not None:
            heard.append(question)
        writer.write(answer)
        await writer.drain()

    return serve
