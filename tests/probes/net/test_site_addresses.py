"""A site at several addresses: the file of a challenge has to be at each that answers."""

import asyncio

from probes.challenge.check import check_in
from probes.challenge.model import Check, Order, Outcome
from probes.challenge.token import (
    Expected,
    Method,
    make_token,
    page_path,
    token_digest,
    value_of,
)
from probes.options import Limits
from probes.registry import sitting
from tests.probes.net.stage import NAME, PEER, SERVER, Stage, TcpHandler

CONTEXT = ("cabinet", NAME, "control")
PATIENT = Limits(deadline_seconds=20.0, connect_seconds=5.0)


def _page(body: str) -> TcpHandler:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                return
            is_there = head.split()[1].decode() == page_path()
            said = body.encode() if is_there else b""
            status = b"200 OK" if said else b"404 Not Found"
            writer.write(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n" % (status, len(said)) + said)
            await writer.drain()

    return serve


async def _check(stage: Stage, *pages: str) -> Check:
    token = make_token()
    for address, page in zip((PEER, SERVER), pages, strict=False):
        await stage.tcp(address, 80, _page(page.replace("VALUE", value_of(token))))
    stage.hosts[NAME] = (PEER, SERVER)
    expected = Expected(context=CONTEXT, digest=token_digest(token, CONTEXT))
    async with sitting(stage.options(PATIENT)) as open_sitting:
        order = Order(name=NAME, method=Method.HTTP, expected=expected)
        return await check_in(open_sitting, order)


def _said(check: Check) -> set[str]:
    return {reason.code for reason in check.judgement.reasons}


async def test_the_file_is_read_at_every_address(stage: Stage) -> None:
    check = await _check(stage, "VALUE", "VALUE")
    assert check.judgement.outcome is Outcome.PASSED
    assert [(place.address, place.saw) for place in check.places] == [(PEER, True), (SERVER, True)]
    assert {each.server.partition("[")[2] for each in check.observations} == {
        f"{PEER}]",
        f"{SERVER}]",
    }


async def test_one_address_without_the_file_is_enough_to_wait(stage: Stage) -> None:
    check = await _check(stage, "VALUE", "rien")
    assert check.judgement.outcome is Outcome.NOT_SEEN
    (reason,) = [each for each in check.judgement.reasons if each.code == "CTL02_PARTLY_SEEN"]
    assert dict(reason.params) == {
        "host": NAME,
        "count": "1",
        "total": "2",
        "addresses": SERVER,
    }


async def test_an_address_that_does_not_answer_is_said_and_does_not_count(stage: Stage) -> None:
    check = await _check(stage, "VALUE")
    assert check.judgement.outcome is Outcome.PASSED
    assert "CTL02_PARTLY_SILENT" in _said(check)
