"""The form of EURid (.eu)."""

from probes.interface import LookupState, Privacy
from tests.probes.parse.reading import facts, holder, whois

RECORD = "eurid-hidden.txt"


def test_the_holder_is_hidden_and_never_who_stands_below_technical():
    parsed = whois(RECORD, registry="eurid")

    assert (parsed.state, parsed.parser) == (LookupState.REGISTERED, "eurid")
    assert holder(parsed).masked
    assert (holder(parsed).name, holder(parsed).organization) == (None, None)
    assert facts(parsed).privacy is Privacy.REDACTED


def test_registrar_and_name_servers_are_read_and_no_day_is_made_up():
    registration = facts(whois(RECORD, registry="eurid"))

    assert registration.registrar == "Bureau Exemple"
    assert registration.name_servers == ("ns1.bureau-exemple.example", "ns2.bureau-exemple.example")
    assert (registration.created, registration.updated, registration.expires) == (None, None, None)
