"""The form of Registro .it (.it)."""

from datetime import date

from probes.interface import Privacy
from tests.probes.parse.reading import facts, holder, whois


def test_organisation_person_and_address_of_the_holder_are_told_apart():
    parsed = whois("registro-it-company.txt", registry="registro-it")

    company = holder(parsed)
    assert parsed.parser == "registro-it"
    assert (company.organization, company.name) == ("Studio Legale Esempio", "Giulia Esempio")
    assert company.street == "Via dell'Esempio 13, Mestre, 30172, VE"
    assert (company.country, company.handle) == ("IT", "SLE0001-ITNIC")


def test_the_days_are_those_of_the_domain_and_not_of_a_contact():
    registration = facts(whois("registro-it-company.txt", registry="registro-it"))

    assert registration.registrar == "Bottega dei Nomi s.r.l."
    assert registration.created == date(2012, 3, 1)
    assert registration.updated == date(2026, 3, 19)
    assert registration.expires == date(2027, 3, 3)
    assert registration.statuses == ("pendingdelete", "redemptionperiod")
    assert registration.name_servers == ("dns1.bottega.example", "dns2.bottega.example")


def test_the_signature_is_the_domain_s_and_not_what_the_registrar_can_do():
    assert facts(whois("registro-it-company.txt", registry="registro-it")).dnssec is False


def test_a_hidden_holder_is_masked_and_a_registrar_may_have_a_tag_only():
    parsed = whois("registro-it-hidden.txt", "esempio.test", "registro-it")

    assert holder(parsed).masked
    assert facts(parsed).privacy is Privacy.REDACTED
    assert facts(parsed).registrar == "BOTTEGA-REG"
