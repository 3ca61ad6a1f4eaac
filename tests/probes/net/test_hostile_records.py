"""Zones that answer everything, nothing or without end, asked in depth: nothing false is found."""

import asyncio
from collections.abc import Callable, Iterable

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import pytest

from probes.cases import examine
from probes.interface import Observation, PointerState, Survey, ZoneRecords
from probes.registry import sitting
from probes.transport.dns53 import frame
from tests.probes.net.connections import counted
from tests.probes.net.stage import NAME, PEER, QUICK, SERVER, Stage, records, reply_to
from tests.probes.net.timing import within

SOA = f"ns1.{NAME}. hostmaster.{NAME}. 7 3600 600 86400 300"
NS = f"ns1.{NAME}."
MAIL_CASES = {"MAI01", "MAI02", "MAI03", "MAI04", "MAI05"}

Data = dict[tuple[str, str], list[str]]


@pytest.fixture(autouse=True)
def _delegation(stage: Stage) -> None:
    stage.cuts = {NAME: {f"ns1.{NAME}": (SERVER,)}}


def zone_of(data: Data, otherwise: Callable[[dns.message.Message], Iterable[bytes]] | None = None):
    """Answer SOA, NS and what the data say; anything else does not exist, or is otherwise."""
    known: Data = {(NAME, "SOA"): [SOA], (NAME, "NS"): [NS]} | data

    def answer(query: dns.message.Message) -> Iterable[bytes]:
        name = query.question[0].name.to_text(omit_final_dot=True).lower()
        kind = query.question[0].rdtype.name
        if (name, kind) not in known and otherwise:
            yield from otherwise(query)
            return
        reply = reply_to(query)
        if (name, kind) in known:
            reply.answer.append(records(name, kind, *known[name, kind]))
        elif not any(owner == name for owner, _ in known):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        yield reply.to_wire(max_size=65_535)

    return answer


async def look(stage: Stage) -> tuple[Survey, Observation, ZoneRecords]:
    with within(QUICK.deadline_seconds):
        async with sitting(stage.options()) as open_sitting:
            survey = await open_sitting.observe(NAME, in_depth=True)
    (seen,) = [item for item in survey.observations if isinstance(item.facts, ZoneRecords)]
    assert isinstance(seen.facts, ZoneRecords)
    return survey, seen, seen.facts


def told(survey: Survey) -> set[str]:
    return {finding.message.code for finding in examine(survey)}


def cases_told(survey: Survey) -> set[str]:
    return {finding.case for finding in examine(survey)}


async def test_the_raw_bytes_hold_every_message_that_was_received(stage: Stage) -> None:
    heard = []

    def zone(query: dns.message.Message) -> Iterable[bytes]:
        for wire in zone_of({(NAME, "TXT"): ['"v=spf1 -all"']})(query):
            heard.append(wire)
            yield wire

    await stage.name_server(SERVER, zone)
    _, seen, facts = await look(stage)
    assert facts.mail.spf == ("v=spf1 -all",)
    (spf,) = [w for w in heard if b"v=spf1" in w]
    assert frame(spf) in seen.raw


async def test_a_zone_that_answers_everything_says_nothing_of_its_keys(stage: Stage) -> None:
    def anything(query: dns.message.Message) -> Iterable[bytes]:
        reply = reply_to(query)
        data = {"A": "127.20.0.9", "TXT": '"v=DKIM1; p=x"', "CNAME": "elsewhere.example."}
        kind = query.question[0].rdtype.name
        if kind in data:
            name = query.question[0].name.to_text(omit_final_dot=True)
            reply.answer.append(records(name, kind, data[kind]))
        yield reply.to_wire()

    await stage.name_server(SERVER, zone_of({}, anything))
    survey, _, facts = await look(stage)
    assert facts.wildcard == ("A", "TXT")
    assert facts.mail.selectors is None
    assert {"WLD01_ANY_ADDRESS", "WLD01_ANY_TEXT"} <= told(survey)
    assert "MAI05" not in cases_told(survey)


async def test_a_zone_that_falls_silent_is_blamed_for_nothing_that_was_not_heard(
    stage: Stage,
) -> None:
    await stage.name_server(SERVER, zone_of({}, lambda _query: ()))
    survey, seen, facts = await look(stage)
    assert (facts.mail.mail_hosts, facts.mail.spf, facts.mail.dmarc) == (None, None, None)
    assert (facts.wildcard, facts.signing) == (None, None)
    assert cases_told(survey) & (MAIL_CASES | {"WLD01", "SEC01", "SEC02"}) == set()
    assert {note.code for note in seen.messages} == {"NET01_TIMED_OUT"}


async def test_forged_answers_are_not_taken_for_the_zones_word(stage: Stage) -> None:
    def forge(query: dns.message.Message) -> Iterable[bytes]:
        reply = reply_to(query)
        reply.id = (query.id + 1) % 65_536
        yield reply.to_wire()

    await stage.name_server(SERVER, zone_of({}, forge))
    survey, seen, _ = await look(stage)
    assert cases_told(survey) & MAIL_CASES == set()
    assert "DNS02_STRAY_ANSWERS" in {note.code for note in seen.messages}


async def test_texts_that_are_truncated_for_good_are_unknown_and_not_absent(stage: Stage) -> None:
    def truncated(query: dns.message.Message) -> Iterable[bytes]:
        reply = reply_to(query)
        if query.question[0].rdtype == dns.rdatatype.TXT:
            reply.flags |= dns.flags.TC
        yield reply.to_wire()

    await stage.name_server(SERVER, zone_of({}, truncated))
    survey, seen, facts = await look(stage)
    assert (facts.mail.spf, facts.mail.mail_hosts) == (None, ())
    assert cases_told(survey) & MAIL_CASES == {"MAI01"}
    assert "DNS02_TRUNCATED_WITHOUT_TCP" in {note.code for note in seen.messages}


@pytest.mark.parametrize("rcode", [dns.rcode.SERVFAIL, dns.rcode.REFUSED])
async def test_a_refusal_is_not_taken_for_nothing(stage: Stage, rcode: dns.rcode.Rcode) -> None:
    def refuse(query: dns.message.Message) -> Iterable[bytes]:
        reply = reply_to(query)
        reply.set_rcode(rcode)
        yield reply.to_wire()

    await stage.name_server(SERVER, zone_of({}, refuse))
    survey, _, facts = await look(stage)
    assert facts.mail.spf is None
    assert cases_told(survey) & MAIL_CASES == set()


async def test_aliases_in_a_circle_everywhere_end(stage: Stage) -> None:
    def loop(query: dns.message.Message) -> Iterable[bytes]:
        name = query.question[0].name.to_text(omit_final_dot=True).lower()
        target = name[2:] if name.startswith("b.") else f"b.{name}"
        reply = reply_to(query)
        reply.answer.append(records(name, "CNAME", f"{target}."))
        yield reply.to_wire()

    await stage.name_server(SERVER, zone_of({}, loop))
    survey, seen, facts = await look(stage)
    assert facts.mail.dmarc is None
    assert {item.state for item in facts.pointers} == {PointerState.UNKNOWN}
    assert "DNS02_ALIAS_LOOP" in {note.code for note in seen.messages}
    assert cases_told(survey) & {"DAN01", "MAI03"} == set()


async def test_two_thousand_texts_hide_no_policy_and_are_not_kept_as_facts(stage: Stage) -> None:
    texts = [f'"t{number}"' for number in range(2_000)] + ['"v=spf1 +all"']
    zone = zone_of({(NAME, "TXT"): texts})
    # Written once: writing two thousand records takes longer than the look-up may.
    (whole,) = zone(dns.message.make_query(NAME, "TXT", use_edns=0, payload=1232))

    def over_udp(query: dns.message.Message) -> Iterable[bytes]:
        asked = query.question[0]
        if (asked.name.to_text(), asked.rdtype) == (f"{NAME}.", dns.rdatatype.TXT):
            reply = reply_to(query)
            reply.flags |= dns.flags.TC
            yield reply.to_wire()
        else:
            yield from zone(query)

    async def over_tcp(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        length = int.from_bytes(await reader.readexactly(2), "big")
        query = await reader.readexactly(length)
        writer.write(frame(query[:2] + whole[2:]))
        await writer.drain()

    await stage.name_server(SERVER, over_udp)
    await stage.tcp(SERVER, 53, over_tcp)
    survey, _, facts = await look(stage)
    assert facts.mail.spf == ("v=spf1 +all",)
    assert "MAI02_EVERYBODY" in told(survey)
    assert len(str(facts)) < 5_000


async def test_a_policy_that_includes_without_end_is_left_at_the_eleventh_look_up(
    stage: Stage,
) -> None:
    asked = []

    def includes(query: dns.message.Message) -> Iterable[bytes]:
        name = query.question[0].name.to_text(omit_final_dot=True)
        asked.append(name)
        reply = reply_to(query)
        if query.question[0].rdtype == dns.rdatatype.TXT and ".tree." in f".{name}":
            more = " ".join(f"include:i{number}.{name}" for number in range(4))
            reply.answer.append(records(name, "TXT", f'"v=spf1 {more} -all"'))
        yield reply.to_wire()

    policy = f'"v=spf1 include:tree.{NAME} -all"'
    await stage.name_server(SERVER, zone_of({(NAME, "TXT"): [policy]}, includes))
    survey, _, facts = await look(stage)
    assert facts.mail.spf_lookups == 11
    assert "MAI02_TOO_MANY_LOOKUPS" in told(survey)
    assert len([name for name in asked if "tree" in name]) <= 11


async def test_names_that_are_none_in_a_policy_are_no_accident(stage: Stage) -> None:
    policy = f'"v=spf1 include:{"x" * 70}.example include:a..b include:%{{i}}.{NAME} -all"'
    await stage.name_server(SERVER, zone_of({(NAME, "TXT"): [policy]}))
    survey, _, facts = await look(stage)
    assert facts.mail.spf_lookups == 3
    assert facts.mail.spf_unread == ("a..b", f"{'x' * 70}.example")
    assert "MAI02_INCLUDES_NOTHING" in told(survey)


async def test_of_a_thousand_report_addresses_few_are_asked_about(stage: Stage) -> None:
    asked: list[str] = []
    stage.cuts["victim.example"] = {"ns.victim.example": (PEER,)}

    def victim(query: dns.message.Message) -> Iterable[bytes]:
        asked.append(query.question[0].name.to_text())
        reply = reply_to(query)
        reply.set_rcode(dns.rcode.NXDOMAIN)
        yield reply.to_wire()

    addresses = ",".join(f"mailto:a@h{number}.victim.example" for number in range(60))
    texts = " ".join(f'"{part}"' for part in _pieces(f"v=DMARC1; p=none; rua={addresses}"))
    await stage.name_server(PEER, victim)
    await stage.name_server(SERVER, zone_of({(f"_dmarc.{NAME}", "TXT"): [texts]}))
    _, _, facts = await look(stage)
    assert len(facts.mail.report_domains) <= 5
    assert len(asked) < 20


async def test_a_hundred_mail_hosts_are_not_followed_to_the_last(stage: Stage) -> None:
    asked: list[str] = []
    stage.cuts["victim.example"] = {"ns.victim.example": (PEER,)}

    def victim(query: dns.message.Message) -> Iterable[bytes]:
        asked.append(query.question[0].name.to_text())
        reply = reply_to(query)
        reply.set_rcode(dns.rcode.NXDOMAIN)
        yield reply.to_wire()

    hosts = [f"10 mx{number}.victim.example." for number in range(30)]
    await stage.name_server(PEER, victim)
    await stage.name_server(SERVER, zone_of({(NAME, "MX"): hosts}))
    _, _, facts = await look(stage)
    assert len(facts.pointers) == 16
    assert len(asked) <= 16


async def test_a_zone_cannot_say_that_a_name_outside_it_has_lapsed(stage: Stage) -> None:
    stage.hosts = {"mx.bank.example": (PEER,)}

    def lie(query: dns.message.Message) -> Iterable[bytes]:
        reply = reply_to(query)
        reply.set_rcode(dns.rcode.NXDOMAIN)
        yield reply.to_wire()

    await stage.name_server(SERVER, zone_of({(NAME, "MX"): ["10 mx.bank.example."]}, lie))
    survey, _, facts = await look(stage)
    states = {item.target: item.state for item in facts.pointers}
    assert states["mx.bank.example"] is PointerState.ANSWERS
    assert "DAN03" not in cases_told(survey)


async def test_where_a_name_leads_nobody_connects(stage: Stage) -> None:
    stage.hosts = {"mx.bank.example": ("127.20.0.77",), "ns9.bank.example": ("10.0.0.1",)}
    stage.cuts["inside.example"] = {"ns9.bank.example": ("10.0.0.1",)}
    data: Data = {
        (NAME, "MX"): ["10 mx.bank.example."],
        (NAME, "TXT"): ['"v=spf1 include:inside.example -all"'],
    }
    await stage.name_server(SERVER, zone_of(data))
    with counted() as seen:
        survey, found, _ = await look(stage)
    assert {"127.20.0.77", "10.0.0.1"} & set(seen) == set()
    assert "NET01_REFUSED_ADDRESS" in {note.code for note in found.messages}
    assert "MAI02_INCLUDES_NOTHING" not in told(survey)


async def test_more_keys_than_anybody_needs_are_left_unexamined(stage: Stage) -> None:
    """The work known as KeyTrap: many keys, many signatures, every pair to be tried."""
    stage.cuts = {"reg.example": {"ns.reg.example": (PEER,)}}
    keys = [f"257 3 13 {letter}{'A' * 85}==" for letter in "BCDEFGHIJKLMNOPQ"]

    def registry(query: dns.message.Message) -> Iterable[bytes]:
        reply = reply_to(query, authoritative=query.question[0].rdtype == dns.rdatatype.DS)
        if reply.flags & dns.flags.AA:
            reply.answer.append(records(NAME, "DS", f"12345 13 2 {'00' * 32}"))
        else:
            reply.authority.append(records(NAME, "NS", NS))
            reply.additional.append(records(f"ns1.{NAME}", "A", SERVER))
        yield reply.to_wire()

    await stage.name_server(PEER, registry)
    await stage.name_server(SERVER, zone_of({(NAME, "DNSKEY"): keys}))
    survey, _, facts = await look(stage)
    assert facts.signing is not None
    assert facts.signing.fault == "not_examined"
    assert cases_told(survey) & {"SEC01", "SEC02"} == set()


def _pieces(text: str) -> list[str]:
    return [text[start : start + 200] for start in range(0, len(text), 200)]
