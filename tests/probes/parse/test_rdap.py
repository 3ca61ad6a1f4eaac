"""RDAP answers of every shape, well-formed or not."""

from datetime import date

import pytest

from probes.interface import LookupState, Privacy, Redaction
from probes.rdap.parse import parse
from tests.probes.parse.reading import facts, holder, rdap


def test_a_company_is_the_organisation_even_when_only_its_name_is_given():
    parsed = rdap("company.json")

    assert (parsed.state, parsed.parser) == (LookupState.REGISTERED, "rdap")
    company = holder(parsed)
    assert company.kind == "org"
    assert company.organization == "SELARL CABINET FONTAINE"
    assert company.street == "12, rue de l'Exemple, 1er étage"
    assert (company.postcode, company.city, company.country) == ("34000", "Montpellier", "FR")
    assert company.phone == "+33.199001234"
    assert company.roles == ("registrant", "administrative")
    assert not company.masked


def test_registrar_days_and_servers_are_read():
    registration = facts(rdap("company.json"))

    assert (registration.registrar, registration.registrar_id) == ("Atelier du Nom SAS", "9998")
    assert registration.created == date(2009, 3, 14)
    assert registration.updated == date(2026, 3, 1)
    assert registration.expires == date(2027, 3, 14)
    assert registration.name_servers == ("ns1.atelier.example", "ns2.atelier.example")
    assert registration.dnssec is True
    assert registration.privacy is Privacy.PUBLIC


def test_contacts_nested_in_the_registrar_are_kept_with_their_roles():
    registration = facts(rdap("company.json"))

    assert ("abuse",) in [contact.roles for contact in registration.contacts]


def test_a_holder_nested_in_another_entity_is_found():
    assert holder(rdap("nested.json")).organization == "SCP Notaires Exemple"


def test_the_person_hidden_by_law_is_masked():
    parsed = rdap("masked-person.json")

    assert holder(parsed).masked
    assert holder(parsed).name is None
    assert holder(parsed).kind == "individual"
    assert facts(parsed).privacy is Privacy.REDACTED


def test_a_thin_registry_points_to_the_registrar_s_own_answer():
    registration = facts(rdap("thin-registry.json"))

    assert registration.domain == "cabinet-fontaine.com.example"
    assert registration.registrant is None
    assert registration.links == (
        "https://rdap.atelier.example/domain/CABINET-FONTAINE.COM.EXAMPLE",
    )
    assert registration.statuses == ("clienttransferprohibited", "serverdeleteprohibited")
    assert registration.dnssec is False


def test_redactions_are_kept_with_method_and_path_beside_the_contact_they_hide():
    parsed = rdap("rfc9537.json")

    hidden = holder(parsed)
    assert [(item.name, item.method) for item in hidden.redacted] == [
        ("Registrant Name", "emptyValue"),
        ("Registrant Email", "removal"),
    ]
    assert hidden.redacted[0].path.startswith("$.entities[?(@.roles[0]=='registrant')]")
    assert hidden.country == "FR"
    assert facts(parsed).privacy is Privacy.REDACTED
    technical = next(item for item in facts(parsed).contacts if "technical" in item.roles)
    assert [item.method for item in technical.redacted] == ["replacementValue"]


def test_a_holder_removed_by_the_server_is_hidden_not_absent():
    parsed = rdap("removed-holder.json")

    assert holder(parsed).masked
    assert holder(parsed).redacted == (
        Redaction(
            name="Registrant Organization",
            method="removal",
            path="$.entities[?(@.roles[0]=='registrant')]",
        ),
    )
    assert facts(parsed).privacy is Privacy.REDACTED


def test_a_redaction_told_in_a_remark_counts():
    parsed = rdap("remark-redaction.json")

    assert holder(parsed).masked
    assert facts(parsed).privacy is Privacy.REDACTED
    assert holder(parsed).remarks == (
        "REDACTED FOR PRIVACY: Some of the data in this object has been removed.",
    )


def test_an_address_given_as_a_label_is_read_line_by_line():
    company = holder(rdap("address-label.json"))

    assert company.organization == "SELARL Cabinet Fontaine"
    assert company.name == "Camille Fontaine"
    assert company.street == "12, rue de l'Exemple, 34000 Montpellier"
    assert company.country == "FR"


def test_the_registry_s_expiration_comes_before_the_registrar_s_and_days_are_utc():
    registration = facts(rdap("registrar-expiration.json"))

    assert registration.expires == date(2027, 12, 31)
    assert registration.updated == date(2026, 1, 1)


def test_a_published_key_means_signed():
    assert facts(rdap("registrar-expiration.json")).dnssec is True


def test_a_registrar_without_a_card_is_known_by_its_handle():
    assert facts(rdap("registrar-expiration.json")).registrar == "R9-TEST"


def test_a_bad_member_costs_only_itself():
    parsed = rdap("malformed.json")

    registration = facts(parsed)
    assert registration.domain == "abime.com.example"
    assert registration.statuses == ("active",)
    assert registration.name_servers == ("ns1.atelier.example",)
    assert registration.created == date(2009, 3, 14)
    assert registration.dnssec is True
    assert holder(parsed).name == "Cabinet Exemple"


@pytest.mark.parametrize(
    ("record", "state"),
    [
        ("error-404.json", LookupState.AVAILABLE),
        ("error-429.json", LookupState.THROTTLED),
        ("error-403.json", LookupState.REFUSED),
        ("entity.json", LookupState.UNPARSEABLE),
    ],
)
def test_an_error_body_is_classified_and_yields_no_data(record, state):
    parsed = rdap(record)

    assert (parsed.state, parsed.registration) == (state, None)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (404, LookupState.AVAILABLE),
        (429, LookupState.THROTTLED),
        (401, LookupState.REFUSED),
        (503, LookupState.UNREACHABLE),
        (400, LookupState.UNPARSEABLE),
        (302, LookupState.UNPARSEABLE),
    ],
)
def test_the_http_status_decides_before_the_body(status, state):
    parsed = rdap("company.json", status)

    assert (parsed.state, parsed.registration) == (state, None)


@pytest.mark.parametrize(
    "raw",
    [b"", b"<html>busy</html>", b"[1]", b"{", b"[" * 200_000, b'{"ldhName":' * 5_000, b"9" * 9_000],
)
def test_what_is_no_json_object_is_unparseable(raw):
    assert parse(raw).state is LookupState.UNPARSEABLE


def test_a_byte_that_is_not_utf_8_costs_a_character_only():
    parsed = parse(b'{"objectClassName":"domain","ldhName":"a.example","port43":"\xff"}')

    assert facts(parsed).domain == "a.example"


def test_a_name_in_unicode_is_compared_in_its_ascii_form():
    parsed = parse('{"objectClassName":"domain","unicodeName":"Élan.example"}'.encode())

    assert facts(parsed).domain == "xn--lan-9la.example"
