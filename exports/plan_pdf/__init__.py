"""The exit plan as a PDF: French or English, archival, tagged, same dossier, same bytes."""

from exports.plan_pdf.rendering import render

__all__ = ["render"]
