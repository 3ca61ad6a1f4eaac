"""The form of Red.es (.es)."""

from datetime import date

import pytest

from probes.interface import LookupState
from probes.whois.parse import parse
from tests.probes.parse.reading import facts, holder, whois


def test_the_holder_s_name_days_and_numbered_servers_are_read():
    parsed = whois("redes.txt", "ejemplo.test", "redes")

    registration = facts(parsed)
    assert parsed.parser == "redes"
    assert holder(parsed).name == "Bufete Ejemplo S.L.P."
    assert registration.created == date(2003, 5, 2)
    assert registration.expires == date(2027, 5, 2)
    assert registration.name_servers == ("ns1.atelier.example", "ns2.atelier.example")


def test_the_day_of_the_server_is_not_a_day_of_the_registration():
    assert facts(whois("redes.txt", "ejemplo.test", "redes")).updated is None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("There is no information available on the domain consulted.", LookupState.AVAILABLE),
        ("The IP address used to perform the query is not authorised.", LookupState.REFUSED),
        ("The established limit for queries has been exceeded.", LookupState.THROTTLED),
    ],
)
def test_an_answer_without_a_registration_gives_its_reason(text, state):
    assert parse("ejemplo.test", "redes", text.encode()).state is state
