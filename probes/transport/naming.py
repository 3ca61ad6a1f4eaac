"""Names of the DNS read and compared as dnspython does, with what was found out remembered.

One survey compares the same few names some hundred times; dnspython goes through the letters of
both each time (docs/speed.md).
"""

from functools import lru_cache

import dns.name

_KEPT = 8_192

Key = tuple[bytes, ...]
"""The labels of a name in lower case, by which names are found again."""


@lru_cache(_KEPT)
def name_of(text: str) -> dns.name.Name:
    """Read a name; raises DNSException for what is none."""
    return dns.name.from_text(text)


def key_of(name: dns.name.Name) -> Key:
    """Return what is the same for every spelling of a name."""
    return _lower(name.labels)


def is_same(one: dns.name.Name, other: dns.name.Name) -> bool:
    """Tell whether two names are one, in whatever case they are written."""
    return one is other or _lower(one.labels) == _lower(other.labels)


def is_within(name: dns.name.Name, zone: dns.name.Name) -> bool:
    """Tell whether a name is the zone's own or below it; both end at the root."""
    return _lower(name.labels)[-len(zone.labels) :] == _lower(zone.labels)


@lru_cache(_KEPT)
def _lower(labels: tuple[bytes, ...]) -> Key:
    return tuple(label.lower() for label in labels)
