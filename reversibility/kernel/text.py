"""What people type: characters nobody sees, the look of an address, a name for files. Pure."""

import re
import unicodedata

# Controls, lone surrogates, line and paragraph separators, and the marks that turn the reading
# direction (Unicode TR 36, 3.3): with those a name reads otherwise than it is written.
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+")
_LINE_ENDS = str.maketrans("", "", "\r\n\t")


def has_hidden(text: str, *, lines: bool = False) -> bool:
    """Say whether a text holds such a character; with `lines` it may have several lines."""
    return _HIDDEN.search(text.translate(_LINE_ENDS) if lines else text) is not None


def line_fault(text: str, limit: int) -> str:
    """Return what is wrong with a line that must be there, as a fault code; empty when right."""
    if not text.strip():
        return "required"
    if len(text) > limit:
        return f"too_long:{limit}"
    return "control_character" if has_hidden(text) else ""


def is_email(text: str) -> bool:
    """Say whether a text looks like an e-mail address; only a mail sent to it would prove it."""
    return _EMAIL.fullmatch(text) is not None


def slug(text: str, *, longest: int = 50) -> str:
    """Write a text as a name for files: `Site du cabinet` -> `site-du-cabinet`.

    A text without any Latin letter or digit becomes `x`.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:longest].strip("-") or "x"


def in_threes(digits: str) -> str:
    """Write a number as it is read: `123456782` -> `123 456 782`, with spaces that do not break."""
    return "\u202f".join(digits[start : start + 3] for start in range(0, len(digits), 3))
