"""The world agrees with itself: whatever is registered is delegated, served and shown."""

from datetime import date

import pytest

from tests.universe import Universe
from tests.universe.world import records
from tests.universe_selftest.clients import ask, data, get, rdap, whois

WORLD = records.load(date(2026, 11, 24))
DELEGATED = [name for name, domain in WORLD.domains.items() if domain.name_servers]
# Zones that some of their servers do not know, on purpose; `abandons` names servers that are none.
LAME = {"zone-boiteuse.fr.example", "zone-muette.fr.example", "sans-colle.fr.example"}
BROKEN = {f"{label}.fr.example" for label in records.read_table("broken.toml")["zones"]}
ABANDONED = "abandons.fr.example"


def test_every_delegated_name_is_served_by_each_of_its_servers_but_few(universe: Universe) -> None:
    silent = {
        name
        for name in DELEGATED
        for server in WORLD.domains[name].name_servers
        if name != ABANDONED and name not in BROKEN
        if server not in universe.hosts or not data(ask(universe, server, name, "SOA"))
    }
    assert silent == LAME


@pytest.mark.parametrize("name", WORLD.domains)
def test_whois_and_rdap_give_the_same_holder_and_registrar(universe: Universe, name: str) -> None:
    suffix = name.partition(".")[2]
    host = {"fr.example": "nic.fr.example"}.get(suffix, "registrar-exemple.com.example")
    text = whois(universe, f"whois.{host}", name).decode()
    answer = rdap(universe, f"rdap.{host}", f"/domain/{name}")
    holder = next(each for each in answer["entities"] if "registrant" in each["roles"])
    shown = next(value for key, _, _, value in holder["vcardArray"][1] if key == "fn")
    assert shown in text
    assert WORLD.domains[name].registrar.name in text


def test_every_site_answers_under_its_names(universe: Universe) -> None:
    good = [site for site in WORLD.sites if site.certificate == "good" and not site.moved_to]
    served = {name for site in good for name in site.names}
    answering = {
        name
        for site in good
        for name in site.names
        if get(universe, site.server, "/", site=name)[0].startswith(b"HTTP/1.1 200 ")
    }
    assert answering == served


def test_siren_numbers_have_a_valid_check_digit() -> None:
    numbers = [contact.siren for contact in WORLD.contacts.values() if contact.siren]
    assert len(numbers) > 5
    assert [number for number in numbers if _luhn(number) % 10] == []


def _luhn(number: str) -> int:
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(number[::-1])]
    return sum(value - 9 if value > 9 else value for value in doubled)
