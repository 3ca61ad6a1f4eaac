"""Verdicts on name servers and mail host."""

import pytest

from probes.interface import Declaration, LookupState, Source, VerdictField, VerdictState
from probes.judge import judge
from tests.probes.judge.surveys import (
    PRACTICE,
    codes,
    dns,
    failed,
    observation,
    rdap,
    server,
    survey,
    verdict_on,
)

CONFIRMED, CONTRADICTED, OPEN, HIDDEN, SILENT = (
    VerdictState.CONFIRMED,
    VerdictState.CONTRADICTED,
    VerdictState.INCONCLUSIVE,
    VerdictState.NOT_PUBLISHED,
    VerdictState.UNREACHABLE,
)
NS = ("ns1.agency.example", "ns2.agency.example")


def on(field, *observations, **declared):
    declaration = Declaration(holder=None, **declared)
    return verdict_on(field, judge(survey(*observations), declaration, PRACTICE))


def name_servers(*observations, declared=NS):
    return on(VerdictField.NAME_SERVERS, *observations, name_servers=declared)


def mail(*answers, declared="protection.mail.example"):
    return on(VerdictField.MAIL_HOST, *dns(*answers), mail_host=declared)


@pytest.mark.parametrize(
    ("declared", "state"),
    [
        (NS, CONFIRMED),
        (("NS2.Agency.Example.", "ns1.agency.example"), CONFIRMED),
        (("ns1.agency.example",), CONTRADICTED),
        (("ns1.other.example", "ns2.other.example"), CONTRADICTED),
        ((), OPEN),
    ],
)
def test_name_servers_are_compared_as_a_set(declared, state):
    verdict = name_servers(*dns(*(server(name, ns=NS) for name in NS)), declared=declared)

    assert verdict.state is state
    assert verdict.observed == "ns1.agency.example, ns2.agency.example"


def test_a_server_that_names_others_than_its_parent_leaves_the_servers_open():
    others = ("ns1.agency.example", "ns9.agency.example")

    verdict = name_servers(*dns(server(NS[0], ns=NS), server(NS[1], ns=others)))

    assert verdict.state is OPEN
    assert "VRD_SERVERS_DISAGREE" in codes(verdict)
    assert verdict.next_step.code == "VRD_NEXT_ALIGN_SERVERS"


def test_a_server_that_does_not_answer_is_named_and_changes_nothing():
    silent = server(NS[1], state=LookupState.UNREACHABLE)

    verdict = name_servers(*dns(server(NS[0], ns=NS), silent))

    assert verdict.state is CONFIRMED
    assert codes(verdict)[-1] == "VRD_SERVER_SILENT"


def test_a_name_without_delegation_contradicts_declared_servers():
    verdict = name_servers(*dns(parent=(), exists=False))

    assert (verdict.state, verdict.observed) == (CONTRADICTED, "")


def test_the_registration_tells_the_servers_when_dns_cannot_be_asked():
    verdict = name_servers(rdap(name_servers=NS), failed(Source.DNS))

    assert verdict.state is CONFIRMED


def test_servers_that_nobody_could_tell_are_unreachable():
    verdict = name_servers(rdap(), failed(Source.DNS))

    assert (verdict.state, codes(verdict)) == (SILENT, ["VRD_NO_ANSWER"])


@pytest.mark.parametrize(
    ("declared", "hosts", "state"),
    [
        ("mx1.protection.mail.example", ("mx1.protection.mail.example",), CONFIRMED),
        ("protection.mail.example", ("mx1.protection.mail.example",), CONFIRMED),
        ("Mail.Example.", ("a.mail.example", "b.mail.example"), CONFIRMED),
        ("mail.example", ("a.mail.example", "backup.other.example"), OPEN),
        ("mail.example", ("a.hotmail.example",), CONTRADICTED),
        ("mail.example", (), HIDDEN),
        ("", ("a.mail.example",), OPEN),
    ],
)
def test_mail_is_delivered_to_the_declared_host_or_inside_it(declared, hosts, state):
    assert mail(server(NS[0], mx=hosts), declared=declared).state is state


def test_the_order_of_mail_hosts_does_not_matter():
    verdict = mail(
        server(NS[0], mx=("a.mail.example", "b.mail.example")),
        server(NS[1], mx=("b.mail.example", "a.mail.example")),
        declared="mail.example",
    )

    assert verdict.state is CONFIRMED


@pytest.mark.parametrize("other", [("b.mail.example",), ()])
def test_servers_that_disagree_about_mail_leave_it_open(other):
    verdict = mail(server(NS[0], mx=("a.mail.example",)), server(NS[1], mx=other))

    assert verdict.state is OPEN
    assert verdict.next_step.code == "VRD_NEXT_ALIGN_SERVERS"


def test_mail_is_unreachable_when_no_server_answers():
    verdict = mail(server(NS[0], state=LookupState.REFUSED))

    assert verdict.state is SILENT


def test_no_mail_and_nothing_declared_is_no_verdict():
    assert mail(server(NS[0]), declared="") is None


def test_mail_of_a_name_without_delegation_is_not_published():
    verdict = on(VerdictField.MAIL_HOST, *dns(parent=(), exists=False), mail_host="mail.example")

    assert (verdict.state, codes(verdict)) == (HIDDEN, ["VRD_NOT_DELEGATED"])


def test_an_unreadable_directory_leaves_mail_open():
    unreadable = observation(Source.DNS, "d.nic.example", state=LookupState.UNPARSEABLE)

    assert on(VerdictField.MAIL_HOST, unreadable, mail_host="mail.example").state is OPEN
