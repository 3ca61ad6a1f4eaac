"""What people type: characters that nobody sees, and the look of an e-mail address. Pure."""

import re

# Controls, lone surrogates, line and paragraph separators, and the marks that turn the reading
# direction (Unicode TR 36, 3.3): with those a name reads otherwise than it is written.
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+")
_LINE_ENDS = str.maketrans("", "", "\r\n\t")


def has_hidden(text: str, *, lines: bool = False) -> bool:
    """Say whether a text holds such a character; with `lines` it may have several lines."""
    return _HIDDEN.search(text.translate(_LINE_ENDS) if lines else text) is not None


def is_email(text: str) -> bool:
    """Say whether a text looks like an e-mail address; only a mail sent to it would prove it."""
    return _EMAIL.fullmatch(text) is not None
