"""One name asked about everywhere, in an honest world and in one that is not."""

import hashlib
from dataclasses import replace

import dns.message
import pytest

from probes.errors import NameRefusedError, OptionsError
from probes.interface import Certificate, Delegation, LookupState, Registration, Source, Survey
from probes.options import Limits
from probes.registry import observe
from probes.texts import render
from tests.probes.net.timing import within
from tests.universe.universe import Universe

NAME = "cabinet-exemple.fr.example"
QUICK = Limits(deadline_seconds=1.2, connect_seconds=0.6)
S = LookupState


def _observe(universe: Universe, name: str = NAME) -> Survey:
    return observe(name, universe.options)


def _observe_quickly(universe: Universe) -> Survey:
    with within(QUICK.deadline_seconds):
        return observe(NAME, replace(universe.options, limits=QUICK))


def _states(survey: Survey, source: Source) -> list[LookupState]:
    return [item.state for item in survey.observations if item.source is source]


def test_each_source_of_an_honest_world_answers(universe: Universe) -> None:
    survey = _observe(universe)
    assert [(item.source, item.state) for item in survey.observations] == [
        (Source.RDAP, S.REGISTERED),
        (Source.WHOIS, S.REGISTERED),
        (Source.DNS, S.REGISTERED),
        (Source.DNS, S.REGISTERED),
        (Source.DNS, S.REGISTERED),
        (Source.DNS, S.REGISTERED),
        (Source.TLS, S.REGISTERED),
    ]
    assert (survey.name, survey.registered_name, survey.registry) == (NAME, NAME, "afnic")
    assert survey.started_at <= survey.finished_at


def test_each_observation_carries_its_bytes_hash_server_question_and_time(
    universe: Universe,
) -> None:
    survey = _observe(universe)
    for item in survey.observations:
        assert item.sha256 == hashlib.sha256(item.raw).hexdigest()
        assert item.raw
        assert item.question
        assert survey.started_at <= item.asked_at <= survey.finished_at
        assert item.took_ms >= 0
    rdap = survey.observations[0]
    assert rdap.server.startswith("https://rdap.nic.fr.example/")
    assert rdap.server.endswith(f"[{universe.address('rdap.nic.fr.example')}]")


def test_the_whole_of_dns_holds_what_parent_and_servers_say(universe: Universe) -> None:
    survey = _observe(universe)
    parent, first, second, whole = [
        item for item in survey.observations if item.source is Source.DNS
    ]
    assert isinstance(whole.facts, Delegation)
    names = ("ns1.studio-exemple-web.fr.example", "ns2.studio-exemple-web.fr.example")
    assert whole.facts.parent_name_servers == names
    assert [answer.server for answer in whole.facts.answers] == list(names)
    assert {answer.name_servers for answer in whole.facts.answers} == {names}
    assert whole.raw == parent.raw + first.raw + second.raw
    length = int.from_bytes(parent.raw[:2], "big")
    assert dns.message.from_wire(parent.raw[2:]).question[0].name.to_text() == f"{NAME}."
    assert length == len(parent.raw) - 2


def test_registry_and_registrar_of_a_thin_registry_stay_apart(universe: Universe) -> None:
    survey = _observe(universe, "cabinet-rdv.com.example")
    for source in (Source.RDAP, Source.WHOIS):
        registry, registrar = [item for item in survey.observations if item.source is source]
        assert isinstance(registry.facts, Registration)
        assert registry.facts.registrant is None
        assert isinstance(registrar.facts, Registration)
        assert registrar.facts.registrant is not None
        assert "registrar-exemple" in registrar.server


def test_a_name_below_a_registered_one_is_asked_at_the_registry_by_the_registered_name(
    universe: Universe,
) -> None:
    survey = _observe(universe, f"www.{NAME}")
    assert (survey.name, survey.registered_name) == (f"www.{NAME}", NAME)
    assert survey.observations[0].question.endswith(f"/domain/{NAME}")
    assert isinstance(survey.observations[-1].facts, Certificate)
    assert survey.observations[-1].facts.host == f"www.{NAME}"


def test_a_free_name_is_available_everywhere_and_has_no_site(universe: Universe) -> None:
    survey = _observe(universe, "libre.fr.example")
    assert [item.state for item in survey.observations] == [
        S.AVAILABLE, S.AVAILABLE, S.AVAILABLE, S.UNREACHABLE,
    ]  # fmt: skip


def test_servers_that_differ_or_refuse_are_said(universe: Universe) -> None:
    stale = _observe(universe, "zone-perimee.fr.example").observations[-2]
    assert [note.code for note in stale.messages] == ["DNS01_SERIALS_DIFFER"]
    lame = _observe(universe, "zone-boiteuse.fr.example")
    assert S.REFUSED in _states(lame, Source.DNS)


@pytest.mark.parametrize(
    ("mode", "states"),
    [
        ("silent", {S.UNREACHABLE}),
        ("stalling", {S.UNREACHABLE}),
        ("reset", {S.UNREACHABLE}),
        ("one_megabyte", {S.UNPARSEABLE}),
        ("refused", {S.REFUSED}),
        ("throttled", {S.THROTTLED}),
        ("empty", {S.UNPARSEABLE, S.UNREACHABLE}),
        ("lying_name", {S.UNPARSEABLE}),
    ],
)
@pytest.mark.parametrize(
    ("host", "source"),
    [("whois.nic.fr.example", Source.WHOIS), ("rdap.nic.fr.example", Source.RDAP)],
)
def test_a_registry_that_misbehaves_is_an_observation_without_facts(
    universe: Universe, host: str, source: Source, mode: str, states: set[LookupState]
) -> None:
    universe.set_mode(host, mode)
    survey = _observe_quickly(universe)
    (seen,) = [item for item in survey.observations if item.source is source]
    assert seen.state in states
    assert seen.facts is None
    for note in seen.messages:
        assert render(note, "fr") != render(note, "en")
    others = [item for item in survey.observations if item.source is not source]
    assert {item.state for item in others} == {S.REGISTERED}


@pytest.mark.parametrize(
    "mode", ["unavailable", "html", "redirect_loop", "redirect_to_private", "gzip_bomb"]
)
def test_an_rdap_server_that_misbehaves_over_http_is_an_observation_without_facts(
    universe: Universe, mode: str
) -> None:
    universe.set_mode("rdap.nic.fr.example", mode)
    seen = _observe_quickly(universe).observations[0]
    assert seen.state in {S.UNREACHABLE, S.UNPARSEABLE}
    assert seen.facts is None


@pytest.mark.parametrize(
    "mode",
    [
        "silent",
        "refused",
        "lame",
        "wrong_id",
        "wrong_question",
        "truncated_without_tcp",
        "cname_loop",
    ],
)
def test_a_name_server_that_misbehaves_is_told_apart_from_its_neighbour(
    universe: Universe, mode: str
) -> None:
    universe.set_mode("ns1.studio-exemple-web.fr.example", mode)
    seen = _observe_quickly(universe).observations
    whole = [item for item in seen if item.source is Source.DNS][-1]
    assert isinstance(whole.facts, Delegation)
    bad, good = whole.facts.answers
    assert not (bad.state is S.REGISTERED and bad.authoritative)
    assert (good.state, good.authoritative) == (S.REGISTERED, True)


def test_a_truncated_answer_is_completed(universe: Universe) -> None:
    universe.set_mode("ns1.studio-exemple-web.fr.example", "truncated")
    whole = [item for item in _observe(universe).observations if item.source is Source.DNS][-1]
    assert isinstance(whole.facts, Delegation)
    assert all(answer.authoritative for answer in whole.facts.answers)


def test_a_site_at_an_inner_address_is_not_visited(universe: Universe) -> None:
    survey = _observe(universe, "prive.certificats.fr.example")
    assert survey.observations[-1].messages[0].code == "NET01_REFUSED_ADDRESS"


def test_a_name_that_cannot_be_probed_is_refused_before_anything_is_asked(
    universe: Universe,
) -> None:
    with pytest.raises(NameRefusedError, match="NAM01_MALFORMED"):
        observe("cab inet.fr.example", universe.options)
    with pytest.raises(NameRefusedError, match="NAM01_ADDRESS"):
        observe(NAME, universe.options, site_host="10.0.0.1")
    assert universe.questions("whois.nic.fr.example") == ()


def test_roots_that_cannot_be_read_are_said_before_anything_is_asked(
    universe: Universe, tmp_path
) -> None:
    for path in (tmp_path / "missing.pem", universe.toml):
        with pytest.raises(OptionsError, match=path.name):
            observe(NAME, replace(universe.options, tls_roots=(path,)))
    assert universe.questions("whois.nic.fr.example") == ()


def test_only_the_sources_asked_for_are_asked(universe: Universe) -> None:
    survey = observe(NAME, universe.options, sources={Source.DNS, Source.TLS})
    assert {item.source for item in survey.observations} == {Source.DNS, Source.TLS}
    assert universe.questions("whois.nic.fr.example") == ()
    assert universe.questions("rdap.nic.fr.example") == ()
