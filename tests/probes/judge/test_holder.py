"""The verdict on the holder: what is published beside what the practice declares."""

import pytest

from probes.interface import (
    Contact,
    Declaration,
    HolderClass,
    LookupState,
    Source,
    VerdictField,
    VerdictState,
)
from probes.judge import judge
from probes.texts import render
from tests.probes.judge.surveys import (
    AGENCY,
    AGENCY_CONTACT,
    MASKED_CONTACT,
    OTHER_AGENCY,
    PRACTICE,
    PRACTICE_CONTACT,
    PROXY_CONTACT,
    STRANGER_CONTACT,
    codes,
    failed,
    hidden_record,
    rdap,
    survey,
    verdict_on,
    whois,
)

OURS = Declaration()
THEIRS = Declaration(holder=HolderClass.PROVIDER, holder_name="Studio Exemple Web")
SOMEBODYS = Declaration(holder=HolderClass.THIRD_PARTY, holder_name="Transports Morvan")
NOBODYS = Declaration(holder=None)

CONFIRMED, CONTRADICTED, OPEN, HIDDEN, SILENT = (
    VerdictState.CONFIRMED,
    VerdictState.CONTRADICTED,
    VerdictState.INCONCLUSIVE,
    VerdictState.NOT_PUBLISHED,
    VerdictState.UNREACHABLE,
)


def holder(declaration, *observations, providers=(AGENCY, OTHER_AGENCY)):
    verdicts = judge(survey(*observations), declaration, PRACTICE, providers)
    return verdict_on(VerdictField.HOLDER, verdicts)


@pytest.mark.parametrize(
    ("declaration", "contact", "state", "next_step"),
    [
        (OURS, PRACTICE_CONTACT, CONFIRMED, None),
        (OURS, AGENCY_CONTACT, CONTRADICTED, "VRD_NEXT_CHANGE_HOLDER"),
        (OURS, STRANGER_CONTACT, CONTRADICTED, "VRD_NEXT_CHANGE_HOLDER"),
        (OURS, MASKED_CONTACT, HIDDEN, "VRD_NEXT_ASK_REGISTRAR"),
        (OURS, PROXY_CONTACT, HIDDEN, "VRD_NEXT_ASK_REGISTRAR"),
        (OURS, None, HIDDEN, "VRD_NEXT_ASK_REGISTRAR"),
        (OURS, Contact(organization="Valmont"), OPEN, "VRD_NEXT_COMPLETE_IDENTITY"),
        (THEIRS, AGENCY_CONTACT, CONFIRMED, None),
        (THEIRS, PRACTICE_CONTACT, CONTRADICTED, "VRD_NEXT_CHANGE_HOLDER"),
        (THEIRS, STRANGER_CONTACT, CONTRADICTED, "VRD_NEXT_CHANGE_HOLDER"),
        (THEIRS, MASKED_CONTACT, HIDDEN, "VRD_NEXT_DISCLOSURE"),
        (THEIRS, PROXY_CONTACT, HIDDEN, "VRD_NEXT_DISCLOSURE"),
        (THEIRS, None, HIDDEN, "VRD_NEXT_DISCLOSURE"),
        (SOMEBODYS, STRANGER_CONTACT, CONFIRMED, None),
        (SOMEBODYS, AGENCY_CONTACT, CONTRADICTED, "VRD_NEXT_CHANGE_HOLDER"),
        (SOMEBODYS, Contact(organization="Morvan Express"), OPEN, "VRD_NEXT_ASK_REGISTRAR"),
        (SOMEBODYS, MASKED_CONTACT, HIDDEN, "VRD_NEXT_DISCLOSURE"),
        (NOBODYS, AGENCY_CONTACT, OPEN, "VRD_NEXT_DECLARE"),
        (NOBODYS, MASKED_CONTACT, HIDDEN, "VRD_NEXT_ASK_REGISTRAR"),
    ],
)
def test_a_declared_holder_is_compared_with_the_published_one(
    declaration, contact, state, next_step
):
    verdict = holder(declaration, rdap(contact))

    assert verdict.state is state, codes(verdict)
    assert (verdict.next_step.code if verdict.next_step else None) == next_step


def test_a_third_party_declared_without_a_name_is_confirmed_by_any_stranger():
    verdict = holder(Declaration(holder=HolderClass.THIRD_PARTY), rdap(STRANGER_CONTACT))

    assert (verdict.state, verdict.declared) == (CONFIRMED, "third_party")


def test_another_provider_than_the_declared_one_is_not_the_declared_one():
    other = Contact(organization="Atelier Numérique Kerlo")

    verdict = holder(THEIRS, rdap(other))

    assert (verdict.state, verdict.holder) == (CONTRADICTED, HolderClass.PROVIDER)


def test_without_any_declared_or_published_holder_there_is_no_verdict():
    assert holder(NOBODYS, rdap(None)) is None


def test_the_reasons_say_who_said_what_on_which_day():
    verdict = holder(OURS, rdap(AGENCY_CONTACT))

    said = render(verdict.reasons[0], "fr")
    assert said == (
        "Le 24 novembre 2026, l’office d’enregistrement (rdap.nic.example) indique comme titulaire "
        "«\u202fSTUDIO EXEMPLE WEB\u202f»."
    )
    assert "SELARL Valmont Tessier" in render(verdict.reasons[-1], "fr")


def test_the_verdict_names_the_observations_it_rests_on():
    seen = rdap(PRACTICE_CONTACT)
    silent = failed(Source.WHOIS)

    assert holder(OURS, seen, silent).observations == (seen.sha256, silent.sha256)


# --- several sources ------------------------------------------------------------------------------


def test_the_registrars_answer_names_the_holder_that_a_thin_registry_does_not_publish():
    registrar = rdap(AGENCY_CONTACT, server="https://rdap.registrar.example/ [192.0.2.7]")

    verdict = holder(OURS, rdap(None), registrar)

    assert verdict.state is CONTRADICTED
    assert "le bureau d’enregistrement (rdap.registrar.example)" in render(verdict.reasons[0], "fr")


def test_the_registrars_answer_names_the_holder_that_the_registry_hides():
    registrar = rdap(PRACTICE_CONTACT, server="https://rdap.registrar.example/")

    assert holder(OURS, hidden_record(), registrar).state is CONFIRMED


def test_whois_names_the_holder_when_rdap_does_not_answer():
    verdict = holder(OURS, failed(Source.RDAP), whois(PRACTICE_CONTACT))

    assert verdict.state is CONFIRMED
    assert "VRD_NO_ANSWER" in codes(verdict)


def test_the_registry_is_believed_before_its_registrar_and_the_difference_is_said():
    registrar = whois(AGENCY_CONTACT, server="whois.registrar.example")

    verdict = holder(OURS, whois(PRACTICE_CONTACT), registrar)

    assert verdict.state is CONFIRMED
    assert "VRD_ALSO_SAYS" in codes(verdict)


def test_a_registry_that_contradicts_itself_leaves_the_holder_open():
    verdict = holder(OURS, rdap(PRACTICE_CONTACT), whois(AGENCY_CONTACT))

    assert verdict.state is OPEN
    assert "VRD_ALSO_SAYS" in codes(verdict)
    assert verdict.next_step.code == "VRD_NEXT_ASK_REGISTRAR"


def test_of_two_answers_of_the_registry_the_one_that_decides_counts():
    vague = Contact(organization="Valmont")

    assert holder(OURS, rdap(vague), whois(PRACTICE_CONTACT)).state is CONFIRMED


def test_a_thin_registry_whose_registrar_does_not_answer_is_unreachable_not_unpublished():
    verdict = holder(OURS, rdap(None), failed(Source.RDAP, LookupState.THROTTLED))

    assert verdict.state is SILENT
    assert "VRD_THROTTLED" in codes(verdict)


@pytest.mark.parametrize(
    ("state", "expected", "reason"),
    [
        (LookupState.UNREACHABLE, SILENT, "VRD_NO_ANSWER"),
        (LookupState.THROTTLED, SILENT, "VRD_THROTTLED"),
        (LookupState.REFUSED, SILENT, "VRD_REFUSED"),
        (LookupState.UNPARSEABLE, OPEN, "VRD_UNREADABLE"),
        (LookupState.RESERVED, OPEN, "VRD_RESERVED"),
        (LookupState.AVAILABLE, CONTRADICTED, "VRD_NOT_REGISTERED"),
    ],
)
def test_what_could_not_be_read_is_said_for_what_it_is(state, expected, reason):
    verdict = holder(OURS, failed(Source.RDAP, state), failed(Source.WHOIS, state))

    assert verdict.state is expected
    assert codes(verdict) == [reason, reason]
    assert verdict.next_step is not None


def test_a_name_that_one_source_calls_free_and_another_registered_is_registered():
    verdict = holder(OURS, failed(Source.RDAP, LookupState.AVAILABLE), whois(PRACTICE_CONTACT))

    assert verdict.state is CONFIRMED


def test_nothing_asked_is_said():
    assert codes(holder(OURS)) == ["VRD_NOT_ASKED"]
