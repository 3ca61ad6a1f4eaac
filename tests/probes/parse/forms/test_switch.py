"""The form of SWITCH (.ch .li)."""

from datetime import date

from probes.whois.parse import parse
from tests.probes.parse.reading import facts, holder, whois


def test_the_first_line_of_the_address_is_the_holder_and_not_the_second():
    parsed = whois("switch-company.txt", registry="switch")

    assert parsed.parser == "switch"
    assert holder(parsed).name == "Kanzlei Beispiel AG"
    assert holder(parsed).street == "Erika Beispiel, Musterweg 1, CH-0000 Musterlingen"
    assert holder(parsed).country == "CH"


def test_a_name_with_a_colon_is_still_the_name():
    text = "Domain name:\nexemple.test\n\nHolder of domain name:\nKanzlei: Beispiel\n"

    assert holder(parse("exemple.test", "switch", text.encode())).name == "Kanzlei: Beispiel"


def test_the_registration_is_read_from_below_its_headings():
    registration = facts(whois("switch-company.txt", registry="switch"))

    assert registration.registrar == "Atelier du Nom SAS"
    assert registration.created == date(2004, 2, 29)
    assert registration.dnssec is False
    assert registration.name_servers == ("ns1.atelier.example", "ns2.atelier.example")
