"""Files that people send: told by their first bytes, bounded, and named safely. Pure.

Nothing is opened nor displayed here: a file is kept as it came and handed back as an attachment.
"""

import re
import unicodedata
from dataclasses import dataclass

LARGEST_MB = 10
LARGEST = LARGEST_MB * 1024 * 1024
LONGEST_NAME = 100


@dataclass(frozen=True, kw_only=True)
class FileType:
    """A kind of file that is taken."""

    media_type: str
    extension: str
    start: bytes
    other_extensions: tuple[str, ...] = ()


_TYPES = (
    FileType(media_type="application/pdf", extension="pdf", start=b"%PDF-"),
    FileType(media_type="image/png", extension="png", start=b"\x89PNG\r\n\x1a\n"),
    FileType(
        media_type="image/jpeg",
        extension="jpg",
        start=b"\xff\xd8\xff",
        other_extensions=("jpeg", "jpe", "jfif"),
    ),
)
# What a path, a shell or Windows reads as something else than a part of a name.
_UNSAFE = re.compile(r'[<>:"/\\|?*]')


def find_type(content: bytes) -> FileType | None:
    """Return the type of a file from its first bytes, whatever its name says."""
    return next((kind for kind in _TYPES if content.startswith(kind.start)), None)


def file_fault(content: bytes | None) -> str:
    """Return what is wrong with a file, as a fault code; empty when it can be kept."""
    if content is None:
        return "file_required"
    if not content:
        return "file_empty"
    if len(content) > LARGEST:
        return f"document_too_large:{LARGEST_MB}"
    return "" if find_type(content) else "file_type"


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
