"""The last check before a socket: whatever came before, only admitted ends are connected to."""

import errno
from ipaddress import ip_address, ip_network

import pytest

from probes.options import ProbeOptions
from probes.transport.faults import ExchangeError, from_os_error
from probes.transport.guard import PORTS, Endpoint, Guard
from tests.probes.net.connections import counted

LOOPBACK = ip_network("127.0.0.0/8")


async def test_an_endpoint_that_was_never_admitted_is_not_connected_to() -> None:
    forged, guard = Endpoint(address=ip_address("169.254.169.254"), port=53), Guard(ProbeOptions())
    with counted() as seen:
        with pytest.raises(ExchangeError, match="NET01_REFUSED_ADDRESS"):
            await guard.connect(forged)
        with pytest.raises(ExchangeError, match="NET01_REFUSED_ADDRESS"):
            guard.connect_datagrams(forged)
    assert seen == []


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 443), ("::1", 443), ("9.9.9.9", 22)])
async def test_no_socket_is_opened_for_what_the_guard_refuses(host: str, port: int) -> None:
    forged = Endpoint(address=ip_address(host), port=port)
    with counted() as seen, pytest.raises(ExchangeError, match="NET01_REFUSED"):
        await Guard(ProbeOptions()).connect(forged)
    assert seen == []


@pytest.mark.parametrize("port", [0, 22, 25, 8443, 65_535])
def test_only_the_four_ports_of_the_probes_are_admitted(port: int) -> None:
    guard = Guard(ProbeOptions())
    assert {guard.admit("9.9.9.9", known).port for known in PORTS} == {43, 53, 80, 443}
    with pytest.raises(ExchangeError, match="NET01_REFUSED_PORT"):
        guard.admit("9.9.9.9", port)


async def test_the_port_map_moves_a_port_and_opens_no_other() -> None:
    guard = Guard(ProbeOptions(ports=((443, 8443),), allowed_addresses=(LOOPBACK,)))
    assert guard.admit("127.0.0.1", 443).port == 8443
    with pytest.raises(ExchangeError, match="NET01_REFUSED_PORT"):
        await guard.connect(Endpoint(address=ip_address("127.0.0.1"), port=443))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (TimeoutError(), "NET01_TIMED_OUT"),
        (ConnectionRefusedError(), "NET01_CONNECTION_REFUSED"),
        (OSError(errno.ENETUNREACH, "no"), "NET01_NO_ROUTE"),
        (OSError(errno.EADDRNOTAVAIL, "no"), "NET01_NO_ROUTE"),
        (ConnectionResetError(), "NET01_CONNECTION_LOST"),
    ],
)
def test_what_the_system_says_has_a_sentence(error: OSError, code: str) -> None:
    assert from_os_error(error, "whois.example").code == code


def test_what_a_peer_calls_itself_cannot_steer_a_terminal() -> None:
    said = ExchangeError("NET01_TIMED_OUT", server="\x1b[2J\u202eevil" + "x" * 500)
    shown = dict(said.message.params)["server"]
    assert shown.isprintable()
    assert len(shown) <= 200
