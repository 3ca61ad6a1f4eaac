"""CRT: the certificate that the site shows: names, chain, dates, and who it is made out to."""

from collections.abc import Iterator
from datetime import timedelta

from cryptography import x509
from cryptography.x509.oid import NameOID

from probes.cases.finding import Finding, Seen
from probes.interface import Certificate

_SOON = timedelta(days=14)
# Automatic renewal comes with a third of the time left (RFC 9773 leaves the day to the authority);
# later than a quarter, somebody may be meant to do it.
_PARTS = 4
_NO_ROOTS_HERE = "TLS02_NO_ROOTS_HERE"


def names(seen: Seen) -> Iterator[Finding]:
    """CRT01: the certificate is made out to the host that shows it."""
    certificate = seen.certificate
    if certificate and certificate.fault == "wrong_name":
        listed = ", ".join(certificate.names) or "-"
        yield seen.finding("CRT01_OTHER_NAME", Certificate, host=certificate.host, names=listed)


def holder(seen: Seen) -> Iterator[Finding]:
    """CRT02: an organisation is named as the certificate's holder."""
    organisation = _organisation(seen.certificate.subject) if seen.certificate else ""
    if seen.certificate and organisation:
        host = seen.certificate.host
        yield seen.finding("CRT02_MADE_OUT_TO", Certificate, host=host, holder=organisation)


def chain(seen: Seen) -> Iterator[Finding]:
    """CRT03: an authority that browsers know vouches for the certificate."""
    certificate = seen.certificate
    if certificate is None or _has_no_roots(seen):
        return
    codes = {"self_signed": "CRT03_SELF_SIGNED", "unknown_issuer": "CRT03_UNKNOWN_ISSUER"}
    if certificate.fault in codes:
        yield seen.finding(codes[certificate.fault], Certificate, host=certificate.host)


def dates(seen: Seen) -> Iterator[Finding]:
    """CRT04: the certificate is valid today, and will be in two weeks."""
    certificate = seen.certificate
    if certificate is None:
        return
    until, now = certificate.not_after, seen.survey.started_at
    told = {"host": certificate.host, "until": until.date().isoformat()}
    if certificate.fault == "expired":
        yield seen.finding("CRT04_EXPIRED", Certificate, **told)
    elif certificate.fault == "not_yet_valid":
        begins = certificate.not_before.date().isoformat()
        yield seen.finding("CRT04_NOT_YET_VALID", Certificate, host=certificate.host, begins=begins)
    elif until - now < _SOON:
        yield seen.finding("CRT04_EXPIRES_SOON", Certificate, **told)


def renewal(seen: Seen) -> Iterator[Finding]:
    """CRT05: the certificate was renewed when automatic renewal would have done it."""
    certificate = seen.certificate
    if certificate is None or certificate.fault is not None:
        return
    left = certificate.not_after - seen.survey.started_at
    valid = certificate.not_after - certificate.not_before
    if _SOON <= left < valid / _PARTS:
        told = {"until": certificate.not_after.date().isoformat(), "days": str(valid.days)}
        yield seen.finding("CRT05_LAST_QUARTER", Certificate, host=certificate.host, **told)


def _has_no_roots(seen: Seen) -> bool:
    notes = (note for item in seen.survey.observations for note in item.messages)
    return any(note.code == _NO_ROOTS_HERE for note in notes)


def _organisation(subject: str) -> str:
    try:
        name = x509.Name.from_rfc4514_string(subject)
    except ValueError:
        return ""
    found = name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(found[0].value) if found else ""
