"""What looks like a fault and is none: the cases keep quiet."""

import pytest

from probes.cases import examine
from probes.interface import Delegation, MailPolicy, Source, ZoneRecords
from probes.published.mail_tags import spf_all, spf_terms
from tests.probes.judge.surveys import NAME, observation, rdap, server, survey

NS = (f"ns1.{NAME}", "ns.elsewhere.example")


def told(*observations):
    return {finding.message.code for finding in examine(survey(*observations))}


def delegated(glue):
    answers = tuple(server(name, ns=NS) for name in NS)
    facts = Delegation(zone=NAME, parent_name_servers=NS, answers=answers, glue=glue)
    return observation(Source.DNS, "d.nic.example", facts=facts)


def zone(**fields):
    facts = ZoneRecords(zone=NAME, name=NAME, server=NS[0], **fields)
    return observation(Source.DNS, NS[0], facts=facts)


@pytest.mark.parametrize(
    ("at_parent", "expected"),
    [
        ([(NS[0], "192.0.2.1")], set()),
        ([(NS[0], "192.0.2.1"), (NS[0], "2001:db8::1")], set()),
        ([(NS[0], "192.0.2.9")], {"DEL03_DIFFERS"}),
        ([], {"DEL03_MISSING"}),
    ],
)
def test_a_parent_may_give_only_some_of_the_addresses(at_parent, expected) -> None:
    own = ((NS[0], "192.0.2.1"), (NS[0], "2001:db8::1"))
    found = told(delegated(tuple(at_parent)), zone(server_addresses=own))
    assert {code for code in found if code.startswith("DEL03")} == expected


def test_what_could_not_be_asked_is_no_fault():
    assert told(zone(mail=MailPolicy())) == set()


def test_a_registry_that_publishes_no_status_says_nothing_of_the_lock():
    assert told(rdap(statuses=())) == set()
    assert told(rdap(statuses=("active",))) == {"REG01_NO_LOCK"}
    assert told(rdap(statuses=("server transfer prohibited",))) == set()


@pytest.mark.parametrize(
    ("policy", "names", "rest"),
    [
        ("v=spf1 -all", [], "-"),
        ("v=spf1 all", [], "+"),
        ("v=spf1 ip4:192.0.2.0/24 ~all", [], "~"),
        ("v=spf1 A/24 MX:mail.example ?ALL", ["a", "mx"], "?"),
        ("v=spf1 include:one.example redirect=two.example", ["include", "redirect"], None),
        ("v=spf1 redirect=two.example -all", [], "-"),
        ("v=spf1 exists:%{i}.example ptr", ["exists", "ptr"], None),
        ("v=spf1", [], None),
    ],
)
def test_the_terms_of_a_policy_that_cost_a_look_up(policy, names, rest) -> None:
    assert [term.name for term in spf_terms(policy)] == names
    assert spf_all(policy) == rest
