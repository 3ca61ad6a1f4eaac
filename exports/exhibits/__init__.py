"""The chronology with its numbered list of exhibits, and the bundle of their stamped pages."""

from exports.exhibits.model import Exhibit, ExhibitList, Line, Remark, Sheets, Unlaid
from exports.exhibits.rendering import render_bundle, render_list
from exports.exhibits.sheets import lay_out

__all__ = [
    "Exhibit",
    "ExhibitList",
    "Line",
    "Remark",
    "Sheets",
    "Unlaid",
    "lay_out",
    "render_bundle",
    "render_list",
]
