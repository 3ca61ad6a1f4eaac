"""Dangerous addresses made by chance, and every way to write one so that it does not look it."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address
from random import Random

from probes.transport.addresses import Address
from tests.probes.net.dangerous import NETWORKS

# The same digits and letters from elsewhere in Unicode; host names are read by compatibility.
_WIDE = {code: code + 0xFEE0 for code in map(ord, "0123456789abcdef")}
_CIRCLED = {code: 0x2460 + code - ord("1") for code in map(ord, "123456789")}
_ARABIC = {code: 0x660 + code - ord("0") for code in map(ord, "0123456789")}
_DOTS = ("\u3002", "\uff0e", "\uff61")


def fuzzed(chance: Random, count: int) -> Iterator[Address]:
    """Yield addresses: by turns one of each closed network, now and then its first or its last."""
    for number in range(count):
        network = NETWORKS[number % len(NETWORKS)]
        last = network.num_addresses - 1
        yield network[chance.choice([0, last, *(chance.randint(0, last) for _ in range(4))])]


def embedded(address: IPv4Address, chance: Random) -> Iterator[IPv6Address]:
    """Yield the IPv6 addresses that carry an IPv4 address: each leads to it somewhere."""
    inner = int(address)
    yield IPv6Address(0xFFFF << 32 | inner)  # mapped
    yield IPv6Address(inner)  # compatible
    yield IPv6Address(0xFFFF << 48 | inner)  # translated
    yield IPv6Address(0x0064FF9B << 96 | inner)  # NAT64
    yield IPv6Address(0x0064FF9B0001 << 80 | inner)  # local NAT64
    yield IPv6Address(0x2002 << 112 | inner << 80 | chance.getrandbits(80))  # 6to4
    yield IPv6Address(
        0x20010000 << 96 | chance.getrandbits(64) << 32 | inner ^ 0xFFFFFFFF
    )  # Teredo
    yield IPv6Address(0x20010000 << 96 | inner << 64 | chance.getrandbits(64))  # Teredo's server
    yield IPv6Address(0xFE80 << 112 | 0x5EFE << 32 | inner)  # ISATAP


def dressed(address: Address, chance: Random) -> Iterator[str]:
    """Yield an address as a URL, a referral or a registry's table might write it."""
    yield from _dressed_4(address, chance) if address.version == 4 else _dressed_6(address)


def in_url(host: str) -> str:
    """Put the brackets of an IPv6 literal round it, if it is one."""
    return f"[{host}]" if ":" in host and "[" not in host and "@" not in host else host


def _dressed_4(address: IPv4Address, chance: Random) -> Iterator[str]:
    plain = str(address)
    yield from (plain, f"{plain}.", f"{plain}..", f"{plain}\t")
    yield from _numeric(address)
    for digits in (_WIDE, _CIRCLED, _ARABIC):
        yield plain.translate(digits)
    yield plain.replace(".", chance.choice(_DOTS))
    yield from (f"xn--{plain}", f"[::ffff:{plain}]", f"[{plain}]")
    yield from (f"user:secret@{plain}", f"rdap.reg.example@{plain}", f"{plain}%2f@rdap.reg.example")
    yield from (f"%{ord(plain[0]):02x}{plain[1:]}", f"{plain}%00.reg.example")


def _numeric(address: IPv4Address) -> Iterator[str]:
    """Yield what `inet_aton` of the C library takes for the address: hex, octal, fewer parts."""
    number = int(address)
    a, b, c, d = address.packed
    yield from (str(number), f"{number}.", f"0x{number:x}", f"0X{number:08X}", f"0{number:o}")
    yield from (f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}", f"0{a:o}.0{b:o}.0{c:o}.0{d:o}")
    yield from (f"{a:04}.{b:04}.{c:04}.{d:04}", f"0x{a:x}.{b}.{c}.0{d:o}")
    yield from (f"{a}.{(b << 16) + (c << 8) + d}", f"{a}.{b}.{(c << 8) + d}")
    # What is left of these when a reader keeps the lower bits only.
    yield from (f"{a + 256}.{b}.{c}.{d}", str(number + 2**32))


def _dressed_6(address: IPv6Address) -> Iterator[str]:
    plain = str(address)
    yield plain
    yield address.exploded
    yield plain.upper()
    yield f"{plain}%25eth0"
    yield f"{plain}%1"
    yield f"[{plain}]."
    yield plain.translate(_WIDE)
    yield f"user@[{plain}]"
    yield str(int(address))
    yield f"{address.exploded[:29]}:{IPv4Address(int(address) & 0xFFFFFFFF)}"
    yield f"{plain.replace(':', '-')}.ipv6-literal.net"
    yield address.reverse_pointer
