"""User text made fit for print: nothing invisible, nothing our fonts cannot show."""

import unicodedata
from functools import cache

from exports.typesetting.glyphs import shown

REPLACEMENT = "□"
# Unicode categories of what takes the place of a space or a line, or of nothing at all.
SPACES = {"Zs": " ", "Zl": "\n", "Zp": "\n", "Cf": ""}
VARIATION_SELECTORS = range(0xFE00, 0xFE10)


def clean(text: str) -> str:
    """Compose accents, drop what is invisible, replace visibly what cannot be shown.

    Lines are kept. Direction marks are dropped: they could make a name read as another one.
    """
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_printable(char) for char in composed)


def loses_a_character(text: str) -> bool:
    """Say whether cleaning this text replaces something the reader could have seen."""
    return clean(text).count(REPLACEMENT) > text.count(REPLACEMENT)


@cache
def _printable(char: str) -> str:
    category = unicodedata.category(char)
    if char == "\n" or (ord(char) in shown() and category != "Cf"):
        return char
    if ord(char) in VARIATION_SELECTORS:
        return ""
    return " " if char == "\t" else SPACES.get(category, REPLACEMENT)
