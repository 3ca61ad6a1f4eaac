"""What became of a look-up, told before anything is read."""

import pytest

from probes.interface import LookupState
from probes.whois.classify import classify
from probes.whois.parse import parse
from tests.probes.parse.reading import whois


@pytest.mark.parametrize("registry", ["afnic", "icann", "denic", "other"])
@pytest.mark.parametrize(
    ("record", "state"),
    [
        ("available.txt", LookupState.AVAILABLE),
        ("refused.txt", LookupState.REFUSED),
        ("reserved.txt", LookupState.RESERVED),
        ("throttled.txt", LookupState.THROTTLED),
    ],
)
def test_every_registry_is_classified_alike_and_yields_no_data(record, state, registry):
    parsed = whois(record, registry=registry)

    assert (parsed.state, parsed.registration) == (state, None)


@pytest.mark.parametrize(
    "text",
    [
        "%% Too many requests...\n%% No entries found in the AFNIC Database.",
        "request limit exceeded for 192.0.2.7",
        "% Maximum queries per hour reached (100)",
        "The WHOIS query quota for 192.0.2.7 has been exceeded\nand will be replenished in 50 s.",
        "whois.registry.test: Server too busy, try again later",
        "Service temporarily unavailable.",
        "Look-up quota exceeded. Domain not found.",
    ],
)
def test_a_throttled_answer_is_never_taken_for_a_free_name(text):
    assert classify(text) is LookupState.THROTTLED


@pytest.mark.parametrize(
    "text",
    [
        "No match for EXEMPLE.TEST",
        'No match for "EXEMPLE.TEST".\n>>> Last update of whois database: today <<<',
        "NOT FOUND",
        "% No such domain",
        "Domain Name: exemple.test\nDomain Status: No Object Found",
        "exemple.test is free",
        "Status: free",
        "Domain exemple.test is available for purchase",
        "%ERROR:101: no entries found",
        'domain "exemple.test" not found.',
        "Domain:\texemple.test\nStatus:\tAVAILABLE",
        "query_status: 220 Available",
        "The queried object does not exist: exemple.test",
    ],
)
def test_a_free_name_is_told_in_many_ways(text):
    assert classify(text) is LookupState.AVAILABLE


def test_a_holder_cannot_make_an_answer_look_free_or_throttled():
    text = (
        "Domain Name: exemple.test\nRegistrar: Atelier du Nom SAS\n"
        "Creation Date: 2014-08-13T13:43:56Z\n"
        "Registrant Organization: Not found, quota exceeded SARL\n"
        "Registrant Street: No match for\nName Server: ns1.atelier.example\n"
    )

    parsed = parse("exemple.test", "icann", text.encode())

    assert parsed.state is LookupState.REGISTERED


@pytest.mark.parametrize("raw", [b"", b"\r\n", b"\x00\xff\xfe", b"Bonjour."])
@pytest.mark.parametrize("registry", ["afnic", "icann", "denic"])
def test_an_answer_that_says_nothing_is_unparseable(registry, raw):
    parsed = parse("exemple.test", registry, raw)

    assert (parsed.state, parsed.registration) == (LookupState.UNPARSEABLE, None)


def test_an_answer_that_is_not_utf_8_is_read_all_the_same():
    raw = "Domain Name: exemple.test\nRegistrar: Société d'Exemple\n".encode("cp1252")

    parsed = parse("exemple.test", "icann", raw)

    assert parsed.registration is not None
    assert parsed.registration.registrar == "Société d'Exemple"
