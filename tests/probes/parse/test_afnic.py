"""The AFNIC form: holders behind handles, hidden persons, roles that repeat."""

from datetime import date

import pytest

from probes.interface import LookupState, Privacy
from probes.whois.parse import parse
from tests.probes.parse.reading import facts, holder, whois


def test_a_company_holder_is_found_behind_its_handle():
    parsed = whois("afnic-company.txt", "cabinet-fontaine.fr.example", "afnic")

    assert (parsed.state, parsed.parser) == (LookupState.REGISTERED, "afnic")
    company = holder(parsed)
    assert company.handle == "CF901-FRNIC"
    assert company.kind == "org"
    assert company.organization == "SELARL CABINET FONTAINE"
    assert company.name is None
    assert company.street == "12, rue de l'Exemple, 1er étage"
    assert (company.postcode, company.city, company.country) == ("34000", "Montpellier", "FR")
    assert company.email == "contact@cabinet-fontaine.example"
    assert company.phone == "+33.199001234"
    assert company.roles == ("registrant", "administrative")
    assert not company.masked


def test_the_domain_block_gives_registrar_days_servers_and_signature():
    registration = facts(whois("afnic-company.txt", "cabinet-fontaine.fr.example", "afnic"))

    assert registration.domain == "cabinet-fontaine.fr.example"
    assert registration.registrar == "ATELIER DU NOM"
    assert registration.created == date(2009, 3, 14)
    assert registration.updated == date(2026, 3, 1)
    assert registration.expires == date(2027, 3, 14)
    assert registration.name_servers == ("ns1.atelier.example", "ns2.atelier.example")
    assert registration.statuses == ("active",)
    assert registration.dnssec is True
    assert registration.privacy is Privacy.PUBLIC


def test_the_person_hidden_by_law_is_masked_and_not_called_ano_nymous():
    parsed = whois("afnic-masked-person.txt", "docteur-exemple.fr.example", "afnic")

    person = holder(parsed)
    assert person.masked
    assert person.kind == "individual"
    assert (person.name, person.organization, person.email) == (None, None, None)
    assert facts(parsed).privacy is Privacy.REDACTED
    assert facts(parsed).registrar == "ATELIER DU NOM"


def test_the_handle_of_hidden_persons_is_enough_to_be_masked():
    text = "domain: exemple.fr.example\nholder-c: ANO00-FRNIC\nregistrar: ATELIER DU NOM\n"

    assert holder(parse("exemple.fr.example", "afnic", text.encode())).masked


def test_a_person_whose_publication_is_restricted_is_masked_under_any_handle():
    person = holder(whois("afnic-restricted-person.txt", "me-modele.fr.example", "afnic"))

    assert person.masked
    assert person.name is None
    assert person.street is None


def test_repeated_roles_and_repeated_handles_give_one_contact_each():
    registration = facts(whois("afnic-repeated-roles.txt", "scm-exemple.re.example", "afnic"))

    assert [(contact.handle, contact.roles) for contact in registration.contacts] == [
        ("SCM12-FRNIC", ("registrant", "administrative")),
        ("PX1-FRNIC", ("technical", "billing")),
        ("PX2-FRNIC", ("technical",)),
        ("ABS9-FRNIC", ("technical",)),
    ]
    assert registration.registrant is not None
    assert registration.registrant.organization == "SCM EXEMPLE"


def test_a_handle_without_its_block_is_a_contact_of_whom_nothing_is_known():
    registration = facts(whois("afnic-repeated-roles.txt", "scm-exemple.re.example", "afnic"))

    absent = registration.contacts[-1]
    assert (absent.handle, absent.name, absent.masked) == ("ABS9-FRNIC", None, False)


def test_old_answers_write_the_day_first():
    registration = facts(whois("afnic-repeated-roles.txt", "scm-exemple.re.example", "afnic"))

    assert registration.created == date(2004, 5, 2)
    assert registration.updated == date(2012, 11, 3)
    assert registration.expires is None


@pytest.mark.parametrize(
    ("record", "state"),
    [
        ("afnic-throttled.txt", LookupState.THROTTLED),
        ("afnic-available.txt", LookupState.AVAILABLE),
    ],
)
def test_an_answer_without_a_registration_gives_its_reason_and_no_data(record, state):
    parsed = whois(record, "cabinet-fontaine.fr.example", "afnic")

    assert parsed.state is state
    assert parsed.registration is None
