"""The form of Restena (.lu)."""

from datetime import date

from probes.interface import Privacy
from tests.probes.parse.reading import facts, holder, whois


def test_the_holder_is_the_organisation_and_no_other_contact():
    parsed = whois("restena-organisation.txt", registry="restena")

    company = holder(parsed)
    assert parsed.parser == "restena"
    assert (company.organization, company.name) == ("Etude Exemple S.à r.l.", None)
    assert company.email is None
    assert (company.postcode, company.city, company.country) == ("L-0000", "Luxembourg", "LU")


def test_the_day_is_written_day_first():
    registration = facts(whois("restena-organisation.txt", registry="restena"))

    assert registration.created == date(2003, 6, 4)
    assert registration.registrar == "Atelier du Nom"
    assert registration.name_servers == ("ns1.atelier.example", "ns2.atelier.example")
    assert registration.statuses == ("active",)


def test_a_private_holder_has_a_country_and_no_name():
    parsed = whois("restena-person.txt", registry="restena")

    assert (holder(parsed).kind, holder(parsed).country) == ("individual", "LU")
    assert facts(parsed).privacy is Privacy.ABSENT
