"""The verdict on the certificate of the site."""

import pytest

from probes.interface import Declaration, Source, VerdictField, VerdictState, message
from probes.judge import judge
from probes.texts import LOCALES, render
from tests.probes.judge.surveys import NAME, PRACTICE, codes, failed, site, survey, verdict_on


def certificate(*observations, **declared):
    declaration = Declaration(holder=None, **declared)
    verdicts = judge(survey(*observations), declaration, PRACTICE)
    return verdict_on(VerdictField.CERTIFICATE, verdicts)


def test_a_certificate_of_the_declared_issuer_is_confirmed():
    verdict = certificate(site(), certificate_issuer="Let’s Encrypt")

    assert (verdict.state, verdict.observed) == (VerdictState.CONFIRMED, "Let's Encrypt")


def test_another_issuer_contradicts():
    verdict = certificate(site(), certificate_issuer="Autorité Exemple")

    assert verdict.state is VerdictState.CONTRADICTED
    assert verdict.next_step.code == "VRD_NEXT_CORRECT_OR_HOST"


def test_a_declared_site_with_an_accepted_certificate_is_confirmed():
    assert certificate(site(), site_host=NAME).state is VerdictState.CONFIRMED


@pytest.mark.parametrize(
    "fault", ["expired", "not_yet_valid", "wrong_name", "self_signed", "unknown_issuer", "odd"]
)
def test_a_certificate_that_browsers_refuse_contradicts_and_says_why(fault):
    verdict = certificate(site(fault=fault), site_host=NAME)

    assert verdict.state is VerdictState.CONTRADICTED
    assert len(codes(verdict)) == 2
    assert all(render(reason, locale) for reason in verdict.reasons for locale in LOCALES)
    assert verdict.next_step.code == "VRD_NEXT_RENEW_CERTIFICATE"


def test_a_fault_is_said_even_when_nothing_is_declared():
    verdict = certificate(site(fault="expired"))

    assert verdict.state is VerdictState.INCONCLUSIVE
    assert "TLS01_EXPIRED" in codes(verdict)


def test_a_machine_without_authorities_does_not_contradict_the_site():
    note = message("TLS02_NO_ROOTS_HERE")

    verdict = certificate(site(fault="unknown_issuer", messages=(note,)), site_host=NAME)

    assert verdict.state is VerdictState.INCONCLUSIVE
    assert "TLS02_NO_ROOTS_HERE" in codes(verdict)


def test_a_site_that_does_not_answer_is_unreachable():
    verdict = certificate(failed(Source.TLS, server=NAME), certificate_issuer="Let's Encrypt")

    assert verdict.state is VerdictState.UNREACHABLE


def test_an_issuer_that_cannot_be_read_is_shown_as_written():
    assert certificate(site(issuer="something odd")).observed == "something odd"
