"""DNSSEC for some zones of the world: keys, signatures and the parent's DS, in order or not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import dns.dnssec
import dns.name
import dns.rdataset
import dns.rdatatype
from cryptography.hazmat.primitives.asymmetric import ec
from dns.rdata import Rdata
from dns.zone import Zone

ALGORITHM = "ECDSAP256SHA256"
# When signatures are valid, in days around the start of the universe.
PERIODS = {"expired": (-40, -10), "not_yet_valid": (10, 40), "soon": (-20, 1)}
GOOD_PERIOD = (-10, 20)

AddRecord = Callable[[Zone, str, str, str], None]


@dataclass(frozen=True, kw_only=True)
class Key:
    """A key of a zone, that signs everything in it."""

    private: ec.EllipticCurvePrivateKey
    public: Rdata
    period: tuple[datetime, datetime]
    """When its signatures are valid."""

    def sign(
        self, origin: dns.name.Name, name: dns.name.Name, data: dns.rdataset.Rdataset
    ) -> Rdata:
        """Return the signature of a record set of the zone."""
        first, last = self.period
        return dns.dnssec.sign(
            (name, data), self.private, origin, self.public, inception=first, expiration=last
        )


def sign(zone: Zone, parent: Zone, fault: str, now: datetime, add_record: AddRecord) -> Key | None:
    """Sign a zone and make its parent vouch for it; return the key that signs what comes later.

    `fault` is "good" or what is wrong: no_key, no_ds, other_key, unsigned, expired, not_yet_valid,
    invalid, or soon (signatures that end tomorrow).
    """
    assert zone.origin is not None
    first, last = PERIODS.get(fault, GOOD_PERIOD)
    key = _make_key(now + timedelta(days=first), now + timedelta(days=last))
    if fault != "no_ds":
        vouched = _make_key(*key.period) if fault == "other_key" else key
        digest = dns.dnssec.make_ds(zone.origin, vouched.public, "SHA256")
        add_record(parent, str(zone.origin), "DS", digest.to_text())
    if fault == "no_key":
        return None
    add_record(zone, str(zone.origin), "DNSKEY", key.public.to_text())
    if fault == "unsigned":
        return None
    for name, data in list(zone.iterate_rdatasets()):
        add_record(zone, str(name), "RRSIG", key.sign(zone.origin, name, data).to_text())
    if fault == "invalid":
        _make_wrong(zone)
    return key


def _make_key(first: datetime, last: datetime) -> Key:
    private = ec.generate_private_key(ec.SECP256R1())
    public = dns.dnssec.make_dnskey(private.public_key(), ALGORITHM, flags=257)
    return Key(private=private, public=public, period=(first, last))


def _make_wrong(zone: Zone) -> None:
    """Change the zone after it was signed."""
    start = zone.find_rdataset(zone.origin, dns.rdatatype.SOA)
    later = start[0].replace(serial=start[0].serial + 1)
    start.clear()
    start.add(later, 3600)
