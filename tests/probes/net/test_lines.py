"""Several questions over one line to a server: whose answer is whose, and from where they go."""

from collections.abc import Iterable

import dns.message
import pytest

from probes.interface import Delegation, ServerAnswer, Source
from probes.options import Limits
from probes.registry import sitting
from probes.transport.wire import Exchange
from tests.probes.net.connections import counted
from tests.probes.net.stage import NAME, QUICK, ROOT, SERVER, Stage, records, reply_to

DATA = {
    "SOA": f"ns1.{NAME}. hostmaster.{NAME}. 7 3600 600 86400 300",
    "NS": f"ns1.{NAME}.",
    "MX": "10 mx1.mail.example.",
}


def _answer(query: dns.message.Message) -> dns.message.Message:
    reply, kind = reply_to(query), query.question[0].rdtype.name
    if kind in DATA:
        reply.answer.append(records(query.question[0].name.to_text(), kind, DATA[kind]))
    return reply


async def _of_the_server(stage: Stage, limits: Limits = QUICK) -> ServerAnswer:
    async with sitting(stage.options(limits)) as asking:
        survey = await asking.observe(NAME, sources=[Source.DNS])
    facts = survey.observations[-1].facts
    assert isinstance(facts, Delegation)
    (answer,) = facts.answers
    return answer


@pytest.fixture(autouse=True)
def _delegation(stage: Stage) -> None:
    stage.cuts = {NAME: {f"ns1.{NAME}": (SERVER,)}}


async def test_answers_that_overtake_each_other_each_find_their_question(stage: Stage) -> None:
    held: list[bytes] = []

    def late(query: dns.message.Message) -> Iterable[bytes]:
        wire = _answer(query).to_wire()
        if query.question[0].rdtype.name == "NS":
            held.append(wire)
            return
        yield from [wire, *held]

    await stage.name_server(SERVER, late)
    answer = await _of_the_server(stage)
    assert (answer.name_servers, answer.mail_hosts) == ((f"ns1.{NAME}",), ("mx1.mail.example",))


async def test_an_answer_under_the_number_of_another_question_is_nobodys(stage: Stage) -> None:
    """Both are under way over the same line; number and question have to fit together."""
    asked: dict[str, dns.message.Message] = {}

    def swap(query: dns.message.Message) -> Iterable[bytes]:
        kind = query.question[0].rdtype.name
        asked[kind] = query
        if kind == "SOA":
            yield _answer(query).to_wire()
        if kind != "MX":
            return
        lie = reply_to(asked["NS"])
        lie.answer.append(records(NAME, "NS", "ns.lie.example."))
        lie.id = query.id
        yield from [lie.to_wire(), *(_answer(asked[each]).to_wire() for each in ("NS", "MX"))]

    await stage.name_server(SERVER, swap)
    answer = await _of_the_server(stage)
    assert (answer.name_servers, answer.mail_hosts) == ((f"ns1.{NAME}",), ("mx1.mail.example",))


async def test_one_server_is_asked_about_one_name_from_one_port(stage: Stage) -> None:
    await stage.name_server(SERVER, lambda query: [_answer(query).to_wire()])
    with counted() as seen:
        await _of_the_server(stage)
        await _of_the_server(stage)
    assert seen.count(SERVER) == 2  # and the next look-up has a port of its own


async def test_a_lost_question_is_asked_again_from_another_port(stage: Stage) -> None:
    patient, heard = Limits(deadline_seconds=20.0, connect_seconds=2.0), list[str]()

    def deaf_at_first(query: dns.message.Message) -> Iterable[bytes]:
        kind = query.question[0].rdtype.name
        heard.append(kind)
        if heard.count(kind) > 1 or kind == "SOA":
            yield _answer(query).to_wire()

    await stage.name_server(SERVER, deaf_at_first)
    with counted() as seen:
        answer = await _of_the_server(stage, patient)
    assert answer.mail_hosts == ("mx1.mail.example",)
    assert sorted(heard) == ["MX", "MX", "NS", "NS", "SOA"]
    assert seen.count(SERVER) == 3


async def test_the_parent_is_asked_once_for_all_sources(stage: Stage) -> None:
    await stage.name_server(SERVER, lambda query: [_answer(query).to_wire()])
    heard: list[Exchange] = []
    async with sitting(stage.options(), journal=heard.append) as asking:
        await asking.observe(NAME, in_depth=True)
    at_the_parent = [item.question for item in heard if ROOT in item.server]
    assert at_the_parent.count(f"{NAME}. NS") == 1
    assert f"{NAME}. A" not in at_the_parent
