"""A name server that sends everybody to the machine of these figures: one answer for every name."""

import socket
import struct

_A, _IN = 1, 1
_AUTHORITATIVE = 0x8400
_HEADER = struct.Struct("!6H")


def serve(bound: socket.socket, address: str) -> None:
    """Answer every question for an IPv4 address with this one, and any other with nothing."""
    record = b"\xc0\x0c" + struct.pack("!HHIH", _A, _IN, 60, 4) + socket.inet_aton(address)
    while True:
        query, asker = bound.recvfrom(512)
        number, _, _, _, _, _ = _HEADER.unpack_from(query)
        end = query.index(0, 12) + 5
        is_address = query[end - 4 : end - 2] == _A.to_bytes(2, "big")
        head = _HEADER.pack(number, _AUTHORITATIVE, 1, int(is_address), 0, 0)
        bound.sendto(head + query[12:end] + (record if is_address else b""), asker)
