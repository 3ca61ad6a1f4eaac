"""The form of DNS Belgium (.be)."""

from datetime import date

from probes.interface import LookupState, Privacy
from tests.probes.parse.reading import facts, holder, whois

RECORD = "dnsbelgium-hidden.txt"


def test_the_holder_is_hidden_and_never_the_registrar_s_technical_contact():
    parsed = whois(RECORD, registry="dnsbelgium")

    assert (parsed.state, parsed.parser) == (LookupState.REGISTERED, "dnsbelgium")
    assert holder(parsed).masked
    assert (holder(parsed).name, holder(parsed).organization) == (None, None)
    assert facts(parsed).privacy is Privacy.REDACTED


def test_the_registration_is_read_from_below_its_headings():
    registration = facts(whois(RECORD, registry="dnsbelgium"))

    assert registration.registrar == "Bureau Exemple"
    assert registration.created == date(2010, 1, 2)
    assert registration.name_servers == ("ns1.bureau-exemple.example", "ns2.bureau-exemple.example")
    assert registration.dnssec is True


def test_not_available_is_no_status_of_the_registration():
    assert facts(whois(RECORD, registry="dnsbelgium")).statuses == ("clienttransferprohibited",)
