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


def sign(zone: Zone, parent: Zone, fault: str, now: datetime, add_record: AddRecord) -> None:
    """Sign a zone and make its parent vouch for it.

    `fault` is "good" or what is wrong: no_key, no_ds, other_key, unsigned, expired, not_yet_valid,
    invalid, or soon (signatures that end tomorrow).
    """
    assert zone.origin is not None
    key = _make_key()
    if fault != "no_ds":
        vouched = _make_key() if fault == "other_key" else key
        digest = dns.dnssec.make_ds(zone.origin, vouched.public, "SHA256")
        add_record(parent, str(zone.origin), "DS", digest.to_text())
    if fault == "no_key":
        return
    add_record(zone, str(zone.origin), "DNSKEY", key.public.to_text())
    if fault == "unsigned":
        return
    first, last = PERIODS.get(fault, GOOD_PERIOD)
    period = now + timedelta(days=first), now + timedelta(days=last)
    for name, data in list(zone.iterate_rdatasets()):
        text = _signature(zone.origin, name, data, key, period).to_text()
        add_record(zone, str(name), "RRSIG", text)
    if fault == "invalid":
        _make_wrong(zone)


def _make_key() -> Key:
    private = ec.generate_private_key(ec.SECP256R1())
    return Key(
        private=private,
        public=dns.dnssec.make_dnskey(private.public_key(), ALGORITHM, flags=257),
    )


def _signature(
    origin: dns.name.Name,
    name: dns.name.Name,
    data: dns.rdataset.Rdataset,
    key: Key,
    period: tuple[datetime, datetime],
) -> Rdata:
    return dns.dnssec.sign(
        (name, data), key.private, origin, key.public, inception=period[0], expiration=period[1]
    )


def _make_wrong(zone: Zone) -> None:
    """Change the zone after it was signed."""
    start = zone.find_rdataset(zone.origin, dns.rdatatype.SOA)
    later = start[0].replace(serial=start[0].serial + 1)
    start.clear()
    start.add(later, 3600)
