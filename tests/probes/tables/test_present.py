"""Which table is in force: the refreshed one when it can be used, else the one shipped."""

import json
import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from probes.names import read_name
from probes.options import ProbeOptions, TableOptions
from probes.registries import find_registry
from probes.tables import present
from probes.tables.documents import write_rdap, write_suffixes, write_whois
from probes.tables.sheet import headline, list_tables, notes
from probes.tables.table import Kind, RdapServers, WhoisEntry
from probes.texts import render

NEWER = date(2027, 3, 1)


def _with_fr(server: str, on: date = NEWER) -> RdapServers:
    shipped = present.shipped_rdap()
    origin = replace(shipped.origin, source="https://data.iana.org/x", published_on=on, read_on=on)
    return replace(shipped, origin=origin, servers={**shipped.servers, "fr": (server,)})


def _asked_for_fr(folder: Path) -> str:
    options = ProbeOptions(tables=TableOptions(folder=folder))
    return find_registry("cabinet.fr", options).rdap


def test_without_a_folder_or_with_an_empty_one_the_shipped_tables_are_used(tmp_path: Path) -> None:
    assert _asked_for_fr(tmp_path) == "https://rdap.nic.fr/"
    assert _asked_for_fr(tmp_path / "nowhere") == "https://rdap.nic.fr/"
    assert present.rdap_servers(None) is present.rdap_servers(tmp_path) is present.shipped_rdap()


def test_a_process_sees_a_table_as_soon_as_it_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "rdap-dns.json"
    for server in ("https://one.example/", "https://two.example/", "https://six.example/"):
        draft = tmp_path / "draft"
        draft.write_text(write_rdap(_with_fr(server)))
        os.utime(draft, (0, 0))  # the same instant and the same size: another file all the same
        draft.replace(path)
        assert _asked_for_fr(tmp_path) == server


def test_a_table_is_read_once_as_long_as_it_stays_the_same(tmp_path: Path) -> None:
    (tmp_path / "public_suffix_list.dat").write_text(write_suffixes(present.shipped_suffixes()))
    assert present.suffix_list(tmp_path) is present.suffix_list(tmp_path)


def test_a_later_version_of_the_program_wins_over_an_older_refresh(tmp_path: Path) -> None:
    older = present.shipped_rdap().origin.published_on - timedelta(days=1)
    table = _with_fr("https://old.example/", older)
    (tmp_path / "rdap-dns.json").write_text(write_rdap(table))
    assert _asked_for_fr(tmp_path) == "https://rdap.nic.fr/"


@pytest.mark.parametrize("kind", [Kind.RDAP, Kind.SUFFIXES, Kind.WHOIS])
@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"<html>", b"[" * 100_000])
def test_a_spoilt_table_is_left_aside_and_said(tmp_path: Path, kind: Kind, content: bytes) -> None:
    (tmp_path / present.FILES[kind]).write_bytes(content)
    sheet = next(sheet for sheet in list_tables(tmp_path, NEWER) if sheet.kind is kind)
    assert not sheet.origin.refreshed
    codes = [note.code for note in notes(sheet, "do-refresh")]
    assert codes[0].startswith("TAB01_")
    assert codes[1] == "TAB06_LEFT_ASIDE"
    assert read_name("x.avocat.fr", (), tmp_path).tenant_name == "x.avocat.fr"
    assert _asked_for_fr(tmp_path) == "https://rdap.nic.fr/"


def test_a_folder_in_place_of_a_table_is_said(tmp_path: Path) -> None:
    (tmp_path / "rdap-dns.json").mkdir()
    assert _asked_for_fr(tmp_path) == "https://rdap.nic.fr/"
    (rdap, *_) = list_tables(tmp_path, NEWER)
    assert notes(rdap, "x")[0].code == "TAB01_UNREADABLE"


def test_a_domain_without_whois_server_is_known_as_such(tmp_path: Path) -> None:
    shipped = present.shipped_whois()
    none = WhoisEntry(hosts=(), read_on=NEWER)
    table = replace(shipped, entries={**shipped.entries, "be": none})
    (tmp_path / "whois-servers.json").write_text(write_whois(table))
    options = ProbeOptions(tables=TableOptions(folder=tmp_path))
    assert find_registry("cabinet.be", options).whois == ""
    assert present.whois_servers(tmp_path).entries == table.entries


def test_tables_grow_old_after_ninety_days() -> None:
    published = present.shipped_suffixes().origin.published_on
    for days, old in ((90, False), (91, True)):
        sheets = list_tables(None, published + timedelta(days=days))
        assert next(sheet for sheet in sheets if sheet.kind is Kind.SUFFIXES).is_old is old


def test_what_a_table_is_stands_in_a_sentence_in_both_languages() -> None:
    (rdap, *_) = list_tables(None, date(2026, 11, 30))
    assert render(headline(rdap), "fr") == (
        "Table livrée avec le programme\u00a0: 1\u202f192 entrées, publiées le 6 novembre 2025."
    )
    assert render(headline(rdap), "en") == (
        "Table shipped with the program: 1,192 entries, published on 6 November 2025."
    )
    (old,) = notes(rdap, "do-refresh")
    assert render(old, "fr") == (
        "Cette table date de 389 jours, plus de 90. Renouvelez-la\u00a0: do-refresh"
    )


def test_the_shipped_tables_pass_through_their_files_unchanged(tmp_path: Path) -> None:
    rdap, whois = present.shipped_rdap(), present.shipped_whois()
    (tmp_path / "rdap-dns.json").write_text(write_rdap(rdap))
    (tmp_path / "whois-servers.json").write_text(write_whois(whois))
    again = json.loads((tmp_path / "rdap-dns.json").read_text())
    assert again["publication"] == "2025-11-06T00:00:00Z"
    assert present.rdap_servers(tmp_path).servers == rdap.servers
    assert present.whois_servers(tmp_path).entries == whois.entries
