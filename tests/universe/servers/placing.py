"""Change a zone while it is served: a copy with other records takes its place, signed anew."""

import copy

import dns.name
import dns.rdata
import dns.rdatatype
from dns.zone import Zone

from tests.universe.world.signing import Key

SECONDS = 60


def with_records(
    zone: Zone, owner: dns.name.Name, kind: str, texts: tuple[str, ...], key: Key | None
) -> Zone:
    """Return the zone with these records of a kind under a name, and no others of that kind."""
    changed = copy.deepcopy(zone)
    read = dns.rdatatype.from_text(kind)
    changed.delete_rdataset(owner, read)
    changed.delete_rdataset(owner, dns.rdatatype.RRSIG, read)
    if not texts:
        return changed
    records = changed.find_rdataset(owner, read, create=True)
    for text in texts:
        records.add(dns.rdata.from_text("IN", kind, text), SECONDS)
    if key is not None and zone.origin is not None:
        signature = key.sign(zone.origin, owner, records)
        signed = changed.find_rdataset(owner, dns.rdatatype.RRSIG, read, create=True)
        signed.add(signature, SECONDS)
    return changed
