"""A mail server on loopback that keeps what it takes, or refuses it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from reversibility.settings import Settings


@dataclass
class Mailbox:
    """A mail server's own: what it took, and what it answers."""

    answer: str = "250 OK"
    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        """Take a mail, or refuse it."""
        if self.answer.startswith("250"):
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
        return self.answer


@contextmanager
def settings_with(box: Mailbox, data_dir: str) -> Iterator[Settings]:
    """Serve a mailbox; yield the settings of a service that hands its mails there."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield Settings(
        data_dir=data_dir,
        smtp_host="127.0.0.1",
        smtp_port=str(port),
        smtp_tls="no",
        smtp_from="registre@cabinet-exemple.example",
    )
    server.stop()
