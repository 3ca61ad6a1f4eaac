"""Ports and addresses: one number per service, and a sentence when that cannot be."""

import contextlib

import pytest

from tests.universe import UniverseError
from tests.universe.binding import DNS, HTTPS, Endpoint, open_sockets

TWO = [Endpoint(service=DNS, address=f"127.10.200.{last}") for last in (1, 2)]


def test_a_service_has_one_number_at_every_address_and_over_both_protocols() -> None:
    with contextlib.closing(open_sockets(TWO, {})) as sockets:
        opened = [*sockets.streams.values(), *sockets.datagrams.values()]
        assert {each.getsockname()[1] for each in opened} == {sockets.ports[DNS]}
        assert len(opened) == 4


def test_two_universes_that_start_at_once_do_not_get_the_same_port() -> None:
    secure = [Endpoint(service=HTTPS, address="127.10.200.1")]
    with (
        contextlib.closing(open_sockets(secure, {})) as first,
        pytest.raises(UniverseError, match="taken by another program"),
    ):
        open_sockets(secure, first.ports)


def test_an_address_that_loopback_does_not_have_is_named_with_what_to_do() -> None:
    elsewhere = [Endpoint(service=DNS, address="192.0.2.1")]
    with pytest.raises(UniverseError, match=r"192\.0\.2\.1.* needs all of 127\.0\.0\.0/8"):
        open_sockets(elsewhere, {})
