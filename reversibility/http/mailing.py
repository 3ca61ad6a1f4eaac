"""Hand a mail to the operator's mail server: verified TLS, bounded in time, no silent loss."""

import smtplib
import ssl  # noqa: TID251 - the operator's own mail server; its certificate is verified
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

from reversibility.settings import Settings

SECONDS = 10
"""How long each step with the mail server may take."""


class MailError(Exception):
    """The mail server did not take the mail; the message says what it said."""


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail to one person, in plain text."""

    to: str
    subject: str
    text: str
    number: str = ""
    """What tells it from every other mail; one that is sent again bears it again, so that a mailbox
    knows it for the same."""


def sends_mail(settings: Settings) -> bool:
    """Say whether a mail server is set."""
    return bool(settings.smtp_host)


def send(settings: Settings, mail: Mail) -> None:
    """Send a mail; returns once the server has taken it, raises MailError otherwise.

    Never inside a transaction: it waits for a network.
    """
    try:
        with _connection(settings) as server:
            if settings.smtp_user:
                server.login(settings.smtp_user, _password(settings))
            server.send_message(_message(settings, mail))
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise MailError(f"{type(error).__name__}: {error}") from error


def _connection(settings: Settings) -> smtplib.SMTP:
    host, port, own_name = settings.smtp_host, int(settings.smtp_port), _domain(settings)
    if settings.smtp_tls == "tls":
        return smtplib.SMTP_SSL(
            host, port, local_hostname=own_name, timeout=SECONDS, context=_verified()
        )
    server = smtplib.SMTP(host, port, local_hostname=own_name, timeout=SECONDS)
    if settings.smtp_tls == "starttls":
        try:
            server.starttls(context=_verified())
        except (OSError, smtplib.SMTPException, ValueError):
            server.close()
            raise
    return server


def _verified() -> ssl.SSLContext:
    # The system's authorities; SSL_CERT_FILE adds an operator's own.
    return ssl.create_default_context()


def _message(settings: Settings, mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = settings.smtp_from, mail.to
    message["Subject"] = mail.subject
    message["Date"] = formatdate()
    message["Message-ID"] = _number(settings, mail)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    message.set_content(mail.text)
    return message


def _number(settings: Settings, mail: Mail) -> str:
    domain = _domain(settings)
    return f"<{mail.number}@{domain}>" if mail.number else make_msgid(domain=domain)


def _domain(settings: Settings) -> str:
    return settings.smtp_from.rpartition("@")[2]


def _password(settings: Settings) -> str:
    path = Path(settings.smtp_password_file)
    return path.read_text(encoding="utf-8").strip() if settings.smtp_password_file else ""
