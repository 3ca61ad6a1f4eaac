"""The ownership report of an auditor as a PDF: declared, observed, result, reasons, evidence."""

from exports.ownership_report.model import Asset, Note, Report, Signed
from exports.ownership_report.rendering import render

__all__ = ["Asset", "Note", "Report", "Signed", "render"]
