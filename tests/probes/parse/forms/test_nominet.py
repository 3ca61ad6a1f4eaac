"""The form of Nominet (.uk)."""

from datetime import date

from probes.interface import LookupState, Privacy
from tests.probes.parse.reading import facts, holder, whois


def test_the_holder_is_read_with_the_country_of_his_address():
    parsed = whois("nominet-company.txt", "exemple.co.test", "nominet")

    assert parsed.parser == "nominet"
    assert holder(parsed).name == "Exemple Chambers"
    assert holder(parsed).street == "1 Exemple Yard, Sampleton, ZZ1 1ZZ"
    assert holder(parsed).country == "GB"


def test_the_registrar_has_no_tag_and_is_not_who_it_was_registered_through():
    registration = facts(whois("nominet-company.txt", "exemple.co.test", "nominet"))

    assert registration.registrar == "Atelier du Nom SAS"
    assert registration.created == date(2001, 1, 26)
    assert registration.updated == date(2025, 3, 23)
    assert registration.expires == date(2027, 1, 26)
    assert registration.statuses == ("registered",)


def test_name_servers_are_read_beside_addresses_of_both_kinds():
    registration = facts(whois("nominet-company.txt", "exemple.co.test", "nominet"))

    assert registration.name_servers == (
        "ns1.atelier.example",
        "ns2.atelier.example",
        "ns3.atelier.example",
    )


def test_what_is_said_to_be_missing_is_missing():
    parsed = whois("nominet-withheld.txt", "exemple.co.test", "nominet")

    registration = facts(parsed)
    assert parsed.state is LookupState.REGISTERED
    assert registration.registrant is None
    assert registration.privacy is Privacy.ABSENT
    assert (registration.registrar, registration.created) == (None, None)
    assert (registration.name_servers, registration.statuses) == ((), ())
