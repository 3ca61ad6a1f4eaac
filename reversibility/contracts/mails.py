"""What the headers of a mail say: who, when, about what. Pure; the mail itself is kept as it came.

A stranger's file: only its headers and the names of what is attached are read, within limits, and
nothing of it is displayed but as text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.utils import getaddresses, parsedate_to_datetime

MOST_PARTS = 200
MOST_NESTED = 20
"""Parts that hold parts; the parser of Python goes one call deeper for each."""
_PART = re.compile(rb"^content-type:", re.IGNORECASE | re.MULTILINE)
_NESTED = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_SPACES = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_LONGEST = 200


class MailUnreadableError(Exception):
    """A mail that cannot be read; `code` is a fault of http/texts.toml."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Mail:
    """What a mail says of itself; anybody can write headers, so it is proposed, not known."""

    sent_at: datetime | None
    sender: str
    sender_address: str
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    attachments: tuple[str, ...]


def read_mail(content: bytes) -> Mail:
    """Read what a mail says of itself; raises MailUnreadableError with what to do."""
    if len(_PART.findall(content)) > MOST_PARTS or len(_NESTED.findall(content)) > MOST_NESTED:
        raise MailUnreadableError("mail_too_many_parts")
    head = BytesHeaderParser(policy=policy.compat32).parsebytes(content)
    senders = getaddresses([_text(head["From"])])
    name, address = next(iter(senders), ("", ""))
    if not address:
        raise MailUnreadableError("mail_without_sender")
    recipients = getaddresses([_text(head[each]) for each in ("To", "Cc")])
    return Mail(
        sent_at=_instant(_text(head["Date"])),
        sender=_clean(name or address),
        sender_address=_clean(address).lower(),
        recipients=tuple(_clean(address) for _, address in recipients if address)[:20],
        subject=_clean(_text(head["Subject"])),
        message_id=_clean(_text(head["Message-ID"])),
        attachments=tuple(_attachments(content)),
    )


def _attachments(content: bytes) -> Iterator[str]:
    try:
        mail = BytesParser(policy=policy.default).parsebytes(content)
        parts = list(mail.walk())
    except (MessageError, ValueError, LookupError, IndexError, AttributeError):
        # The headers above are enough; what is attached stays in the file.
        return
    for part in parts:
        if part.get_content_disposition() == "attachment":
            yield _clean(_filename(part)) or "?"


def _filename(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except (ValueError, LookupError, IndexError, AttributeError):
        return ""


def _text(value: object) -> str:
    """Decode a header (RFC 2047); what cannot be decoded stays as it is written."""
    raw = str(value or "")
    try:
        return str(policy.default.header_factory("Subject", _unfolded(raw)))
    except (MessageError, ValueError, LookupError, IndexError, AttributeError):
        return raw


def _unfolded(raw: str) -> str:
    return re.sub(r"[\r\n]+", "", raw)


def _clean(text: str) -> str:
    visible = text.encode("utf-8", "replace").decode("utf-8")
    return _SPACES.sub(" ", visible).strip()[:_LONGEST]


def _instant(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
        # A date without a zone is told in UTC (RFC 5322, 3.3: "-0000").
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
