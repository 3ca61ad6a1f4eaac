"""The same letter as a DOCX that opens in a word processor and can be edited."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from exports.dossier import Language
from exports.letter.model import Annex, Letter, Line, Part, PartKind
from exports.typesetting.clean import clean
from exports.typesetting.labels import Labels, read_labels

LABELS = Path(__file__).with_name("labels.toml")
_TAGS = {Language.FR: "fr-FR", Language.EN: "en-GB"}
_LISTS = {PartKind.ITEMS: "List Bullet", PartKind.NUMBERED: "List Number"}
_TEXT_WIDTH = 163
"""Millimetres between the margins."""
_WINDOW = Mm(82)
"""Where the window of an envelope begins."""


def write_docx(letter: Letter) -> bytes:
    """Write a letter with real styles, its language and its properties."""
    words = read_labels(LABELS, letter.language.value)
    document = docx.Document()
    _set_up(document, letter, words)
    _head(document, letter, words)
    for part in letter.parts:
        _part(document, part)
    _foot(document, letter, words)
    for number, annex in enumerate(letter.annexes, start=1):
        _annex(document, annex, f"{words.say('annex')} {number}{_colon(letter)}", words)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_up(document: Document, letter: Letter, words: Labels) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(22)
    section.top_margin = section.bottom_margin = Mm(20)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(8)
    for name, points, bold in (("Sender", 14, False), ("Recipient", 11, False), ("Note", 9, False)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size, style.font.bold = normal, Pt(points), bold
        style.paragraph_format.space_after = Pt(0)
    document.styles["Recipient"].paragraph_format.left_indent = _WINDOW
    for name, points in (("Heading 1", 11), ("Heading 2", 11)):
        heading = document.styles[name]
        heading.font.name, heading.font.size, heading.font.bold = "Calibri", Pt(points), True
        heading.font.color.rgb = None
        heading.paragraph_format.space_before = Pt(12)
        heading.paragraph_format.space_after = Pt(6)
        fonts = heading.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    _language(document, _TAGS[letter.language])
    _properties(document, letter)
    if letter.is_draft:
        note = f"{words.say('draft')} · {words.say('draft_note')}"
        section.header.paragraphs[0].text = note


def _properties(document: Document, letter: Letter) -> None:
    told = document.core_properties
    told.title, told.language = letter.title, _TAGS[letter.language]
    told.author = told.last_modified_by = clean(_plain(letter.sender.name))
    told.created = told.modified = letter.made_at.replace(tzinfo=None)
    told.comments = ""


def _language(document: Document, tag: str) -> None:
    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    run = properties.find(qn("w:rPr"))
    language = run.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        run.append(language)
    language.set(qn("w:val"), tag)


def _head(document: Document, letter: Letter, words: Labels) -> None:
    _line(document, letter.sender.name, "Sender")
    for line in letter.sender.lines:
        _line(document, line, "Note")
    document.add_paragraph()
    style = "Normal"
    if letter.recipient is not None:
        style = "Recipient"
        for line in (letter.recipient.name, *letter.recipient.lines):
            _line(document, line, style)
        document.add_paragraph()
    _line(document, letter.dated, style)
    document.add_paragraph()
    if letter.channel:
        document.add_paragraph().add_run(clean(letter.channel)).bold = True
    if letter.reference:
        text = f"{words.say('reference')}{_colon(letter)}{letter.reference}"
        document.add_paragraph(clean(text), style="Note")
    subject = document.add_paragraph(f"{words.say('subject')}{_colon(letter)}", style="Heading 1")
    _runs(subject, letter.subject)


def _part(document: Document, part: Part) -> None:
    if part.kind is PartKind.TABLE:
        if part.text:
            _line(document, part.text, "Heading 2")
        _table(document, part.header, part.rows)
    elif part.kind in _LISTS:
        for item in part.items:
            _line(document, item, _LISTS[part.kind])
    else:
        _line(document, part.text, "Heading 2" if part.kind is PartKind.HEADING else "Normal")


def _foot(document: Document, letter: Letter, words: Labels) -> None:
    if letter.recipient is not None:
        closing = document.paragraphs[-2:]
        document.add_paragraph()
        _line(document, letter.signer, "Recipient")
        if letter.capacity:
            _line(document, letter.capacity, "Recipient")
        # The closing words, and the sentence before them, stay with the signature.
        signed = document.paragraphs[-3 if letter.capacity else -2 :]
        for paragraph in (*closing, *signed):
            paragraph.paragraph_format.keep_with_next = True
        for _ in range(3):
            document.add_paragraph()
    if letter.countersigned:
        _sign(document, [letter.countersigned], words)
    if letter.enclosures:
        title = document.add_paragraph()
        title.add_run(words.say("enclosures")).bold = True
        title.paragraph_format.keep_with_next = True
        for each in letter.enclosures:
            _line(document, each, "List Bullet")


def _annex(document: Document, annex: Annex, prefix: str, words: Labels) -> None:
    heading = document.add_paragraph(clean(prefix + annex.title), style="Heading 2")
    heading.paragraph_format.page_break_before = True
    if annex.intro:
        document.add_paragraph(clean(annex.intro))
    if annex.header:
        rows = (*annex.rows, annex.total) if annex.total else annex.rows
        table = _table(document, annex.header, rows)
        _shape(table, annex)
        if annex.total:
            _bold(table, -1)
    _sign(document, annex.signatures, words)


def _sign(document: Document, who: Iterable[str], words: Labels) -> None:
    for each in who:
        document.add_paragraph()
        document.add_paragraph().add_run(clean(each)).bold = True
        document.add_paragraph(f"{words.say('read_and_agreed')} ........................")
        document.add_paragraph()


def _table(document: Document, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table: Table = document.add_table(rows=1, cols=len(header), style="Table Grid")
    for cells in (header, *rows):
        row: _Row = table.rows[0] if cells is header else table.add_row()  # type: ignore[no-untyped-call]
        for cell, text in zip(row.cells, cells, strict=False):
            cell.paragraphs[0].style = document.styles["Note"]
            cell.paragraphs[0].add_run(clean(text))
    # The first row stands again on each page, and is read out as the header.
    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no name for it
    properties.append(OxmlElement("w:tblHeader"))
    _bold(table, 0)
    document.add_paragraph()
    return table


def _shape(table: Table, annex: Annex) -> None:
    """Give columns their shares, and set sums to the right."""
    table.autofit = False
    shares = annex.widths or (1,) * len(annex.header)
    widths = [Mm(_TEXT_WIDTH * share // sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            cell.width = widths[column]
            if annex.sums_from and column >= annex.sums_from:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _bold(table: Table, row: int) -> None:
    for cell in table.rows[row].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _line(document: Document, line: Line, style: str) -> None:
    _runs(document.add_paragraph(style=style), line)


def _runs(paragraph: Paragraph, line: Line) -> None:
    for span in line:
        run = paragraph.add_run(clean(f"[{span.text}]" if span.is_gap else span.text))
        if span.is_gap:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _plain(line: Line) -> str:
    return "".join(span.text for span in line)


def _colon(letter: Letter) -> str:
    return "\u00a0: " if letter.language is Language.FR else ": "
