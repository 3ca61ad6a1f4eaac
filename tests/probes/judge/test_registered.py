"""Verdicts on registrar, expiry and lock."""

from datetime import date

import pytest

from probes.interface import Declaration, LookupState, Source, VerdictField, VerdictState
from probes.judge import judge
from probes.texts import display, render
from tests.probes.judge.surveys import PRACTICE, codes, failed, rdap, survey, verdict_on, whois

CONFIRMED, CONTRADICTED, OPEN, HIDDEN, SILENT = (
    VerdictState.CONFIRMED,
    VerdictState.CONTRADICTED,
    VerdictState.INCONCLUSIVE,
    VerdictState.NOT_PUBLISHED,
    VerdictState.UNREACHABLE,
)


def on(field, *observations, **declared):
    declaration = Declaration(holder=None, **declared)
    return verdict_on(field, judge(survey(*observations), declaration, PRACTICE))


@pytest.mark.parametrize(
    ("declared", "registrar", "number", "state"),
    [
        ("Noms & Compagnie", "NOMS ET COMPAGNIE SAS", None, CONFIRMED),
        ("Noms et Compagnie SAS", "noms-et-compagnie", None, CONFIRMED),
        ("9994", "Anything Ltd", "9994", CONFIRMED),
        ("Old brand (IANA 9994", "Anything Ltd", "9994", CONFIRMED),
        ("Noms", "Noms et Compagnie", None, OPEN),
        ("Registre Bleu", "Noms et Compagnie", "9994", CONTRADICTED),
        ("9995", "Noms et Compagnie", "9994", CONTRADICTED),
        ("", "Noms et Compagnie", None, OPEN),
    ],
)
def test_registrars_are_compared_by_number_or_folded_name(declared, registrar, number, state):
    seen = rdap(registrar=registrar, registrar_id=number)

    assert on(VerdictField.REGISTRAR, seen, registrar=declared).state is state


def test_two_spellings_of_one_registrar_number_are_no_disagreement():
    verdict = on(
        VerdictField.REGISTRAR,
        rdap(registrar="Noms et Compagnie", registrar_id="9994"),
        whois(registrar="NEC Registrar Services", registrar_id="9994"),
        registrar="Noms et Compagnie",
    )

    assert codes(verdict) == ["VRD_REGISTRAR_SAYS", "VRD_MATCHES"]


def test_one_registrar_name_under_two_numbers_is_not_told_as_another_name():
    verdict = on(
        VerdictField.REGISTRAR,
        rdap(registrar="Noms et Compagnie", registrar_id="9994"),
        whois(registrar="NOMS ET COMPAGNIE", registrar_id="9995"),
        registrar="Noms et Compagnie",
    )

    said = render(verdict.reasons[-1], "fr")
    assert "le même nom" in said
    assert "autre chose" not in said


def test_a_registrar_known_by_number_only_is_shown_by_number():
    verdict = on(VerdictField.REGISTRAR, rdap(registrar_id="9994"))

    assert verdict.observed == "IANA 9994"


@pytest.mark.parametrize(
    ("declared", "expires", "state", "reason"),
    [
        (date(2026, 12, 3), date(2026, 12, 3), CONFIRMED, "VRD_MATCHES"),
        (date(2027, 1, 1), date(2026, 12, 31), CONFIRMED, "VRD_ONE_DAY_APART"),
        (date(2026, 12, 5), date(2026, 12, 3), CONTRADICTED, "VRD_DIFFERS_DAY"),
        (date(2027, 12, 3), date(2026, 12, 3), CONTRADICTED, "VRD_DIFFERS_DAY"),
        (None, date(2026, 12, 3), OPEN, "VRD_NOTHING_DECLARED"),
    ],
)
def test_days_of_expiry_are_compared(declared, expires, state, reason):
    verdict = on(VerdictField.EXPIRY, rdap(expires=expires), expires_on=declared)

    assert verdict.state is state
    assert codes(verdict) == ["VRD_EXPIRY_SAYS", reason]


def test_a_registry_that_publishes_no_expiry_is_a_state_and_no_fault():
    verdict = on(VerdictField.EXPIRY, rdap(), whois(), expires_on=date(2026, 12, 3))

    assert verdict.state is HIDDEN
    assert codes(verdict) == ["VRD_NOT_PUBLISHED", "VRD_NOT_PUBLISHED"]
    assert verdict.next_step.code == "VRD_NEXT_LOOK_IN_ACCOUNT"


def test_the_registrars_own_expiry_does_not_replace_the_registrys():
    verdict = on(
        VerdictField.EXPIRY,
        rdap(expires=date(2026, 12, 3)),
        rdap(expires=date(2027, 12, 3), server="rdap.registrar.example"),
        expires_on=date(2026, 12, 3),
    )

    assert verdict.state is CONFIRMED
    assert codes(verdict)[-1] == "VRD_ALSO_SAYS_DAY"
    assert "3 décembre 2027" in render(verdict.reasons[-1], "fr")


def test_dates_of_a_verdict_are_shown_as_people_write_them():
    verdict = on(VerdictField.EXPIRY, rdap(expires=date(2027, 1, 1)))

    assert display(VerdictField.EXPIRY, verdict.observed, "fr") == "1er janvier 2027"
    assert display(VerdictField.EXPIRY, verdict.observed, "en") == "1 January 2027"


@pytest.mark.parametrize(
    ("declared", "statuses", "state"),
    [
        (True, ("clienttransferprohibited",), CONFIRMED),
        (True, ("active", "server transfer prohibited"), CONFIRMED),
        (True, ("clientTransferProhibited",), CONFIRMED),
        (True, ("active",), CONTRADICTED),
        (False, ("clientdeleteprohibited",), CONFIRMED),
        (False, ("clienttransferprohibited",), CONTRADICTED),
        (True, (), HIDDEN),
        (None, ("active",), OPEN),
    ],
)
def test_the_transfer_lock_is_read_from_the_statuses(declared, statuses, state):
    assert on(VerdictField.LOCK, rdap(statuses=statuses), lock=declared).state is state


def test_a_lock_is_shown_in_words():
    verdict = on(VerdictField.LOCK, rdap(statuses=("clienttransferprohibited",)), lock=False)

    assert display(VerdictField.LOCK, verdict.observed, "fr") == "verrou posé"
    assert display(VerdictField.LOCK, verdict.declared, "en") == "not locked"


def test_what_is_neither_declared_nor_seen_gets_no_verdict():
    assert judge(survey(rdap()), Declaration(holder=None), PRACTICE) == ()


def test_a_silent_source_that_might_have_told_makes_a_field_unreachable():
    verdict = on(VerdictField.EXPIRY, rdap(), failed(Source.WHOIS), expires_on=date(2026, 12, 3))

    assert verdict.state is SILENT


def test_the_registrar_of_a_name_that_is_not_registered_is_not_contradicted():
    free = failed(Source.RDAP, LookupState.AVAILABLE)

    verdict = on(VerdictField.REGISTRAR, free, registrar="Noms et Compagnie")

    assert (verdict.state, codes(verdict)) == (HIDDEN, ["VRD_NOT_REGISTERED"])
    assert verdict.next_step.code == "VRD_NEXT_CHECK_SPELLING"
