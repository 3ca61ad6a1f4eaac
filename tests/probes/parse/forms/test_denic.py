"""The form of DENIC (.de)."""

from datetime import date

from probes.interface import LookupState, Privacy
from tests.probes.parse.reading import facts, holder, whois

RECORD = "denic-technical-contact.txt"


def test_the_holder_is_hidden_and_never_the_technical_contact():
    parsed = whois(RECORD, registry="denic")

    assert (parsed.state, parsed.parser) == (LookupState.REGISTERED, "denic")
    assert holder(parsed).masked
    assert (holder(parsed).name, holder(parsed).organization) == (None, None)
    assert facts(parsed).privacy is Privacy.REDACTED


def test_the_day_is_that_of_the_domain_in_utc_and_the_name_is_in_ascii():
    registration = facts(whois(RECORD, registry="denic"))

    assert registration.domain == "xn--prf-exemple-deb.test"
    assert registration.updated == date(2023, 2, 22)
    assert registration.statuses == ("connect",)
    assert registration.dnssec is True
    assert registration.name_servers == ("ns1.atelier.example", "ns2.xn--prf-exemple-deb.test")
    assert (registration.registrar, registration.created, registration.expires) == (None,) * 3


def test_an_early_answer_that_has_a_holder_gives_it():
    parsed = whois("denic-holder.txt", registry="denic")

    assert holder(parsed).organization == "Kanzlei Beispiel GbR"
    assert (holder(parsed).kind, holder(parsed).country) == ("org", "DE")
