"""Which addresses a probe may connect to.

The stdlib's `is_global` of Python 3.11 lets through NAT64 and 6to4 forms of internal addresses,
IPv4-compatible forms, multicast and site-local, so the networks are written out here. IPv6 is
closed by default: outside 2000::/3 nothing is allocated for global unicast.
Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries, and the RFC beside each line.
"""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_WRITTEN_OUT = (
    ("0.0.0.0/8", "this network", "RFC 791"),
    ("10.0.0.0/8", "private", "RFC 1918"),
    ("100.64.0.0/10", "shared by carriers", "RFC 6598"),
    ("127.0.0.0/8", "loopback", "RFC 1122"),
    ("168.63.129.16/32", "platform address inside a public cloud", "Azure"),
    ("169.254.0.0/16", "link-local, cloud metadata", "RFC 3927"),
    ("172.16.0.0/12", "private", "RFC 1918"),
    ("192.0.0.0/24", "protocol assignments", "RFC 6890"),
    ("192.0.2.0/24", "documentation", "RFC 5737"),
    ("192.88.99.0/24", "6to4 relays, withdrawn", "RFC 7526"),
    ("192.168.0.0/16", "private", "RFC 1918"),
    ("198.18.0.0/15", "benchmarks", "RFC 2544"),
    ("198.51.100.0/24", "documentation", "RFC 5737"),
    ("203.0.113.0/24", "documentation", "RFC 5737"),
    ("224.0.0.0/4", "multicast", "RFC 5771"),
    ("240.0.0.0/4", "reserved, broadcast", "RFC 1112, RFC 919"),
    ("::/96", "unspecified, loopback, IPv4-compatible", "RFC 4291"),
    ("::ffff:0:0/96", "IPv4-mapped", "RFC 4291"),
    ("::ffff:0:0:0/96", "IPv4-translated", "RFC 2765"),
    ("64:ff9b::/96", "NAT64", "RFC 6052"),
    ("64:ff9b:1::/48", "local NAT64", "RFC 8215"),
    ("100::/64", "discard", "RFC 6666"),
    ("2001::/23", "protocol assignments, Teredo, ORCHID, benchmarks", "RFC 2928"),
    ("2001:db8::/32", "documentation", "RFC 3849"),
    ("2002::/16", "6to4", "RFC 3056"),
    ("3fff::/20", "documentation", "RFC 9637"),
    ("5f00::/16", "segment routing", "RFC 9602"),
    ("fc00::/7", "unique local", "RFC 4193"),
    ("fe80::/10", "link-local", "RFC 4291"),
    ("fec0::/10", "site-local, withdrawn", "RFC 3879"),
    ("ff00::/8", "multicast", "RFC 4291"),
)
REFUSED: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(text), source) for text, _meaning, source in _WRITTEN_OUT
)
_ANSWERS_KEPT = 4_096
_GLOBAL_UNICAST = IPv6Network("2000::/3")


def refusal(address: Address, allowed: Iterable[Network] = ()) -> str | None:
    """Return the rule that closes an address to us, such as `RFC 1122`; None when it is open.

    `allowed` lifts the refusal for exactly the addresses it lists: allowing 127.0.0.0/8 does not
    allow ::ffff:127.0.0.1.
    """
    return _refusal(address, tuple(allowed))


# Every connection asks twice, and mostly about an address that was asked about before.
@lru_cache(_ANSWERS_KEPT)
def _refusal(address: Address, allowed: tuple[Network, ...]) -> str | None:
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        return "RFC 4007"  # an address of one interface
    if any(address in network for network in allowed):
        return None
    for network, source in REFUSED:
        if address in network:
            return source
    closed = isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST
    return "RFC 4291" if closed else None


def read_literal(host: str) -> Address | None:
    """Read an address literal as found in a URL; None when it is not one."""
    try:
        return ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
