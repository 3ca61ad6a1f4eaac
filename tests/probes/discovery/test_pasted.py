"""A draft from a zone file and a page that somebody has, without asking the network anything."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from probes.discovery.discover import discover
from probes.discovery.model import Draft
from probes.discovery.pasted import discover_pasted
from probes.errors import NameRefusedError, PastedError
from probes.options import ProbeOptions
from probes.texts import render
from tests.universe.universe import Universe

NAME = "kine-lumiere.fr.example"
WORLD = Path(__file__).parents[2] / "universe" / "world"
OPTIONS = ProbeOptions(extra_suffixes=("fr.example",))
NOW = datetime(2026, 11, 30, 8, 30, tzinfo=UTC)


def _pasted(zone: str = "", page: bytes = b"") -> Draft:
    return discover_pasted(NAME, OPTIONS, zone=zone, page=page, now=NOW)


def _things(draft: Draft) -> set[tuple[str, str, str]]:
    return {(item.kind, item.provider, item.identifier) for item in draft.proposals}


def test_files_show_what_the_network_shows_but_registers_and_certificate(
    universe: Universe,
) -> None:
    zone = (WORLD / "zones" / f"{NAME}.zone").read_text(encoding="utf-8")
    page = (WORLD / "sites" / "kine-lumiere.html").read_bytes()
    asked = _things(discover(NAME, universe.options))
    only_asked = {item for item in asked if item[0] in ("domain_fr", "tls_cert")}
    told = _things(discover_pasted(NAME, universe.options, zone=zone, page=page, now=NOW))
    assert asked - told == only_asked
    assert told - asked == {("domain_fr", "", "")}


@pytest.mark.parametrize(
    ("line", "thing"),
    [
        ('_github-challenge-agence TXT "abc"', ("source_code", "GitHub", "agence")),
        ("em1234 CNAME u1234567.wl012.sendgrid.net.", ("emailing", "SendGrid", "u1234567")),
        ('mailjet._0123abcd TXT "0123abcd"', ("emailing", "Mailjet", "")),
        (
            "ovhmo42-selector1._domainkey CNAME ovhmo42-selector1.42.ab.dkim.mail.ovh.net.",
            ("email_other", "OVHcloud", ""),
        ),
    ],
)
def test_names_that_nobody_could_ask_for_are_read_in_a_zone(
    line: str, thing: tuple[str, str, str]
) -> None:
    assert thing in _things(_pasted(f"$TTL 3600\n{line}\n"))


@pytest.mark.parametrize(
    ("zone", "code"),
    [
        ("$TTL 3600\n@ MX pas-un-nombre mx.example.\n", "DIS04_ZONE_LINE"),
        ("<html><body>Connexion</body></html>", "DIS04_ZONE_LINE"),
        ("$GENERATE 1-100000000 a$ A 192.0.2.1\n", "DIS04_ZONE_LINE"),
        ("$INCLUDE /etc/passwd\n", "DIS04_ZONE_LINE"),
        ("x" * 1_100_000, "DIS04_ZONE_TOO_LONG"),
    ],
)
def test_a_file_that_is_no_zone_is_refused_with_its_line(zone: str, code: str) -> None:
    with pytest.raises(PastedError) as refused:
        _pasted(zone)
    assert refused.value.code == code
    assert refused.value.params.get("line", "1") in {"1", "2"}


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(NameRefusedError):
        discover_pasted("cabinet", OPTIONS, zone="", page=b"", now=NOW)


def test_what_holds_the_name_is_said_to_be_unknown() -> None:
    draft = _pasted("$TTL 3600\n@ NS dns12.ovh.net.\n")
    assert [render(item.held_by, "en") for item in draft.proposals] == [
        "the trace does not say.", "the trace does not say.",
    ]  # fmt: skip
    assert draft.asked == ()
