"""The styles and lists of a letter in a word processor, in the sizes of `letter.typ`.

The fonts are ones that word processors have, or know how to stand in for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.parfmt import CT_PPr
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

if TYPE_CHECKING:
    from docx.styles.style import ParagraphStyle

TEXT_WIDTH = Mm(163)
WINDOW = Mm(82)
"""Where the window of an envelope begins, from the left margin."""
_INK, _GREY = RGBColor(0x15, 0x24, 0x2D), RGBColor(0x4C, 0x5D, 0x68)
_OCHRE = RGBColor(0x85, 0x4F, 0x00)
_DASHES, _NUMBERS = 90, 91
"""Ids of the two sorts of lists; those of python-docx's own template are lower."""
_ITEMS, _ENCLOSURES, _NUMBERED = 90, 91, 92
"""Ids of the lists that are made of them."""
_DASH = "\N{EN DASH}"


@dataclass(frozen=True, kw_only=True)
class _Look:
    """How a style looks; sizes and spaces in points."""

    name: str
    size: float = 10.5
    before: float = 0
    after: float = 0
    font: str = "Calibri"
    is_bold: bool = False
    colour: RGBColor = _INK
    is_at_window: bool = False
    is_kept: bool = False
    """Whether what follows stays on the same page."""
    list_id: int = 0
    spacing: float = 1.0
    has_halves: bool = False
    """Whether a tab goes to the middle of the page."""


_LOOKS = (
    _Look(name="Normal", after=5),
    _Look(name="Sender", size=15, font="Cambria"),
    _Look(name="Sender line", size=9, colour=_GREY),
    _Look(name="Recipient", is_at_window=True),
    _Look(name="Place and date", after=12, is_kept=True),
    _Look(name="Channel", after=4, is_bold=True, is_kept=True),
    _Look(name="Reference", size=9, after=4, colour=_GREY),
    _Look(name="Courtesy", size=9, after=12, colour=_OCHRE),
    _Look(name="Heading 1", after=8, is_bold=True, is_kept=True),
    _Look(name="Heading 2", before=9, after=3, is_bold=True, is_kept=True),
    _Look(name="Heading 3", size=12, after=6, is_bold=True, is_kept=True),
    _Look(name="Item", after=2, list_id=_ITEMS),
    _Look(name="Numbered item", after=2, list_id=_NUMBERED),
    _Look(name="Signer", before=20, is_at_window=True, is_kept=True),
    _Look(name="Capacity", size=9, colour=_GREY, is_at_window=True, is_kept=True),
    _Look(name="Place to sign", before=17, after=2, is_bold=True, is_kept=True, has_halves=True),
    _Look(name="Read and agreed", size=9, colour=_GREY, has_halves=True),
    _Look(name="Enclosures", size=9, after=3, is_bold=True, is_kept=True),
    _Look(name="Enclosure", size=9, after=2, list_id=_ENCLOSURES),
    _Look(name="Cell", size=9, spacing=0.93),
    _Look(name="Footer", size=8, colour=_GREY),
)


def add_styles(document: Document) -> None:
    """Add the styles of a letter, and change those of the template that it uses."""
    _lists(document)
    for look in _LOOKS:
        _style(document, look)
    # Each annex begins a page.
    document.styles["Heading 3"].paragraph_format.page_break_before = True


def restart_numbers(document: Document, paragraphs: Iterable[Paragraph]) -> None:
    """Make some paragraphs a list of its own, numbered from one."""
    numbering = document.part.numbering_part.element
    taken = [int(each.get(qn("w:numId"))) for each in numbering.findall(qn("w:num"))]
    list_id = max(taken) + 1
    numbering.append(_num(list_id, _NUMBERS, restarts=True))
    for paragraph in paragraphs:
        _listed(paragraph._p.get_or_add_pPr(), list_id)  # noqa: SLF001 - python-docx has no name for it


def _style(document: Document, look: _Look) -> None:
    names = {style.name for style in document.styles}
    if look.name not in names:
        added = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style, added.quick_style = document.styles["Normal"], True
    style = cast("ParagraphStyle", document.styles[look.name])
    style.font.name, style.font.size = look.font, Pt(look.size)
    style.font.bold, style.font.color.rgb = look.is_bold, look.colour
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing, shape.keep_with_next = look.spacing, look.is_kept
    shape.widow_control = True
    if look.is_at_window:
        shape.left_indent = WINDOW
    if look.has_halves:
        shape.tab_stops.add_tab_stop(Length(TEXT_WIDTH // 2))
    if look.list_id:
        _listed(style.element.get_or_add_pPr(), look.list_id)
    # The template's headings follow its theme, whose fonts would win over ours.
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _listed(properties: CT_PPr, list_id: int) -> None:
    properties.get_or_add_numPr().get_or_add_numId().val = list_id


def _lists(document: Document) -> None:
    """Define the lists: dashes in the body and under the signature, and numbers."""
    numbering = document.part.numbering_part.element
    first = numbering.find(qn("w:num"))
    for sort, form, text in ((_DASHES, "bullet", _DASH), (_NUMBERS, "decimal", "%1.")):
        first.addprevious(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{sort}">'
                '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
                '<w:pPr><w:ind w:left="340" w:hanging="340"/></w:pPr></w:lvl></w:abstractNum>'
            )
        )
    for list_id, sort in ((_ITEMS, _DASHES), (_ENCLOSURES, _DASHES), (_NUMBERED, _NUMBERS)):
        numbering.append(_num(list_id, sort))


def _num(list_id: int, sort: int, *, restarts: bool = False) -> BaseOxmlElement:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    return parse_xml(
        f'<w:num {nsdecls("w")} w:numId="{list_id}"><w:abstractNumId w:val="{sort}"/>'
        f"{again if restarts else ''}</w:num>"
    )
