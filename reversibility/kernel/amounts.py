"""Sums of money the local way: 1 234,50 € / €1,234.50. Pure."""

import re
from decimal import Decimal

from reversibility.kernel.dates import Locale

_SPACES = re.compile(r"[\s\u00a0\u202f€]")
_FORM = re.compile(r"\d{1,12}(?:\.\d{1,2})?")


def euros(amount: Decimal, locale: Locale) -> str:
    """Write a sum with its cents."""
    text = f"{amount:,.2f}"
    if locale == "en":
        return f"€{text}"
    return text.replace(",", "\u202f").replace(".", ",") + "\u00a0€"


def parse_euros(text: str) -> Decimal:
    """Read a sum as people write it, in French or in English; raises ValueError.

    Of two different marks the last one stands before the cents: `1.234,50` and `1,234.50`.
    """
    plain = _SPACES.sub("", text)
    comma, point = plain.rfind(","), plain.rfind(".")
    thousands = "." if comma > point else ","
    plain = plain.replace(thousands, "").replace(",", ".", 1)
    if not _FORM.fullmatch(plain):
        raise ValueError(f"{text!r} is no sum of money")
    return Decimal(plain)
