"""A folder of recordings, served again under the names of those who gave them."""

import json
from pathlib import Path

import dns.rcode
import pytest

from tests.universe import Universe, UniverseError, running
from tests.universe.replay.recordings import read
from tests.universe_selftest.clients import ask, data, get, rdap, whois
from tests.universe_selftest.conftest import RECORDS

WHOIS = "whois.nic.test"
REGISTRAR = "whois.bureau-exemple.test"
RDAP = "rdap.nic.test"


def test_a_recorded_answer_comes_back_byte_for_byte(universe: Universe) -> None:
    recorded = (RECORDS / "whois" / "test__cabinet-rejoue.test__registry.txt").read_bytes()
    assert whois(universe, WHOIS, "cabinet-rejoue.test") == recorded
    assert whois(universe, WHOIS, "=CABINET-REJOUE.test") == recorded


def test_the_registrar_named_in_a_thin_answer_gives_the_longest_of_the_others(
    universe: Universe,
) -> None:
    recorded = (RECORDS / "whois" / "test__cabinet-rejoue.test__registrar-2024.txt").read_bytes()
    assert whois(universe, REGISTRAR, "cabinet-rejoue.test") == recorded


def test_of_several_recordings_the_registry_gives_the_longest(universe: Universe) -> None:
    assert b"the longer of two" in whois(universe, WHOIS, "deux-fois.test")


def test_rdap_is_replayed_and_its_link_leads_to_the_registrars_recording(
    universe: Universe,
) -> None:
    thin = rdap(universe, RDAP, "/domain/cabinet-rejoue.test")
    assert [entity["roles"] for entity in thin["entities"]] == [["registrar"]]
    thick = rdap(universe, "rdap.bureau-exemple.test", "/v1/domain/cabinet-rejoue.test")
    assert "Cabinet rejoué" in json.dumps(thick, ensure_ascii=False)


def test_a_name_recorded_on_port_43_only_is_not_called_free_over_rdap(universe: Universe) -> None:
    assert get(universe, RDAP, "/domain/deux-fois.test")[0].startswith(b"HTTP/1.1 501 ")
    assert get(universe, RDAP, "/domain/jamais-vu.test")[0].startswith(b"HTTP/1.1 404 ")
    assert b"No match" in whois(universe, WHOIS, "jamais-vu.test")


def test_the_hosts_are_found_through_the_root_and_the_name_is_delegated(universe: Universe) -> None:
    referral = ask(universe, "a.root-servers.example", WHOIS, "A")
    assert referral.authority[0].name.to_text() == "test."
    assert data(ask(universe, "replay-servers.example", WHOIS, "A")) == [universe.address(WHOIS)]
    below = ask(universe, "replay-servers.example", "cabinet-rejoue.test", "NS")
    assert "ns1.bureau-exemple.test." in below.authority[0].to_text()
    assert (
        ask(universe, "replay-servers.example", "jamais-vu.test", "NS").rcode()
        == dns.rcode.NXDOMAIN
    )


def test_the_options_name_the_registries_by_the_tables_that_the_probes_ship(
    universe: Universe,
) -> None:
    by_suffix = {
        suffix: entry for entry in universe.options.registries for suffix in entry.suffixes
    }
    assert (by_suffix["fr"].id, by_suffix["fr"].whois) == ("afnic", "whois.nic.fr")
    assert by_suffix["fr"].rdap == ""
    assert by_suffix["test"].rdap == f"https://{RDAP}/"
    assert universe.options.extra_suffixes == ("com.example", "fr.example", "test")


def test_a_replayed_server_may_be_hostile_but_does_not_lie(universe: Universe) -> None:
    universe.set_mode(WHOIS, "throttled")
    assert b"try again later" in whois(universe, WHOIS, "cabinet-rejoue.test")
    with pytest.raises(UniverseError, match="cannot be lying_holder"):
        universe.set_mode(WHOIS, "lying_holder")


def test_a_folder_without_recordings_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with (
        pytest.raises(UniverseError, match="nothing to replay"),
        running(tmp_path / "universe", replay=tmp_path / "empty"),
    ):
        pass
    assert not (tmp_path / "universe" / "probes.toml").exists()


def test_a_recording_that_does_not_say_its_name_is_refused_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "whois").mkdir()
    (tmp_path / "whois" / "sans-nom.txt").write_text("domain: x")
    with pytest.raises(UniverseError, match=r"sans-nom\.txt does not say which name"):
        read(tmp_path)


def test_an_expected_file_that_is_not_json_is_refused_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "whois").mkdir()
    (tmp_path / "whois" / "test__a.test__x.txt").write_text("domain: a.test")
    (tmp_path / "whois" / "test__a.test__x.json").write_text("{")
    with pytest.raises(UniverseError, match=r"test__a\.test__x\.json is not JSON"):
        read(tmp_path)
