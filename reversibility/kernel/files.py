"""Files that people send: told by their first bytes, bounded, and named safely. Pure.

Nothing is opened nor displayed here: a file is kept as it came and handed back as an attachment.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

LARGEST_MB = 10
LARGEST = LARGEST_MB * 1024 * 1024
LONGEST_NAME = 100


@dataclass(frozen=True, kw_only=True)
class FileType:
    """A kind of file that is taken."""

    media_type: str
    extension: str
    start: bytes = b""
    """What every file of this kind begins with; a mail begins with any of its headers."""
    other_extensions: tuple[str, ...] = ()

    def is_kind_of(self, content: bytes) -> bool:
        """Say whether a file is of this kind."""
        return content.startswith(self.start) if self.start else _is_mail(content)


DOCUMENTS = (
    FileType(media_type="application/pdf", extension="pdf", start=b"%PDF-"),
    FileType(media_type="image/png", extension="png", start=b"\x89PNG\r\n\x1a\n"),
    FileType(
        media_type="image/jpeg",
        extension="jpg",
        start=b"\xff\xd8\xff",
        other_extensions=("jpeg", "jpe", "jfif"),
    ),
)
MAIL = FileType(media_type="message/rfc822", extension="eml")
PAPERS = (*DOCUMENTS, MAIL)
"""What is taken as a paper of a contract: a mail keeps its headers, which a print loses."""
# What a path, a shell or Windows reads as something else than a part of a name.
_UNSAFE = re.compile(r'[<>:"/\\|?*]')
# RFC 5322, 2.2: a field name is printable ASCII without a colon; a line that is folded goes on with
# a space. Some programs put the line of an mbox file before the first field.
_FIELD = re.compile(rb"([!-9;-~]{1,80}):")
_MARK = b"\xef\xbb\xbf"
_HEAD = 64 * 1024
"""The headers of a mail stand in this many bytes, or it is none that we take."""


def find_type(content: bytes, kinds: Collection[FileType] = DOCUMENTS) -> FileType | None:
    """Return the type of a file from its first bytes, whatever its name says."""
    return next((kind for kind in kinds if kind.is_kind_of(content)), None)


def file_fault(content: bytes | None, kinds: Collection[FileType] = DOCUMENTS) -> str:
    """Return what is wrong with a file, as a fault code; empty when it can be kept."""
    if content is None:
        return "file_required"
    if not content:
        return "file_empty"
    if len(content) > LARGEST:
        return f"document_too_large:{LARGEST_MB}"
    unknown = "paper_type" if MAIL in kinds else "file_type"
    return "" if find_type(content, kinds) else unknown


def safe_name(given: str, kind: FileType) -> str:
    """Return a name to show and to save under: no folder, nothing hidden, the true ending."""
    last = re.split(r"[/\\]", given)[-1]
    visible = "".join(char if _is_visible(char) else " " for char in last[: LONGEST_NAME * 4])
    name = " ".join(_UNSAFE.sub("-", unicodedata.normalize("NFC", visible)).split())
    stem, dot, ending = name.rpartition(".")
    if dot and ending.lower() in {kind.extension, *kind.other_extensions}:
        name = stem
    return f"{name.strip('. ')[:LONGEST_NAME].strip('. ') or 'document'}.{kind.extension}"


def _is_visible(char: str) -> bool:
    # Letters, marks, digits, punctuation, symbols; not controls, direction marks, half characters.
    return unicodedata.category(char)[0] != "C"


def _is_mail(content: bytes) -> bool:
    """Say whether a file begins as a mail does: fields, the sender's and a date among them."""
    head = content[:_HEAD].removeprefix(_MARK)
    names: set[bytes] = set()
    for number, line in enumerate(head.splitlines()):
        if not line.strip():
            break
        field = _FIELD.match(line)
        if field:
            names.add(field[1].lower())
        elif not (line[:1] in b" \t" or (number == 0 and line.startswith(b"From "))):
            return False
    return b"from" in names and bool(names & {b"date", b"received"})
