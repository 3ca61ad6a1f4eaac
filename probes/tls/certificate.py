"""A presented chain, read and judged: dates, name, and whether a known authority stands behind."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from probes.interface import Certificate

_NAMES_KEPT = 200
_GOOD_FOR = timedelta(days=1)
_CHAINS_KEPT = 10_000
_ROOTS_KEPT = 3
# What the library raises beside ValueError for a certificate that is none.
_UNREADABLE = (x509.DuplicateExtension, x509.InvalidVersion, x509.UnsupportedGeneralNameType)


def read(pem: bytes, host: str, roots: Sequence[x509.Certificate], now: datetime) -> Certificate:
    """Read a PEM chain, leaf first; raises ValueError when it is no chain of certificates.

    A chain that was found good for a host within the last day is good while its dates hold.
    """
    good = _good_of(roots)
    key = hashlib.sha256(pem).digest(), host
    known = good.chains.get(key)
    if known is not None and known.holds_at(now):
        return known.facts
    try:
        chain = x509.load_pem_x509_certificates(pem)
        facts = _read(chain, host, roots, now)
    except _UNREADABLE as error:
        raise ValueError(str(error)) from error
    if facts.trusted:
        good.keep(key, _Good(facts, now, _last_day(chain)))
    return facts


@dataclass(frozen=True, slots=True)
class _Good:
    """A chain that was found good."""

    facts: Certificate
    judged_at: datetime
    until: datetime

    def holds_at(self, now: datetime) -> bool:
        """Tell whether the same would be found now."""
        return self.judged_at <= now <= min(self.until, self.judged_at + _GOOD_FOR)


@dataclass(frozen=True, slots=True)
class _GoodChains:
    """What was found good before, by these roots; looking again is half of a handshake's cost."""

    roots: Sequence[x509.Certificate]
    chains: dict[tuple[bytes, str], _Good] = field(default_factory=dict)

    def keep(self, key: tuple[bytes, str], good: _Good) -> None:
        """Keep a chain, and no more of them than a portfolio needs."""
        self.chains[key] = good
        if len(self.chains) > _CHAINS_KEPT:
            self.chains.pop(next(iter(self.chains)), None)


_good: list[_GoodChains] = []


def _good_of(roots: Sequence[x509.Certificate]) -> _GoodChains:
    for known in _good:
        if known.roots is roots:
            return known
    _good[:] = [*_good[-_ROOTS_KEPT:], made := _GoodChains(roots)]
    return made


def _last_day(chain: Sequence[x509.Certificate]) -> datetime:
    return min(certificate.not_valid_after_utc for certificate in chain)


def _read(
    chain: list[x509.Certificate], host: str, roots: Sequence[x509.Certificate], now: datetime
) -> Certificate:
    leaf = chain[0]
    fault = _fault(chain, host, roots, now)
    return Certificate(
        host=host,
        subject=leaf.subject.rfc4514_string(),
        issuer=leaf.issuer.rfc4514_string(),
        names=_names(leaf)[:_NAMES_KEPT],
        not_before=leaf.not_valid_before_utc,
        not_after=leaf.not_valid_after_utc,
        sha256=leaf.fingerprint(SHA256()).hex(),
        chain=tuple(certificate.subject.rfc4514_string() for certificate in chain),
        trusted=fault is None,
        fault=fault,
    )


def _fault(
    chain: list[x509.Certificate], host: str, roots: Sequence[x509.Certificate], now: datetime
) -> str | None:
    """Name the first fault, in the order in which its remedy would be looked for."""
    leaf = chain[0]
    faults = {
        "expired": _has_expired([leaf], now),
        "not_yet_valid": leaf.not_valid_before_utc > now,
        "self_signed": _is_self_signed(leaf),
        "wrong_name": not any(_matches(pattern, host) for pattern in _names(leaf)),
    }
    plain = next((fault for fault, applies in faults.items() if applies), None)
    if plain is not None:
        return plain
    if _is_vouched_for(chain, host, roots, now):
        return None
    return "expired" if _has_expired(chain[1:], now) else "unknown_issuer"


def _is_vouched_for(
    chain: list[x509.Certificate], host: str, roots: Sequence[x509.Certificate], now: datetime
) -> bool:
    if not roots:
        return False
    verifier = (
        PolicyBuilder()
        .store(Store(list(roots)))
        .time(now)
        .build_server_verifier(x509.DNSName(host))
    )
    try:
        verifier.verify(chain[0], chain[1:])
    except VerificationError:
        return False
    return True


def _has_expired(certificates: Sequence[x509.Certificate], now: datetime) -> bool:
    return any(certificate.not_valid_after_utc < now for certificate in certificates)


def _is_self_signed(leaf: x509.Certificate) -> bool:
    if leaf.subject != leaf.issuer:
        return False
    try:
        leaf.verify_directly_issued_by(leaf)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _names(leaf: x509.Certificate) -> tuple[str, ...]:
    try:
        extension = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return ()
    return tuple(name.lower() for name in extension.value.get_values_for_type(x509.DNSName))


def _matches(pattern: str, host: str) -> bool:
    """RFC 9525 section 6.3: a star stands for exactly the left-most label."""
    if pattern.startswith("*."):
        return host.partition(".")[2] == pattern[2:]
    return host == pattern
