"""Name servers: the tree from the root down, its faults, and the hostile modes."""

import contextlib

import dns.exception
import dns.flags
import dns.message
import dns.query
import dns.rcode
import pytest

from tests.universe import Universe
from tests.universe_selftest.clients import ask, data

ROOT = "a.root-servers.example"
REGISTRY = "d.nic.fr.example"
NS1 = "ns1.studio-exemple-web.fr.example"
NS2 = "ns2.studio-exemple-web.fr.example"
NAME = "cabinet-exemple.fr.example"


def test_the_root_refers_to_the_registry_with_glue(universe: Universe) -> None:
    response = ask(universe, ROOT, NAME, "NS")
    assert not response.answer
    assert not response.flags & dns.flags.AA
    assert "d.nic.fr.example." in response.authority[0].to_text()
    assert universe.address(REGISTRY) in response.additional[0].to_text()


def test_the_registry_delegates_a_registered_name_to_the_agency(universe: Universe) -> None:
    response = ask(universe, REGISTRY, f"www.{NAME}", "A")
    assert response.authority[0].name.to_text() == f"{NAME}."
    assert sorted(record.target.to_text() for record in response.authority[0]) == [
        f"{NS1}.",
        f"{NS2}.",
    ]
    assert len(response.additional) == 2


def test_the_registry_denies_a_free_name_and_one_that_is_not_delegated(universe: Universe) -> None:
    for name in ("libre.fr.example", "bientot-libre.fr.example"):
        assert ask(universe, REGISTRY, name, "NS").rcode() == dns.rcode.NXDOMAIN


def test_a_name_with_only_names_below_it_exists_without_data(universe: Universe) -> None:
    response = ask(universe, REGISTRY, "nic.fr.example", "A")
    assert response.rcode() == dns.rcode.NOERROR
    assert not response.answer


@pytest.mark.parametrize("tcp", [False, True])
def test_the_agency_gives_the_zone_with_authority(universe: Universe, tcp: bool) -> None:  # noqa: FBT001 - parametrised
    response = ask(universe, NS1, NAME, "MX", tcp=tcp)
    assert response.flags & dns.flags.AA
    assert data(response)[0] == "10 mx1.messagerie-exemple.com.example."


def test_an_alias_out_of_the_zone_is_left_to_the_asker(universe: Universe) -> None:
    assert data(ask(universe, NS1, f"www.{NAME}", "A")) == ["web1.hebergeur-exemple.com.example."]


def test_the_two_servers_of_a_stale_zone_disagree_on_serial_and_mail(universe: Universe) -> None:
    name = "zone-perimee.fr.example"
    assert data(ask(universe, NS1, name, "MX")) != data(ask(universe, NS2, name, "MX"))
    assert data(ask(universe, NS1, name, "SOA")) != data(ask(universe, NS2, name, "SOA"))


def test_one_server_of_a_lame_zone_refuses_it(universe: Universe) -> None:
    name = "zone-boiteuse.fr.example"
    assert data(ask(universe, "ns1.autre-hebergeur.com.example", name, "SOA"))
    refused = ask(universe, "ns2.autre-hebergeur.com.example", name, "SOA")
    assert refused.rcode() == dns.rcode.REFUSED


@pytest.mark.parametrize("tcp", [False, True])
def test_a_silent_server_lets_the_asker_wait(universe: Universe, tcp: bool) -> None:  # noqa: FBT001 - parametrised
    universe.set_mode(NS1, "silent")
    with pytest.raises(dns.exception.Timeout):
        ask(universe, NS1, NAME, "MX", tcp=tcp, seconds=0.2)
    assert universe.questions(NS1) == (f"{NAME}. MX",)


def test_a_refusing_server_refuses_its_own_zone(universe: Universe) -> None:
    universe.set_mode(NS1, "refused")
    assert ask(universe, NS1, NAME, "MX").rcode() == dns.rcode.REFUSED


def test_a_lame_server_answers_without_authority_and_points_to_the_root(universe: Universe) -> None:
    universe.set_mode(NS1, "lame")
    response = ask(universe, NS1, NAME, "MX")
    assert not response.flags & dns.flags.AA
    assert response.authority[0].name.to_text() == "."


def test_a_forged_answer_comes_under_a_wrong_id(universe: Universe) -> None:
    universe.set_mode(NS1, "wrong_id")
    with pytest.raises(dns.query.BadResponse):
        ask(universe, NS1, NAME, "MX")


def test_a_forged_answer_comes_for_a_wrong_question(universe: Universe) -> None:
    universe.set_mode(NS1, "wrong_question")
    with pytest.raises(dns.query.BadResponse):
        ask(universe, NS1, NAME, "MX")


def test_a_truncated_answer_is_whole_over_tcp(universe: Universe) -> None:
    universe.set_mode(NS1, "truncated")
    assert ask(universe, NS1, NAME, "MX").flags & dns.flags.TC
    assert len(data(ask(universe, NS1, NAME, "MX", tcp=True))) == 2


def test_a_truncated_answer_may_have_no_tcp_behind_it(universe: Universe) -> None:
    universe.set_mode(NS1, "truncated_without_tcp")
    assert ask(universe, NS1, NAME, "MX").flags & dns.flags.TC
    with pytest.raises((EOFError, ConnectionError)):
        ask(universe, NS1, NAME, "MX", tcp=True)


def test_aliases_may_lead_in_a_circle(universe: Universe) -> None:
    universe.set_mode(NS1, "cname_loop")
    there = data(ask(universe, NS1, f"www.{NAME}", "A"))[0]
    assert data(ask(universe, NS1, there, "A")) == [f"www.{NAME}."]


def test_a_message_that_is_no_dns_is_left_without_an_answer(universe: Universe) -> None:
    query = dns.message.make_query(NAME, "MX")
    query.question.clear()
    with contextlib.suppress(dns.exception.DNSException):
        address, port = universe.address(NS1), universe.ports[53]
        dns.query.udp(query, address, port=port, timeout=0.2)
    assert universe.questions(NS1) == ()
    assert data(ask(universe, NS1, NAME, "MX"))
