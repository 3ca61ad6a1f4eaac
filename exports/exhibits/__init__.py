"""The chronology with its numbered list of exhibits, as a PDF; the pages of each are counted."""

from exports.exhibits.counting import count_pages
from exports.exhibits.model import Exhibit, ExhibitList, Line, Remark
from exports.exhibits.rendering import render

__all__ = ["Exhibit", "ExhibitList", "Line", "Remark", "count_pages", "render"]
