"""Read a mail that anybody may have written: its headers, its text, what is attached to it.

Nothing of it is displayed but as text. For the short-lived child only: the parser of Python goes
as deep as the mail does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message

from exports.exhibits.html_text import text_of_html
from exports.manifest import sha256

HEADERS = ("From", "To", "Cc", "Reply-To", "Date", "Subject", "Message-ID")
LONGEST_HEADER = 1_500
_LONGEST_RAW = 4 * LONGEST_HEADER
LONGEST_TEXT = 60_000
"""Characters: some twenty pages."""
MOST_ATTACHED = 100
LONGEST_NAME = 200
_READ_FAULTS = (MessageError, ValueError, LookupError, AttributeError, TypeError)
_FOLD = re.compile(r"\s*[\r\n]+\s*")
_BLANK = re.compile(r"\n{3,}")


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file of a mail."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Mail:
    """What a mail says."""

    headers: tuple[tuple[str, str], ...]
    """Name and text, those that it has."""
    text: str
    is_html: bool
    """The text was taken out of HTML, for want of any other."""
    has_html: bool
    """There is another version beside the text."""
    more: int
    """Characters that were left out at the end."""
    attached: tuple[Attached, ...]
    more_attached: int


def read_mail(content: bytes) -> Mail:
    """Read a mail; what cannot be read of it is left as it is written."""
    message = message_from_bytes(content, policy=policy.compat32)
    texts: list[str] = []
    pages: list[str] = []
    attached: list[Attached] = []
    for part in _parts(message):
        kind = part.get_content_type()
        is_text = kind in {"text/plain", "text/html"} and not _is_attached(part)
        if not is_text:
            attached.append(_attached(part))
        elif kind == "text/plain":
            texts.append(_text(part))
        else:
            pages.append(_text(part))
    written = "\n\n".join(filter(str.strip, texts))
    text = _tidy(written or "\n\n".join(text_of_html(each) for each in pages))
    return Mail(
        headers=tuple(_headers(message)),
        text=text[:LONGEST_TEXT],
        is_html=bool(text and not written),
        has_html=bool(written and pages),
        more=max(0, len(text) - LONGEST_TEXT),
        attached=tuple(attached[:MOST_ATTACHED]),
        more_attached=max(0, len(attached) - MOST_ATTACHED),
    )


def _parts(message: Message) -> Iterator[Message]:
    """Give the parts that hold something themselves; a mail within a mail is one of them."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_maintype() != "message":
            waiting += [each for each in reversed(inner) if isinstance(each, Message)]
        else:
            yield part


def _headers(message: Message) -> Iterator[tuple[str, str]]:
    for name in HEADERS:
        said = _FOLD.sub(" ", _decoded(message.get(name))).strip()
        if said:
            yield name, said if len(said) <= LONGEST_HEADER else f"{said[:LONGEST_HEADER]}…"


def _decoded(value: object) -> str:
    """Decode a header (RFC 2047); what cannot be decoded stays as it is written.

    Python decodes slowly, so of a very long one no more is decoded than may be printed.
    """
    raw = _FOLD.sub(" ", str(value or "")[:_LONGEST_RAW])
    try:
        return str(policy.default.header_factory("Subject", raw))
    except _READ_FAULTS:
        return raw


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_name(part))


def _name(part: Message) -> str:
    try:
        return _decoded(part.get_filename())[:LONGEST_NAME]
    except _READ_FAULTS:
        return ""


def _attached(part: Message) -> Attached:
    inner = part.get_payload()
    if isinstance(inner, list):
        # A mail within the mail: its bytes are those between two marks, which the parser keeps not.
        first = next((each for each in inner if isinstance(each, Message)), None)
        subject = _decoded(first.get("Subject")) if first else ""
        return Attached(
            name=_name(part) or subject[:LONGEST_NAME],
            media_type=part.get_content_type(),
            size=0,
            sha256="",
        )
    content = _bytes(part)
    return Attached(
        name=_name(part),
        media_type=part.get_content_type()[:LONGEST_NAME],
        size=len(content),
        sha256=sha256(content),
    )


def _text(part: Message) -> str:
    try:
        charset = str(part.get_content_charset("utf-8"))
        return _bytes(part).decode(charset, "replace")
    except _READ_FAULTS:
        return _bytes(part).decode("utf-8", "replace")


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _tidy(text: str) -> str:
    lines = (line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return _BLANK.sub("\n\n", "\n".join(lines)).strip("\n")
