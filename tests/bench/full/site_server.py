"""Web sites of one page, each with a certificate of its own.

One connection at a time, with blocking calls: a handshake is OpenSSL's from beginning to end, so
that the server takes little of the time that is measured. Several such processes share the port.
"""

import socket
import ssl
from collections.abc import Mapping

from tests.bench.fingerprints import large_page

PAGE = large_page()[:30_000]
_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    b"Content-Length: %d\r\nConnection: close\r\n\r\n"
)
_LONGEST_QUIET = 20.0


def serve(listening: socket.socket, contexts: Mapping[str, ssl.SSLContext]) -> None:
    """Show each asker the certificate of the name it asks for, and the page; for ever."""
    context = _choosing(contexts)
    answer = _HEAD % len(PAGE) + PAGE
    while True:
        peer, _ = listening.accept()
        peer.settimeout(_LONGEST_QUIET)
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            with context.wrap_socket(peer, server_side=True) as talk:
                _converse(talk, answer)
        except OSError:  # the asker has seen enough
            peer.close()


def _converse(talk: ssl.SSLSocket, answer: bytes) -> None:
    request = b""
    while b"\r\n\r\n" not in request:
        piece = talk.recv(4_096)
        if not piece:
            return
        request += piece
    talk.sendall(answer)


def _choosing(contexts: Mapping[str, ssl.SSLContext]) -> ssl.SSLContext:
    first = next(iter(contexts.values()))

    def choose(talk: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        if name in contexts:
            talk.context = contexts[name]

    first.sni_callback = choose
    return first
