"""Discovery over the wire: bounded and explained whatever a zone or a site does."""

import time
from dataclasses import replace

import pytest

from probes.discovery.discover import discover as discover_for_long
from probes.discovery.model import Draft
from probes.options import Limits
from probes.texts import render
from tests.universe.universe import Universe

NAME = "kine-lumiere.fr.example"
SITE = "cluster014.hosting.ovh.net"
SERVERS = ("dns12.ovh.net", "ns12.ovh.net")
MOST_QUESTIONS = 160
QUICK = Limits(deadline_seconds=2.0, connect_seconds=1.0)


def discover(name: str, universe: Universe) -> Draft:
    """Discover within a deadline that a test can wait for."""
    return discover_for_long(name, replace(universe.options, limits=QUICK))


def _codes(draft: Draft) -> set[str]:
    for note in draft.notes:
        assert render(note, "fr")
        assert render(note, "en")
    return {note.code for note in draft.notes}


def _kinds(draft: Draft) -> set[str]:
    return {item.kind for item in draft.proposals}


def _questions_to(universe: Universe, *hosts: str) -> int:
    return sum(len(universe.questions(host)) for host in hosts)


def test_several_traces_of_one_thing_are_one_proposal(universe: Universe) -> None:
    draft = discover(NAME, universe)
    (emailing,) = [item for item in draft.proposals if item.kind == "emailing"]
    sources = {trace.source.value for trace in emailing.traces}
    assert emailing.provider == "Brevo"
    assert sources == {"dkim", "dmarc", "html", "spf", "txt"}


def test_until_when_a_name_and_a_certificate_run_is_told_as_published(universe: Universe) -> None:
    ends = {item.kind: item.expires_on for item in discover(NAME, universe).proposals}
    assert ends["domain_fr"] is not None
    assert ends["tls_cert"] is not None
    assert ends["emailing"] is None


def test_every_question_goes_to_names_of_a_fixed_list(universe: Universe) -> None:
    draft = discover(NAME, universe)
    assert len(draft.asked) < 100
    asked = {question for host in SERVERS for question in universe.questions(host)}
    assert not [question for question in asked if "AXFR" in question or "ANY" in question]
    pages = [question for question in universe.questions(SITE) if question.startswith("GET")]
    assert pages == [f"GET {NAME}/", f"GET {NAME}/mentions-legales/"]


def test_other_names_of_the_certificate_are_told(universe: Universe) -> None:
    (related,) = discover(NAME, universe).related
    assert related.name == f"intranet.{NAME}"
    assert related.trace.fingerprint == "ct_names"


def test_a_site_that_sends_people_elsewhere_is_said_to(universe: Universe) -> None:
    draft = discover("ancien-nom.fr.example", universe)
    assert "DIS02_ELSEWHERE" in _codes(draft)
    assert [item.name for item in draft.related] == ["www.maitre-durand.fr.example"]


def test_a_name_that_no_register_answers_for_is_proposed_by_its_delegation(
    universe: Universe,
) -> None:
    for host in ("rdap.nic.fr.example", "whois.nic.fr.example"):
        universe.set_mode(host, "refused")
    name = discover(NAME, universe).proposals[0]
    assert (name.kind, name.provider) == ("domain_fr", "")
    assert name.traces[0].place == f"NS {NAME}"


def test_whoever_types_the_host_of_the_site_means_its_name(universe: Universe) -> None:
    draft = discover(f"www.{NAME}", universe)
    assert draft.name == NAME
    assert {"domain_fr", "dns_zone", "email_other", "hosting", "gtm"} <= _kinds(draft)


def test_a_name_without_a_site_is_told_so(universe: Universe) -> None:
    draft = discover("certificats.fr.example", universe)
    assert "DIS02_NO_PAGE" in _codes(draft)
    assert {"domain_fr", "dns_zone"} <= _kinds(draft)


@pytest.mark.parametrize(
    ("mode", "code"),
    [
        ("redirect_loop", "NET01_TOO_MANY_REDIRECTS"),
        ("redirect_to_private", "NET01_REFUSED_ADDRESS"),
        ("one_megabyte", "DIS02_LONG_PAGE"),
        ("gzip_bomb", "DIS02_LONG_PAGE"),
        ("stalling", "NET01_TIMED_OUT"),
        ("unavailable", "DIS02_STATUS"),
        ("throttled", "DIS02_STATUS"),
        ("reset", "DIS02_NO_PAGE"),
    ],
)
def test_a_site_that_misbehaves_is_bounded_and_explained(
    universe: Universe, mode: str, code: str
) -> None:
    universe.set_mode(SITE, mode)
    began = time.monotonic()
    draft = discover(NAME, universe)
    assert time.monotonic() - began < 8
    assert code in _codes(draft)
    # What the zone says stands all the same.
    assert {"dns_zone", "email_other", "emailing"} <= _kinds(draft)


def test_the_beginning_of_a_long_page_still_counts(universe: Universe) -> None:
    universe.set_mode(SITE, "one_megabyte")
    assert {"gtm", "meta_business"} <= _kinds(discover(NAME, universe))


@pytest.mark.parametrize(
    "mode",
    ["silent", "refused", "lame", "wrong_id", "wrong_question", "truncated_without_tcp"],
)
def test_a_zone_that_answers_nothing_is_told_and_not_hammered(
    universe: Universe, mode: str
) -> None:
    for host in SERVERS:
        universe.set_mode(host, mode)
    draft = discover(NAME, universe)
    assert "DIS02_ZONE_SILENT" in _codes(draft)
    assert _kinds(draft) == {"domain_fr", "dns_zone"}
    assert _questions_to(universe, *SERVERS) < MOST_QUESTIONS


def test_a_circle_of_aliases_ends(universe: Universe) -> None:
    for host in SERVERS:
        universe.set_mode(host, "cname_loop")
    draft = discover(NAME, universe)
    assert _codes(draft) & {"DNS02_ALIAS_LOOP", "DIS02_ANSWERS_ANYTHING"}
    assert _questions_to(universe, *SERVERS) < 2 * MOST_QUESTIONS


def test_2000_text_records_are_read_in_part_the_spf_line_first(universe: Universe) -> None:
    draft = discover("bavard.fr.example", universe)
    assert "DIS02_MANY_RECORDS" in _codes(draft)
    (mail,) = [item for item in draft.proposals if item.kind == "email_other"]
    assert mail.provider == "OVHcloud"


def test_a_zone_that_answers_anything_gives_no_traces(universe: Universe) -> None:
    draft = discover("attrape-tout.fr.example", universe)
    assert "DIS02_ANSWERS_ANYTHING" in _codes(draft)
    assert _kinds(draft) == {"domain_fr", "dns_zone", "hosting", "tls_cert"}
