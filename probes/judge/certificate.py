"""The verdict on the certificate of the site: its issuer, and whether browsers accept it."""

from cryptography import x509
from cryptography.x509.oid import NameOID

from probes.holder.names import fold
from probes.interface import (
    Certificate,
    Declaration,
    Message,
    Observation,
    Source,
    Survey,
    Verdict,
    VerdictField,
    VerdictState,
    message,
)
from probes.judge.sources import day_of, hashes
from probes.judge.unseen import unanswered
from probes.texts import plain, texts

# The probe says this when the machine it runs on knows no authority: no fault of the site.
NO_ROOTS_HERE = "TLS02_NO_ROOTS_HERE"


def judge_certificate(survey: Survey, declaration: Declaration) -> Verdict | None:
    """Compare the certificate with the declared issuer, or with a site declared to be in order.

    What is declared is the issuer, else the site's host. A certificate that browsers do not accept
    contradicts both; its fault is said even when nothing is declared.
    """
    declared = plain(declaration.certificate_issuer or declaration.site_host)
    asked = tuple(item for item in survey.observations if item.source is Source.TLS)
    found = [(item, item.facts) for item in asked if isinstance(item.facts, Certificate)]
    if not found:
        return unanswered(VerdictField.CERTIFICATE, declared, asked, "site")
    observation, certificate = found[0]
    faults = _faults(observation, certificate)
    state, reason = _compare(declaration, certificate, is_accepted=not faults)
    if declared and NO_ROOTS_HERE in {fault.code for fault in faults}:
        state = VerdictState.INCONCLUSIVE
    return Verdict(
        field=VerdictField.CERTIFICATE,
        state=state,
        declared=declared,
        observed=issuer_name(certificate),
        reasons=(_statement(observation, certificate), *faults, *reason),
        next_step=_next(state, declared, is_accepted=not faults),
        observations=hashes([observation]),
    )


def _faults(observation: Observation, certificate: Certificate) -> tuple[Message, ...]:
    if certificate.trusted:
        return ()
    here = tuple(note for note in observation.messages if note.code == NO_ROOTS_HERE)
    if here:
        return here
    code = f"TLS01_{(certificate.fault or '').upper()}"
    known = code if code in texts() else "VRD_CERTIFICATE_NOT_ACCEPTED"
    return (message(known, host=plain(certificate.host)),)


def _compare(
    declaration: Declaration, certificate: Certificate, *, is_accepted: bool
) -> tuple[VerdictState, tuple[Message, ...]]:
    issuer = plain(declaration.certificate_issuer)
    if not issuer and not declaration.site_host:
        return VerdictState.INCONCLUSIVE, (message("VRD_NOTHING_DECLARED"),)
    if issuer and not set(fold(issuer)) <= set(fold(certificate.issuer)):
        return VerdictState.CONTRADICTED, (message("VRD_DIFFERS", declared=issuer),)
    if not is_accepted:
        return VerdictState.CONTRADICTED, ()
    return VerdictState.CONFIRMED, (message("VRD_MATCHES"),) if issuer else ()


def _statement(observation: Observation, certificate: Certificate) -> Message:
    return message(
        "VRD_CERTIFICATE_SAYS",
        on=day_of(observation),
        who=f"site {plain(certificate.host)}",
        issuer=issuer_name(certificate),
        until=certificate.not_after.date().isoformat(),
    )


def issuer_name(certificate: Certificate) -> str:
    """Return the organisation that issued it, else its common name, else what is written."""
    try:
        name = x509.Name.from_rfc4514_string(certificate.issuer)
    except ValueError:
        return plain(certificate.issuer)
    for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        for attribute in name.get_attributes_for_oid(kind):
            return plain(str(attribute.value))
    return plain(certificate.issuer)


def _next(state: VerdictState, declared: str, *, is_accepted: bool) -> Message | None:
    if state is VerdictState.CONFIRMED:
        return None
    if not is_accepted:
        return message("VRD_NEXT_RENEW_CERTIFICATE")
    return message("VRD_NEXT_CORRECT_OR_HOST" if declared else "VRD_NEXT_DECLARE")
