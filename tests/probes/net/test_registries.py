"""Where a registry is asked: as configured, else by the tables shipped."""

import json
from datetime import date
from importlib import resources

import pytest

from probes.options import ProbeOptions, Registry
from probes.registries import find_registry
from probes.whois.questions import line_for


@pytest.mark.parametrize(
    ("name", "id_", "rdap", "whois"),
    [
        ("cabinet.fr", "afnic", "https://rdap.nic.fr/", "whois.nic.fr"),
        ("cabinet.re", "afnic", "https://rdap.nic.re/", "whois.nic.re"),
        ("cabinet.com", "verisign", "https://rdap.verisign.com/com/v1/", "whois.verisign-grs.com"),
        ("cabinet.de", "denic", "https://rdap.denic.de/", "whois.denic.de"),
        ("cabinet.co.uk", None, "https://rdap.nominet.uk/uk/", "whois.nic.uk"),
        ("cabinet.be", None, "", "whois.dns.be"),
    ],
)
def test_the_shipped_tables_know_the_registries_french_practices_meet(
    name: str, id_: str | None, rdap: str, whois: str
) -> None:
    found = find_registry(name, ProbeOptions())
    assert (found.rdap, found.whois) == (rdap, whois)
    assert id_ in {None, found.id}


def test_a_configured_registry_stands_as_written_and_the_longest_suffix_wins() -> None:
    wide = Registry(id="wide", suffixes=("example",), whois="whois.example")
    narrow = Registry(id="narrow", suffixes=("fr.example",), rdap="https://rdap.example/")
    options = ProbeOptions(registries=(wide, narrow))
    assert find_registry("cabinet.fr.example", options) is narrow
    assert find_registry("cabinet.de.example", options) is wide


def test_each_shipped_table_says_where_it_comes_from_and_when() -> None:
    for table, day in (
        ("rdap-dns.json", "publication"),
        ("rdap-overrides.json", "read_on"),
        ("whois-servers.json", "read_on"),
    ):
        content = json.loads(resources.files("probes").joinpath("data", table).read_text())
        assert content["description"]
        assert date.fromisoformat(content[day][:10]) < date(2027, 1, 1)


@pytest.mark.parametrize(
    ("host", "line"),
    [
        ("whois.nic.fr", "cabinet.fr"),
        ("whois.verisign-grs.com", "domain cabinet.fr"),
        ("whois.denic.de", "-T dn,ace cabinet.fr"),
    ],
)
def test_each_server_is_asked_in_its_own_form(host: str, line: str) -> None:
    assert line_for(host, "cabinet.fr") == line
