"""Sentences are rendered from their tags, and say what is missing when they cannot be."""

import pytest

from probes.errors import MessageError
from probes.interface import VerdictField, message
from probes.texts import Severity, display, plain, render, severity


def test_an_unknown_tag_is_named():
    with pytest.raises(MessageError, match=r"OWN99_NOWHERE is not in messages\.toml"):
        render(message("OWN99_NOWHERE"), "fr")


def test_a_missing_parameter_is_named_with_its_tag():
    with pytest.raises(MessageError, match="OWN01_NUMBER_OF_PRACTICE needs the parameter 'number'"):
        render(message("OWN01_NUMBER_OF_PRACTICE"), "en")


def test_braces_in_what_a_peer_sent_stay_text():
    said = render(message("OWN10_SOMEBODY_ELSE", holder="{party} {0} {x.__class__}"), "en")

    assert "“{party} {0} {x.__class__}”" in said


def test_dates_and_speakers_are_said_in_the_readers_language():
    expiry = message(
        "VRD_EXPIRY_SAYS", on="2026-11-24", who="registry whois.nic.example", value="2026-12-01"
    )

    assert render(expiry, "fr") == (
        "Le 24 novembre 2026, l’office d’enregistrement (whois.nic.example) indique comme date "
        "d’expiration le 1er décembre 2026."
    )
    assert render(expiry, "en") == (
        "On 24 November 2026, the registry (whois.nic.example) gives 1 December 2026 as the "
        "expiry date."
    )


def test_a_date_that_is_none_is_said_as_written():
    assert display(VerdictField.EXPIRY, "soon", "fr") == "soon"


@pytest.mark.parametrize(
    ("value", "french"),
    [("practice", "le cabinet"), ("third_party", "un tiers"), ("Garage Morvan", "Garage Morvan")],
)
def test_holder_classes_are_said_in_words_and_names_as_they_are(value, french):
    assert display(VerdictField.HOLDER, value, "fr") == french


def test_other_fields_are_shown_as_they_are():
    assert display(VerdictField.REGISTRAR, "practice", "fr") == "practice"


def test_severity_is_data():
    assert severity(message("OWN02_HIDDEN")) is Severity.INFO
    with pytest.raises(MessageError):
        severity(message("OWN99_NOWHERE"))


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("  Valmont \t\r\n Tessier ", "Valmont Tessier"),
        ("Valmont\u202etsimoc\u200b", "Valmonttsimoc"),
        ("Valmont\x00Tessier", "Valmont Tessier"),
        ("e\u0301tude", "étude"),
        ("", ""),
    ],
)
def test_what_a_peer_sent_is_made_fit_for_a_sentence(sent, shown):
    assert plain(sent) == shown


def test_a_long_value_is_cut_with_a_mark():
    assert plain("a" * 10_000) == "a" * 159 + "…"
