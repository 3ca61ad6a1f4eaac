"""The reversibility annex of a contract as a PDF: who holds, who gets in, how it comes back."""

from exports.annex.model import (
    Annex,
    Clause,
    Contact,
    Contract,
    Held,
    Party,
    Reply,
    Return,
    Step,
    Term,
)
from exports.annex.rendering import render

__all__ = [
    "Annex",
    "Clause",
    "Contact",
    "Contract",
    "Held",
    "Party",
    "Reply",
    "Return",
    "Step",
    "Term",
    "render",
]
