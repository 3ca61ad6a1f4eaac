"""Values as registries publish them."""

from datetime import date

import pytest

from probes.interface import Contact, Privacy
from probes.published.countries import country
from probes.published.days import DAY_FIRST, MONTH_FIRST, day
from probes.published.names import same_name
from probes.published.privacy import privacy_of
from probes.published.values import email, host, is_hidden, published, status


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01T23:05:07.728924Z", date(2026, 3, 1)),
        ("2026-03-01T23:05:07-0700", date(2026, 3, 2)),
        ("2026-03-01T00:30:00+02:00", date(2026, 2, 28)),
        ("2026-03-01 23:05:07", date(2026, 3, 1)),
        ("2026. 03. 01.", date(2026, 3, 1)),
        ("20260301", date(2026, 3, 1)),
        ("01-mar-2026", date(2026, 3, 1)),
        ("Sun Mar 01 23:59:59 GMT 2026", date(2026, 3, 1)),
        ("01 Mar 2026 10:02 WAT", date(2026, 3, 1)),
        ("01-Mar-2026 10:02:03 UTC", date(2026, 3, 1)),
        ("March 1, 2026", date(2026, 3, 1)),
        ("1st March 2026 at 00:00:00.000", date(2026, 3, 1)),
        ("2nd March, 2026", date(2026, 3, 2)),
        ("2026-Mar-01.", date(2026, 3, 1)),
        ("before Aug-1996", None),
        ("0000-00-00", None),
        ("2026-02-30", None),
        ("9999-12-31T23:00:00-12:00", None),
        ("tomorrow", None),
        (None, None),
    ],
)
def test_a_day_is_read_whatever_its_spelling(text, expected):
    assert day(text) == expected


def test_day_and_month_are_in_the_order_the_registry_declares():
    assert day("02/03/2026", DAY_FIRST) == date(2026, 3, 2)
    assert day("02/03/2026", MONTH_FIRST) == date(2026, 2, 3)
    assert day("02/03/2026") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("France", "FR"),
        ("FR", "FR"),
        ("fr", "FR"),
        ("UK", "GB"),
        ("Deutschland", "DE"),
        ("BELGIQUE", "BE"),
        ("Netherlands (the)", "NL"),
        ("US - United States", "US"),
        ("Atlantis", "Atlantis"),
        (None, None),
    ],
)
def test_a_country_becomes_its_code_when_it_is_known(text, code):
    assert country(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "REDACTED FOR PRIVACY",
        "REDACTED_FOR_PRIVACY",
        "Redacted | EU Data Subject",
        "Non-Public Data",
        "Ano Nymous",
        "Not shown, please visit www.registry.test",
        "Statutory Masking Enabled",
        "HIDDEN!",
        "https://whois.registry.test/contact",
        "Select Request Email Form at https://registrar.test",
    ],
)
def test_a_placeholder_is_no_value_and_says_that_there_is_one(text):
    assert published(text) is None
    assert is_hidden(text)


@pytest.mark.parametrize("text", ["", " ", "-", "N/A", "none", "...", None, 7])
def test_nothing_is_no_value_and_hides_nothing(text):
    assert published(text) is None
    assert not is_hidden(text)


@pytest.mark.parametrize("text", ["SELARL Privé & Associés", "Nathalie Na", "Redact Avocats"])
def test_a_name_that_resembles_a_placeholder_stays_a_name(text):
    assert published(text) == text


def test_text_that_would_reorder_a_line_is_left_out():
    assert published("Cabinet\u202e \ud800Exemple\x00") == "Cabinet Exemple"


@pytest.mark.parametrize(
    ("organization", "name", "expected"),
    [
        ("Domains By Proxy, LLC", None, Privacy.PROXY),
        ("Privacy service provided by Withheld for Privacy ehf", None, Privacy.PROXY),
        ("Contact Privacy Inc. Customer 0123", None, Privacy.PROXY),
        ("Privacy Avocats", None, Privacy.PUBLIC),
        ("Cabinet Proxymo", None, Privacy.PUBLIC),
        (None, "Camille Fontaine", Privacy.PUBLIC),
        (None, None, Privacy.ABSENT),
    ],
)
def test_a_proxy_service_is_told_from_a_holder_with_a_similar_name(organization, name, expected):
    contact = Contact(organization=organization, name=name)

    assert privacy_of(contact) is expected


def test_a_masked_contact_without_a_name_is_redacted_and_nobody_is_absent():
    assert privacy_of(Contact(masked=True)) is Privacy.REDACTED
    assert privacy_of(None) is Privacy.ABSENT


def test_addresses_hosts_and_statuses_are_reduced_to_what_they_are():
    assert email("Contact: contact@cabinet.example (office)") == "contact@cabinet.example"
    assert email("redacted@registrar.example") is None
    assert host("NS1.Atelier.Example. [192.0.2.1]") == "ns1.atelier.example"
    assert host("192.0.2.1") is None
    assert host("not.defined.") is None
    assert status("clientTransferProhibited https://icann.org/epp#x") == "clienttransferprohibited"
    assert status("CLIENT-XFER-PROHIBITED") == "clienttransferprohibited"
    assert status("Active, paid") == "active"


def test_names_are_the_same_whatever_their_case_dot_and_writing():
    assert same_name("ÉLAN.example.", "xn--lan-9la.EXAMPLE")
    assert not same_name("elan.example", "xn--lan-9la.example")
    assert not same_name(None, "elan.example")
