"""The ICANN form: thick, thin, followed by the registrar, with headings, behind a proxy."""

from datetime import date

import pytest

from probes.interface import LookupState, Privacy
from probes.whois.parse import parse
from tests.probes.parse.reading import facts, holder, whois


def test_a_thick_answer_shows_the_organisation_and_hides_the_rest():
    parsed = whois("icann-thick.txt", "notaires-exemple.paris.example")

    assert (parsed.state, parsed.parser) == (LookupState.REGISTERED, "icann")
    shown = holder(parsed)
    assert shown.organization == "SCP Notaires Exemple"
    assert shown.country == "FR"
    assert shown.masked
    hidden = (shown.name, shown.email, shown.phone, shown.street, shown.city, shown.handle)
    assert hidden == (None,) * 6
    assert facts(parsed).privacy is Privacy.PUBLIC


def test_the_registry_s_own_expiry_comes_before_the_registrar_s():
    registration = facts(whois("icann-thick.txt", "notaires-exemple.paris.example"))

    assert registration.expires == date(2026, 8, 13)


def test_a_time_with_an_offset_is_read_as_a_utc_day():
    registration = facts(whois("icann-thick.txt", "notaires-exemple.paris.example"))

    assert registration.created == date(2014, 8, 14)


def test_statuses_servers_and_signature_are_tidied():
    registration = facts(whois("icann-thick.txt", "notaires-exemple.paris.example"))

    assert registration.statuses == ("clienttransferprohibited", "serverdeleteprohibited")
    assert registration.name_servers == ("ns1.atelier.example", "ns2.atelier.example")
    assert registration.dnssec is True
    assert registration.registrar_id == "9998"


def test_other_contacts_keep_their_whole_address():
    registration = facts(whois("icann-thick.txt", "notaires-exemple.paris.example"))

    technical = next(item for item in registration.contacts if "technical" in item.roles)
    assert technical.street == "3 rue des Essais, Bâtiment B"
    assert (technical.postcode, technical.city, technical.country) == ("59100", "Roubaix", "FR")


def test_a_legal_notice_about_throttling_does_not_make_an_answer_throttled():
    parsed = whois("icann-thick.txt", "notaires-exemple.paris.example")

    assert parsed.state is LookupState.REGISTERED


def test_a_thin_registry_knows_the_registrar_and_no_holder():
    parsed = whois("icann-thin.txt", "cabinet-fontaine.com.example", "verisign")

    registration = facts(parsed)
    assert registration.registrar == "Atelier du Nom SAS"
    assert registration.created == date(2004, 2, 12)
    assert registration.expires == date(2027, 2, 12)
    assert registration.registrant is None
    assert registration.contacts == ()
    assert registration.privacy is Privacy.ABSENT
    assert registration.dnssec is False


def test_the_registrar_s_answer_behind_the_registry_s_only_fills_gaps():
    record = "icann-thin-and-registrar.txt"
    parsed = whois(record, "cabinet-fontaine.com.example", "verisign")

    registration = facts(parsed)
    assert registration.registrar == "Atelier du Nom SAS"
    assert registration.created == date(2004, 2, 12)
    assert registration.expires == date(2027, 2, 12)
    assert registration.name_servers == ("ns1.atelier.example", "ns2.atelier.example")
    assert holder(parsed).organization == "SELARL Cabinet Fontaine"
    assert holder(parsed).name == "Camille Fontaine"


def test_lines_about_other_names_are_not_taken_for_ours():
    registration = facts(whois("icann-other-names-first.txt", "cabinet.com.example", "verisign"))

    assert registration.registrar == "Atelier du Nom SAS"
    assert registration.domain == "cabinet.com.example"


def test_headings_above_contacts_and_lists_are_understood():
    parsed = whois("icann-headings.txt")

    registration = facts(parsed)
    assert registration.registrar == "ATELIER DU NOM"
    assert registration.expires == date(2027, 2, 3)
    assert registration.name_servers == ("ns1.atelier.example", "ns2.atelier.example")
    assert registration.statuses == ("clienttransferprohibited", "ok")
    assert registration.dnssec is False
    named = holder(parsed)
    assert (named.name, named.handle) == ("EXEMPLE & FILS", "TESTNIC-ORG1624232")
    assert named.street == "1 RUE DU TEST"
    assert named.email is None


def test_a_service_that_stands_in_for_the_holder_is_a_proxy():
    registration = facts(whois("icann-proxy.txt", "agence-cachee.com.example"))

    assert registration.privacy is Privacy.PROXY


def test_a_handle_in_place_of_the_name_is_nobody_s_name():
    text = "Domain: exemple.test\nRegistrant: CEX4-TEST\nName server 1: ns1.atelier.example\n"

    parsed = parse("exemple.test", "icann", text.encode())

    assert (holder(parsed).handle, holder(parsed).name) == ("CEX4-TEST", None)
    assert facts(parsed).name_servers == ("ns1.atelier.example",)


def test_contacts_as_objects_never_make_the_first_person_the_holder():
    parsed = whois("objects-person-first.txt", registry="icann")

    assert parsed.registration is None or parsed.registration.registrant is None


@pytest.mark.parametrize("registry", ["other", "denic", "a-registry-nobody-listed"])
def test_an_answer_in_no_declared_form_is_read_by_its_look(registry):
    parsed = whois("nominet-company.txt", "exemple.co.test", registry)

    assert parsed.parser == "icann"
    assert holder(parsed).name == "Exemple Chambers"
    assert facts(parsed).registrar == "Atelier du Nom SAS [Tag = ATELIER]"
    assert facts(parsed).expires == date(2027, 1, 26)
