"""A WHOIS server as quick as one process allows, answering every .fr name alike, late if asked to.

It plays `whois.iana.org` as well, which python-whois asks before every .fr name.
"""

import heapq
import selectors
import socket
import time
from pathlib import Path

_ANSWER = Path(__file__).parents[1] / "probes" / "parse" / "records" / "whois" / "afnic-company.txt"
_ITS_NAME = b"cabinet-fontaine.fr.example"
_REFERRAL = b"refer:        whois.nic.fr\n\ndomain:       FR\n\nwhois:        whois.nic.fr\n"
_BACKLOG = 1_024


def serve(listening: socket.socket, delay: float) -> None:
    """Answer one line a connection, `delay` seconds after it came, for ever."""
    answer = _ANSWER.read_bytes()
    # The kernel hands a connection over once its question is there: one turn for each, not two.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 1)
    listening.listen(_BACKLOG)
    listening.setblocking(False)
    waiting: list[tuple[float, int, socket.socket, bytes]] = []
    with selectors.DefaultSelector() as selector:
        selector.register(listening, selectors.EVENT_READ)
        while True:
            pause = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
            for _ in selector.select(pause):
                _accept(listening, answer, waiting, delay)
            now = time.monotonic()
            while waiting and waiting[0][0] <= now:
                _, _, peer, text = heapq.heappop(waiting)
                _send(peer, text)


def _accept(
    listening: socket.socket,
    answer: bytes,
    waiting: list[tuple[float, int, socket.socket, bytes]],
    delay: float,
) -> None:
    while True:
        try:
            peer, _ = listening.accept()
        except BlockingIOError:
            return
        name = peer.recv(300).strip().lower()
        text = answer.replace(_ITS_NAME, name) if b"." in name else _REFERRAL
        if delay:
            heapq.heappush(waiting, (time.monotonic() + delay, peer.fileno(), peer, text))
        else:
            _send(peer, text)


def _send(peer: socket.socket, text: bytes) -> None:
    with peer:
        peer.send(text)
