"""Name servers that forge, truncate, loop, flood or stay silent: bounded, and an observation."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest

from probes.interface import Delegation, LookupState, Observation, ServerAnswer, Source
from probes.registry import observe_async
from probes.transport.dns53 import frame
from tests.probes.net.connections import counted
from tests.probes.net.stage import NAME, PEER, QUICK, ROOT, SERVER, Stage, records, reply_to
from tests.probes.net.timing import silence, within

SOA = f"ns1.{NAME}. hostmaster.{NAME}. 7 3600 600 86400 300"


async def _ask(stage: Stage, source: Source = Source.DNS) -> list[Observation]:
    with within(QUICK.deadline_seconds):
        survey = await observe_async(NAME, stage.options())
    return [item for item in survey.observations if item.source is source]


async def _answer(stage: Stage) -> tuple[ServerAnswer, Observation]:
    _, of_server, whole = await _ask(stage)
    assert isinstance(whole.facts, Delegation)
    (answer,) = whole.facts.answers
    return answer, of_server


def _zone(query: dns.message.Message) -> Iterable[bytes]:
    yield _honest(query).to_wire()


def _honest(query: dns.message.Message) -> dns.message.Message:
    reply = reply_to(query)
    data = {
        "SOA": [SOA],
        "NS": [f"ns1.{NAME}."],
        "MX": ["20 mx2.mail.example.", "10 MX1.mail.example."],
    }
    kind = query.question[0].rdtype.name
    if kind in data:
        reply.answer.append(records(NAME, kind, *data[kind]))
    return reply


@pytest.fixture(autouse=True)
def _delegation(stage: Stage) -> None:
    stage.cuts = {NAME: {f"ns1.{NAME}": (SERVER,)}}


async def test_an_honest_server_gives_serial_name_servers_and_mail_hosts(stage: Stage) -> None:
    await stage.name_server(SERVER, _zone)
    answer, _ = await _answer(stage)
    assert answer == ServerAnswer(
        server=f"ns1.{NAME}",
        address=SERVER,
        state=LookupState.REGISTERED,
        authoritative=True,
        serial=7,
        name_servers=(f"ns1.{NAME}",),
        mail_hosts=("mx1.mail.example", "mx2.mail.example"),
    )


async def test_the_raw_bytes_are_the_messages_with_their_lengths(stage: Stage) -> None:
    heard = []

    def zone(query: dns.message.Message) -> Iterable[bytes]:
        heard.append(_honest(query).to_wire())
        yield heard[-1]

    await stage.name_server(SERVER, zone)
    parent, of_server, whole = await _ask(stage)
    kinds = ("SOA", "NS", "MX")
    ordered = sorted(
        (wire for wire in heard if dns.message.from_wire(wire).question[0].rdtype.name in kinds),
        key=lambda wire: kinds.index(dns.message.from_wire(wire).question[0].rdtype.name),
    )
    assert of_server.raw == b"".join(frame(wire) for wire in ordered)
    assert whole.raw == parent.raw + of_server.raw


async def test_answers_with_another_id_are_dropped(stage: Stage) -> None:
    def forge(query: dns.message.Message) -> Iterable[bytes]:
        reply = _honest(query)
        reply.id = (query.id + 1) % 65_536
        yield reply.to_wire()

    await stage.name_server(SERVER, forge)
    answer, observation = await _answer(stage)
    assert answer.state is LookupState.UNREACHABLE
    assert observation.messages[0].code == "DNS02_STRAY_ANSWERS"


async def test_the_true_answer_is_found_behind_forged_ones(stage: Stage) -> None:
    def forge(query: dns.message.Message) -> Iterable[bytes]:
        reply = _honest(query)
        reply.id = (query.id + 1) % 65_536
        yield reply.to_wire()
        yield _honest(query).to_wire()

    await stage.name_server(SERVER, forge)
    answer, _ = await _answer(stage)
    assert answer.serial == 7


async def test_an_answer_to_another_question_is_dropped(stage: Stage) -> None:
    def forge(query: dns.message.Message) -> Iterable[bytes]:
        other = dns.message.make_query("autre.reg.example", "SOA", id=query.id)
        yield reply_to(other).to_wire()

    await stage.name_server(SERVER, forge)
    answer, _ = await _answer(stage)
    assert answer.state is LookupState.UNREACHABLE


async def test_a_flood_of_forged_answers_ends(stage: Stage) -> None:
    def flood(query: dns.message.Message) -> Iterable[bytes]:
        reply = _honest(query)
        reply.id = (query.id + 1) % 65_536
        yield from [reply.to_wire()] * 200

    await stage.name_server(SERVER, flood)
    _, observation = await _answer(stage)
    assert observation.messages[0].code == "DNS02_STRAY_ANSWERS"


async def test_bytes_that_are_no_dns_are_kept_and_not_read(stage: Stage) -> None:
    def junk(query: dns.message.Message) -> Iterable[bytes]:
        yield query.id.to_bytes(2, "big") + b"\x84\x00\x00\x01\x00\x01" + b"\xff" * 30

    await stage.name_server(SERVER, junk)
    answer, observation = await _answer(stage)
    assert answer.state is LookupState.UNPARSEABLE
    assert observation.messages[0].code == "DNS02_MALFORMED"
    assert observation.raw.endswith(b"\xff" * 30)


async def test_a_truncated_answer_is_completed_over_tcp(stage: Stage) -> None:
    async def whole(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        length = int.from_bytes(await reader.readexactly(2), "big")
        query = dns.message.from_wire(await reader.readexactly(length))
        writer.write(frame(_honest(query).to_wire()))
        await writer.drain()

    await stage.name_server(SERVER, _truncated)
    await stage.tcp(SERVER, 53, whole)
    answer, _ = await _answer(stage)
    assert (answer.serial, answer.name_servers) == (7, (f"ns1.{NAME}",))


@pytest.mark.parametrize("tcp", [None, silence])
async def test_a_truncated_answer_without_tcp_is_said(stage: Stage, tcp) -> None:
    await stage.name_server(SERVER, _truncated)
    if tcp:
        await stage.tcp(SERVER, 53, tcp)
    answer, observation = await _answer(stage)
    assert answer.state is LookupState.UNREACHABLE
    assert observation.messages[0].code == "DNS02_TRUNCATED_WITHOUT_TCP"
    assert observation.raw


async def test_a_server_that_predates_edns_is_asked_without(stage: Stage) -> None:
    def old(query: dns.message.Message) -> Iterable[bytes]:
        reply = _honest(query)
        if query.edns >= 0:
            reply = dns.message.Message(query.id)
            reply.flags = dns.flags.Flag(dns.flags.QR)
            reply.set_rcode(dns.rcode.FORMERR)
        yield reply.to_wire()

    await stage.name_server(SERVER, old)
    answer, _ = await _answer(stage)
    assert answer.serial == 7


async def test_a_silent_server_is_unreachable(stage: Stage) -> None:
    await stage.name_server(SERVER, lambda _: ())
    answer, observation = await _answer(stage)
    assert answer.state is LookupState.UNREACHABLE
    assert observation.messages[0].code == "NET01_TIMED_OUT"


@pytest.mark.parametrize(
    ("rcode", "state", "code"),
    [
        (dns.rcode.REFUSED, LookupState.REFUSED, "DNS01_SERVER_REFUSES"),
        (dns.rcode.SERVFAIL, LookupState.REFUSED, "DNS01_SERVER_REFUSES"),
        (dns.rcode.NXDOMAIN, LookupState.AVAILABLE, "DNS01_SERVER_DENIES_ZONE"),
    ],
)
async def test_a_server_that_does_not_know_the_zone_is_said(
    stage: Stage, rcode: dns.rcode.Rcode, state: LookupState, code: str
) -> None:
    def refuse(query: dns.message.Message) -> Iterable[bytes]:
        reply = reply_to(query)
        reply.set_rcode(rcode)
        yield reply.to_wire()

    await stage.name_server(SERVER, refuse)
    answer, observation = await _answer(stage)
    assert (answer.state, answer.authoritative) == (state, False)
    assert observation.messages[0].code == code


async def test_a_server_without_authority_is_lame(stage: Stage) -> None:
    def lame(query: dns.message.Message) -> Iterable[bytes]:
        reply = _honest(query)
        reply.flags &= ~dns.flags.AA
        yield reply.to_wire()

    await stage.name_server(SERVER, lame)
    answer, observation = await _answer(stage)
    assert (answer.state, answer.authoritative) == (LookupState.REGISTERED, False)
    assert answer.mail_hosts == ()
    assert observation.messages[0].code == "DNS01_SERVER_LAME"


async def test_a_zone_without_any_speaking_server_is_said_for_the_whole(stage: Stage) -> None:
    *_, whole = await _ask(stage)
    assert whole.messages[0].code == "DNS01_NO_SERVER_ANSWERS"


async def test_mail_explicitly_refused_names_no_mail_host(stage: Stage) -> None:
    def no_mail(query: dns.message.Message) -> Iterable[bytes]:
        reply = _honest(query)
        if query.question[0].rdtype.name == "MX":
            reply.answer = [records(NAME, "MX", "0 .")]
        yield reply.to_wire()

    await stage.name_server(SERVER, no_mail)
    answer, _ = await _answer(stage)
    assert answer.mail_hosts == ()


async def test_an_address_of_another_class_than_the_internets_is_none(stage: Stage) -> None:
    def strange(query: dns.message.Message) -> Iterable[bytes]:
        reply = reply_to(query)
        if query.question[0].rdtype == dns.rdatatype.A:
            other = dns.rrset.from_text(f"{NAME}.", 60, "CLASS99", "A", r"\# 4 7f000001")
            reply.answer.append(other)
        yield reply.to_wire()

    await stage.name_server(SERVER, strange)
    (observation,) = await _ask(stage, Source.TLS)
    assert observation.messages[0].code == "DNS02_NO_ADDRESS"


async def test_aliases_in_a_circle_end(stage: Stage) -> None:
    stage.whois = "whois.reg.example"
    stage.hosts = {"whois.reg.example": ("=a.example",), "a.example": ("=b.example",)}
    stage.hosts["b.example"] = ("=whois.reg.example",)
    (observation,) = await _ask(stage, Source.WHOIS)
    assert observation.messages[0].code == "DNS02_ALIAS_LOOP"


async def test_a_chain_of_aliases_without_end_ends(stage: Stage) -> None:
    stage.whois = "whois.reg.example"
    stage.hosts = {"whois.reg.example": ("=a0.example",)}
    stage.hosts |= {f"a{step}.example": (f"=a{step + 1}.example",) for step in range(50)}
    (observation,) = await _ask(stage, Source.WHOIS)
    assert observation.messages[0].code == "DNS02_ALIAS_LOOP"


async def test_referrals_without_end_end(stage: Stage) -> None:
    """A server that delegates every label to itself, one deeper each time."""
    deep = ".".join(f"l{step}" for step in range(40))
    stage.whois = f"{deep}.loop.example"
    stage.cuts["loop.example"] = {"ns.loop.example": (PEER,)}
    cut = ["loop.example"]

    def deeper(query: dns.message.Message) -> Iterable[bytes]:
        reply = reply_to(query, authoritative=False)
        labels = stage.whois.split(".")
        cut[0] = ".".join(labels[-(cut[0].count(".") + 2) :])
        reply.authority.append(records(cut[0], "NS", "ns.loop.example."))
        reply.additional.append(records("ns.loop.example", "A", PEER))
        yield reply.to_wire()

    await stage.name_server(PEER, deeper)
    (observation,) = await _ask(stage, Source.WHOIS)
    assert observation.state is LookupState.UNREACHABLE
    assert cut[0].count(".") < 20


async def test_name_servers_whose_names_need_each_other_end(stage: Stage) -> None:
    stage.whois = "whois.a.example"
    stage.cuts |= {"a.example": {"ns.b.example": ()}, "b.example": {"ns.a.example": ()}}
    (observation,) = await _ask(stage, Source.WHOIS)
    assert observation.messages[0].code == "DNS02_TOO_MANY_REFERRALS"


async def test_a_delegation_to_a_hundred_names_does_not_become_a_flood(stage: Stage) -> None:
    """The amplification known as NXNSAttack: many name servers, none with an address."""
    stage.cuts[NAME] = {f"ns{number}.victim.example": () for number in range(100)}
    stage.cuts["victim.example"] = {"ns.victim.example": (PEER,)}
    asked = []

    def victim(query: dns.message.Message) -> Iterable[bytes]:
        asked.append(query)
        yield _denying(query)

    await stage.name_server(PEER, victim)
    await _ask(stage)
    assert len(asked) < 40


async def test_addresses_for_names_outside_the_zone_are_not_believed(stage: Stage) -> None:
    """A server of one zone cannot say where the host of another zone is."""
    stage.whois = "whois.bank.example"
    stage.hosts["whois.bank.example"] = (PEER,)
    stage.cuts[NAME] = {"whois.bank.example": ("127.20.0.66",), f"ns1.{NAME}": (SERVER,)}

    def poison(query: dns.message.Message) -> Iterable[bytes]:
        reply = _honest(query)
        reply.additional.append(records("whois.bank.example", "A", "127.20.0.66"))
        reply.answer.append(records("whois.bank.example", "A", "127.20.0.66"))
        yield reply.to_wire()

    await stage.name_server(SERVER, poison)
    (observation,) = await _ask(stage, Source.WHOIS)
    assert observation.server == f"whois.bank.example [{PEER}]"


async def test_glue_for_a_name_server_outside_the_zone_is_not_believed(stage: Stage) -> None:
    stage.hosts["ns.bank.example"] = (PEER,)

    def poison(query: dns.message.Message) -> Iterable[bytes]:
        reply = reply_to(query, authoritative=False)
        reply.authority.append(records(f"sub.{NAME}", "NS", "ns.bank.example."))
        reply.additional.append(records("ns.bank.example", "A", "127.20.0.66"))
        yield reply.to_wire()

    await stage.name_server(SERVER, poison)
    await stage.name_server(PEER, lambda query: [_denying(query)])
    with counted() as seen:
        await observe_async(NAME, stage.options(), site_host=f"www.sub.{NAME}")
    assert PEER in seen
    assert "127.20.0.66" not in seen


async def test_no_root_server_at_all_is_an_observation_for_each_source(stage: Stage) -> None:
    stage.rdap, stage.whois = "https://rdap.reg.example/", "whois.reg.example"
    survey = await observe_async(NAME, replace(stage.options(), dns_roots=("127.20.0.99",)))
    assert {item.state for item in survey.observations} == {LookupState.UNREACHABLE}
    assert len(survey.observations) == 4


async def test_every_exchange_is_traced(stage: Stage) -> None:
    await stage.name_server(SERVER, _zone)
    trace = []
    await observe_async(NAME, stage.options(), journal=trace.append)
    seen = {(item.server, item.question) for item in trace if item.source is Source.DNS}
    assert seen == {
        (f"root [{ROOT}]", f"{NAME}. NS"),
        (f"ns1.{NAME} [{SERVER}]", f"{NAME}. SOA"),
        (f"ns1.{NAME} [{SERVER}]", f"{NAME}. NS"),
        (f"ns1.{NAME} [{SERVER}]", f"{NAME}. MX"),
    }
    assert all(item.received and len(item.sha256) == 64 for item in trace if not item.fault)


def _truncated(query: dns.message.Message) -> Iterable[bytes]:
    reply = reply_to(query)
    reply.flags |= dns.flags.TC
    yield reply.to_wire()


def _denying(query: dns.message.Message) -> bytes:
    reply = reply_to(query)
    reply.set_rcode(dns.rcode.NXDOMAIN)
    return reply.to_wire()
