"""The form of SIDN (.nl)."""

from datetime import date

from probes.interface import Privacy
from tests.probes.parse.reading import facts, holder, whois


def test_the_holder_is_hidden_and_never_the_reseller():
    parsed = whois("sidn-no-holder.txt", registry="sidn")

    assert parsed.parser == "sidn"
    assert holder(parsed).masked
    assert (holder(parsed).name, holder(parsed).organization) == (None, None)
    assert facts(parsed).privacy is Privacy.REDACTED


def test_the_registrar_is_the_first_line_of_his_address():
    registration = facts(whois("sidn-no-holder.txt", registry="sidn"))

    assert registration.registrar == "Atelier du Nom B.V."
    assert registration.created == date(2005, 5, 27)
    assert registration.updated == date(2024, 11, 2)
    assert registration.dnssec is True
    assert registration.name_servers == ("ns1.atelier.example", "ns2.atelier.example")


def test_an_early_answer_gives_the_holder_and_writes_the_day_first():
    parsed = whois("sidn-early.txt", registry="sidn")

    assert (holder(parsed).name, holder(parsed).country) == ("Voorbeeld Advocaten", "NL")
    assert facts(parsed).created == date(1999, 5, 2)
    assert facts(parsed).registrar == "Atelier du Nom B.V."
