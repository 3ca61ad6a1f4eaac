"""Zones and parents that do what no honest one does, and the names that a body lets out."""

from collections.abc import AsyncIterator, Iterable

import dns.message
import dns.name
import dns.rdatatype
import dns.rrset
import pytest

from probes.challenge.check import check_in
from probes.challenge.model import Check, Order, Outcome
from probes.challenge.token import (
    Expected,
    Method,
    make_token,
    record_name,
    token_digest,
    value_of,
)
from probes.registry import sitting
from tests.probes.net.stage import NAME, SERVER, Stage, records, reply_to

TENANT, BODY = "durand.avocat.fr", "avocat.fr"
SERVER_NAME = "ns1.serveurs.example"


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    made = Stage()
    await made.start()
    yield made
    await made.stop()


class Zone:
    """A zone of one server, that serves the texts it is given, or one for every name."""

    def __init__(self, name: str, texts: dict[str, str], every: str = "") -> None:
        self.name, self.texts, self.every = name, texts, every
        self.servers: Iterable[str] = (SERVER_NAME,)
        self.on_text = lambda: None

    def __call__(self, query: dns.message.Message) -> Iterable[bytes]:
        reply, question = reply_to(query), query.question[0]
        asked = question.name.to_text(omit_final_dot=True).lower()
        reply.answer.extend(self._answer(asked, question.rdtype))
        yield reply.to_wire()

    def _answer(self, asked: str, kind: dns.rdatatype.RdataType) -> Iterable[dns.rrset.RRset]:
        if kind == dns.rdatatype.SOA and asked == self.name:
            yield records(asked, "SOA", f"{SERVER_NAME}. h.{asked}. 1 1 1 1 1")
        elif kind == dns.rdatatype.NS and asked == self.name:
            yield records(asked, "NS", *(f"{server}." for server in self.servers))
        elif kind == dns.rdatatype.TXT:
            self.on_text()
            text = self.texts.get(asked, self.every)
            if text:
                yield records(asked, "TXT", f'"{text}"')


async def check(stage: Stage, name: str, token: str) -> Check:
    context = ("cabinet", name, "control")
    expected = Expected(context=context, digest=token_digest(token, context))
    async with sitting(stage.options()) as open_sitting:
        return await check_in(open_sitting, Order(name=name, method=Method.TXT, expected=expected))


@pytest.mark.parametrize(
    ("owner", "outcome"),
    [
        (TENANT, Outcome.PASSED),
        (BODY, Outcome.NOT_SEEN),
        ("martin.avocat.fr", Outcome.NOT_SEEN),
    ],
)
async def test_under_a_professional_suffix_only_the_label_of_the_tenant_counts(
    stage: Stage, owner: str, outcome: Outcome
) -> None:
    token = make_token()
    await stage.name_server(SERVER, Zone(BODY, {record_name(owner): value_of(token)}))
    stage.cuts[BODY] = {SERVER_NAME: (SERVER,)}
    assert (await check(stage, TENANT, token)).judgement.outcome is outcome


async def test_a_server_that_gives_the_value_for_every_name_shows_nothing(stage: Stage) -> None:
    token = make_token()
    await stage.name_server(SERVER, Zone(NAME, {}, every=value_of(token)))
    stage.cuts[NAME] = {SERVER_NAME: (SERVER,)}
    found = (await check(stage, NAME, token)).judgement
    assert (found.outcome, found.reasons[0].code) == (Outcome.REFUSED, "CTL01_ANY_NAME")


async def test_a_delegation_that_changes_meanwhile_shows_nothing(stage: Stage) -> None:
    token = make_token()
    zone = Zone(NAME, {record_name(NAME): value_of(token)})
    zone.on_text = lambda: stage.cuts.update({NAME: {"ns2.serveurs.example": (SERVER,)}})
    await stage.name_server(SERVER, zone)
    stage.cuts[NAME] = {SERVER_NAME: (SERVER,)}
    found = (await check(stage, NAME, token)).judgement
    assert (found.outcome, found.reasons[0].code) == (Outcome.REFUSED, "CTL01_MOVES")


async def test_a_delegation_to_more_servers_than_are_asked_is_not_half_checked(
    stage: Stage,
) -> None:
    token = make_token()
    zone = Zone(NAME, {record_name(NAME): value_of(token)})
    await stage.name_server(SERVER, zone)
    zone.servers = stage.cuts[NAME] = {
        f"ns{number}.serveurs.example": tuple(f"127.20.0.{number * 4 + each}" for each in range(4))
        for number in range(1, 13)
    }
    found = (await check(stage, NAME, token)).judgement
    assert (found.outcome, found.reasons[0].code) == (Outcome.REFUSED, "CTL01_TOO_MANY_SERVERS")
