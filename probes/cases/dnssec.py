"""SEC: DNSSEC, from the parent's DS to the zone's keys and signatures."""

from collections.abc import Iterator
from datetime import timedelta

from probes.cases.finding import Finding, Seen
from probes.interface import SigningFacts, ZoneRecords

_SOON = timedelta(days=2)
_OF_SIGNATURES = {
    "unsigned": "SEC02_UNSIGNED",
    "expired": "SEC02_EXPIRED",
    "not_yet_valid": "SEC02_NOT_YET_VALID",
    "invalid": "SEC02_INVALID",
}


def keys(seen: Seen) -> Iterator[Finding]:
    """SEC01: the parent and the zone both speak of keys, and of the same."""
    signing = _signing(seen)
    if signing is None or seen.records is None:
        return
    zone = seen.records.zone
    if signing.delegated and not signing.keys:
        yield seen.finding("SEC01_DS_WITHOUT_DNSKEY", ZoneRecords, zone=zone)
    elif signing.keys and not signing.delegated:
        yield seen.finding("SEC01_DNSKEY_WITHOUT_DS", ZoneRecords, zone=zone)
    elif signing.fault == "no_match":
        yield seen.finding("SEC01_DS_MATCHES_NO_KEY", ZoneRecords, zone=zone)


def signatures(seen: Seen) -> Iterator[Finding]:
    """SEC02: where the parent vouches for the zone, its signatures hold today and tomorrow."""
    signing = _signing(seen)
    if signing is None or seen.records is None or not (signing.delegated and signing.keys):
        return
    zone = seen.records.zone
    until = signing.until
    if signing.fault in _OF_SIGNATURES:
        yield seen.finding(_OF_SIGNATURES[signing.fault], ZoneRecords, zone=zone)
    elif signing.fault is None and until and until - seen.survey.started_at < _SOON:
        on = until.date().isoformat()
        yield seen.finding("SEC02_EXPIRES_SOON", ZoneRecords, zone=zone, until=on)


def _signing(seen: Seen) -> SigningFacts | None:
    return seen.records.signing if seen.records else None
