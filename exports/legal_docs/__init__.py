"""Documents about personal data: record of processing, agreement, what the operator can read."""

from exports.legal_docs.filling import Document, Known, fill
from exports.legal_docs.model import Paper, Section
from exports.legal_docs.rendering import render

__all__ = ["Document", "Known", "Paper", "Section", "fill", "render"]
