"""Which addresses are closed to the probes."""

from ipaddress import ip_address, ip_network

import pytest

from probes.transport.addresses import refusal
from tests.probes.net.dangerous import DANGEROUS

PUBLIC = (
    "1.1.1.1", "9.9.9.9", "192.134.5.73", "193.0.14.129", "100.63.255.255", "172.15.0.1",
    "172.32.0.1", "192.0.1.1", "198.17.255.255", "223.255.255.254", "2001:500:9f::42",
    "2001:67c:2218:30::5", "2606:4700::1111", "2a01:e0a::1",
)  # fmt: skip


@pytest.mark.parametrize("address", DANGEROUS)
def test_a_dangerous_address_is_refused_with_its_rule(address: str) -> None:
    assert refusal(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_open(address: str) -> None:
    assert refusal(ip_address(address)) is None


def test_an_operator_may_open_a_network() -> None:
    assert refusal(ip_address("10.1.2.3"), [ip_network("10.0.0.0/8")]) is None


def test_opening_loopback_does_not_open_its_other_spellings() -> None:
    opened = [ip_network("127.0.0.0/8")]
    for spelling in ("::1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"):
        assert refusal(ip_address(spelling), opened)
