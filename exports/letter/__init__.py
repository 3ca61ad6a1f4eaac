"""A letter of the practice: as a PDF to keep, as a DOCX to edit."""

from exports.letter.model import Annex, Correspondent, Letter, Part, PartKind, Span
from exports.letter.rendering import render
from exports.letter.writing import write_docx

__all__ = [
    "Annex",
    "Correspondent",
    "Letter",
    "Part",
    "PartKind",
    "Span",
    "render",
    "write_docx",
]
