"""WHOIS: what the registries publish, and the hostile modes."""

from datetime import timedelta

import pytest

from tests.universe import Universe
from tests.universe_selftest.clients import whois
from tests.universe_selftest.conftest import NOW

AFNIC = "whois.nic.fr.example"
THIN = "whois.registry.com.example"
REGISTRAR = "whois.registrar-exemple.com.example"
NAME = "cabinet-exemple.fr.example"


def test_the_registry_names_the_agency_as_holder(universe: Universe) -> None:
    text = whois(universe, AFNIC, NAME).decode()
    assert "holder-c:                      SEW1-FRNIC\n" in text
    assert "contact:                       STUDIO EXEMPLE WEB\n" in text
    assert "222222226" in text


def test_the_demo_domain_expires_in_thirty_days(universe: Universe) -> None:
    expiry = (NOW + timedelta(days=30)).date().isoformat()
    assert f"Expiry Date:                   {expiry}T" in whois(universe, AFNIC, NAME).decode()


def test_a_person_is_masked_as_the_law_asks(universe: Universe) -> None:
    text = whois(universe, AFNIC, "dr-martin.fr.example").decode()
    assert "holder-c:                      ANO00-FRNIC\n" in text
    assert "Martin" not in text


def test_free_and_reserved_names_are_told_apart(universe: Universe) -> None:
    assert b"NOT FOUND" in whois(universe, AFNIC, "libre.fr.example")
    assert b"NOT_OPEN" in whois(universe, AFNIC, "reserve.fr.example")
    assert b"registry reserved" in whois(universe, THIN, "reserve.com.example")
    assert b"No match" in whois(universe, THIN, "libre.com.example")


def test_a_thin_registry_refers_to_the_registrar_that_knows_the_holder(universe: Universe) -> None:
    thin = whois(universe, THIN, "domain CABINET-RDV.COM.EXAMPLE").decode()
    assert f"Registrar WHOIS Server: {REGISTRAR}\r\n" in thin
    assert "Registrant" not in thin
    thick = whois(universe, REGISTRAR, "cabinet-rdv.com.example").decode()
    assert "Registrant Organization: SELARL Cabinet médical Exemple\r\n" in thick


def test_a_privacy_service_stands_in_for_a_holder(universe: Universe) -> None:
    text = whois(universe, REGISTRAR, "cabinet-discret.com.example").decode()
    assert "Registrant Organization: Domain Privacy Exemple Ltd" in text


@pytest.mark.parametrize("host", [AFNIC, THIN, REGISTRAR])
def test_a_throttled_answer_also_says_that_nothing_was_found(universe: Universe, host: str) -> None:
    universe.set_mode(host, "throttled")
    text = whois(universe, host, NAME).decode().lower()
    assert "try again later" in text
    assert "no entries found" in text or "no match" in text


@pytest.mark.parametrize("host", [AFNIC, THIN, REGISTRAR])
def test_a_refusing_server_says_so(universe: Universe, host: str) -> None:
    universe.set_mode(host, "refused")
    text = whois(universe, host, NAME).decode()
    assert "denied" in text or "not permitted" in text


def test_a_stalling_server_gives_one_byte_at_a_time(universe: Universe) -> None:
    universe.set_mode(AFNIC, "stalling")
    assert whois(universe, AFNIC, NAME, bytes_wanted=2) == b"%%"


def test_a_megabyte_follows_the_honest_answer(universe: Universe) -> None:
    universe.set_mode(AFNIC, "one_megabyte")
    answer = whois(universe, AFNIC, NAME)
    assert len(answer) > 1_000_000
    assert b"SEW1-FRNIC" in answer[:4_096]


def test_a_server_may_give_the_record_of_another_name(universe: Universe) -> None:
    universe.set_mode(AFNIC, "lying_name")
    text = whois(universe, AFNIC, NAME).decode()
    assert "domain: " in text
    assert NAME not in text


def test_a_server_may_give_a_wrong_holder(universe: Universe) -> None:
    universe.set_mode(AFNIC, "lying_holder")
    text = whois(universe, AFNIC, NAME).decode()
    assert f"domain:                        {NAME}\n" in text
    assert "holder-c:                      AH1-FRNIC\n" in text


def test_a_server_may_close_without_a_word_or_tear_the_connection_down(universe: Universe) -> None:
    universe.set_mode(AFNIC, "empty")
    assert whois(universe, AFNIC, NAME) == b""
    universe.set_mode(AFNIC, "reset")
    with pytest.raises(ConnectionResetError):
        whois(universe, AFNIC, NAME)
    assert universe.questions(AFNIC) == (NAME, NAME)
