"""How many ways in there are to the servers of a zone. Pure."""

from collections.abc import Iterable
from ipaddress import IPv4Address, ip_address, ip_network

# What is announced on its own at least: longer prefixes are filtered between networks.
_IPV4_BITS, _IPV6_BITS = 24, 48


def networks(addresses: Iterable[str]) -> frozenset[str]:
    """Return the networks that addresses are in."""
    return frozenset(_network(address) for address in addresses if address)


def _network(address: str) -> str:
    read = ip_address(address)
    bits = _IPV4_BITS if isinstance(read, IPv4Address) else _IPV6_BITS
    return str(ip_network(f"{read}/{bits}", strict=False))
