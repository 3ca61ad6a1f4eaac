"""The same letter as a DOCX that opens in a word processor and can be edited.

Space comes from styles, never from empty paragraphs: whoever edits the letter finds nothing but
what it says.
"""

import io
import re
from collections.abc import Iterable
from pathlib import Path

from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.parfmt import ParagraphFormat

from exports.dossier import Language
from exports.letter.model import Annex, Letter, Line, Part, PartKind
from exports.letter.setting import new_document
from exports.letter.styling import WINDOW, restart_numbers
from exports.letter.tabling import add_table
from exports.typesetting.clean import clean
from exports.typesetting.labels import Labels, read_labels

LABELS = Path(__file__).with_name("labels.toml")
_LISTS = {PartKind.ITEMS: "Item", PartKind.NUMBERED: "Numbered item"}
_STYLES = {PartKind.HEADING: "Heading 2", PartKind.PARAGRAPH: "Normal"}
_SENDER_ROOM, _RECIPIENT_ROOM = Mm(28), Mm(37)
"""From the top margin to the window of an envelope, and from there to below it."""
_NAME_LINE, _SMALL_LINE, _LINE = Pt(18), Pt(11), Pt(13.4)
"""How tall a line is: of the sender's name, of what stands below it, of any other."""
_LEAST = Pt(12)
_ROOM_TO_SIGN = Pt(45)
"""Above what follows a signature, and not below the signature: word processors keep together so."""
_DOTS = "........................"
_BOUND = re.compile(
    r"(?:\+?\d{2,3} )?\d{1,2}(?: \d{2}){3,4}|[A-Z]{2}\d{2}(?: \d{4}){3,6}(?: \d{1,3})?"
    r"|\d{1,2}(?:er)? [^\W\d_]{3,9} \d{4}|\bn(?:o\.|°) [\w/-]{1,20}"
)
"""As in `letter.typ`."""


def write_docx(letter: Letter) -> bytes:
    """Write a letter with real styles, its language and its properties."""
    words = read_labels(LABELS, letter.language.value)
    document = new_document(letter, words)
    _head(document, letter, words)
    for part in letter.parts:
        _part(document, part)
    _foot(document, letter, words)
    for number, annex in enumerate(letter.annexes, start=1):
        _annex(document, annex, f"{words.say('annex')} {number}{_colon(letter)}", words)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _head(document: Document, letter: Letter, words: Labels) -> None:
    if letter.courtesy:
        document.add_paragraph(clean(letter.courtesy), style="Courtesy")
    _line(document, letter.sender.name, "Sender")
    for line in letter.sender.lines:
        _line(document, line, "Sender line")
    used = _NAME_LINE + _SMALL_LINE * len(letter.sender.lines)
    if letter.recipient is None:
        dated = _line(document, letter.dated, "Place and date")
        dated.paragraph_format.space_before = Mm(8)
    else:
        _address(document, letter, used)
    if letter.channel:
        document.add_paragraph(clean(letter.channel), style="Channel")
    if letter.reference:
        text = f"{words.say('reference')}{_colon(letter)}{letter.reference}"
        document.add_paragraph(clean(text), style="Reference")
    subject = document.add_paragraph(f"{words.say('subject')}{_colon(letter)}", style="Heading 1")
    _runs(subject, letter.subject)


def _address(document: Document, letter: Letter, used: int) -> None:
    assert letter.recipient is not None  # noqa: S101 - asked by whoever calls
    name = _line(document, letter.recipient.name, "Recipient")
    name.paragraph_format.space_before = _left(_SENDER_ROOM, used)
    for run in name.runs:
        run.bold = True
    for line in letter.recipient.lines:
        _line(document, line, "Recipient")
    dated = _line(document, letter.dated, "Place and date")
    dated.paragraph_format.left_indent = WINDOW
    tall = _LINE * (1 + len(letter.recipient.lines))
    dated.paragraph_format.space_before = _left(_RECIPIENT_ROOM, tall)


def _left(room: int, used: int) -> Length:
    return Length(max(int(room - used), int(_LEAST)))


def _part(document: Document, part: Part) -> None:
    if part.kind is PartKind.TABLE:
        if part.text:
            _line(document, part.text, "Heading 2")
        add_table(document, part.header, part.rows)
    elif part.kind in _LISTS:
        lines = [_line(document, item, _LISTS[part.kind]) for item in part.items]
        lines[-1].paragraph_format.space_after = Pt(5)
        if part.kind is PartKind.NUMBERED:
            restart_numbers(document, lines)
    else:
        _line(document, part.text, _STYLES[part.kind])


def _foot(document: Document, letter: Letter, words: Labels) -> None:
    if letter.recipient is not None:
        # The closing words, and the sentence before them, stay with the signature.
        for paragraph in document.paragraphs[-2:]:
            paragraph.paragraph_format.keep_with_next = True
        last = _line(document, letter.signer, "Signer")
        if letter.capacity:
            last = _line(document, letter.capacity, "Capacity")
        # What is enclosed never stands alone on a page.
        last.paragraph_format.keep_with_next = bool(letter.enclosures or letter.countersigned)
    if letter.countersigned:
        _sign(document, [letter.countersigned], words).space_before = _ROOM_TO_SIGN
    if letter.enclosures:
        title = document.add_paragraph(words.say("enclosures"), style="Enclosures")
        title.paragraph_format.space_before = _ROOM_TO_SIGN
        listed = [_line(document, each, "Enclosure") for each in letter.enclosures]
        for paragraph in listed[:-1]:
            paragraph.paragraph_format.keep_with_next = True


def _annex(document: Document, annex: Annex, prefix: str, words: Labels) -> None:
    document.add_paragraph(clean(prefix + annex.title), style="Heading 3")
    for line in filter(None, annex.intro.split("\n")):
        document.add_paragraph(clean(line))
    if annex.header:
        add_table(
            document,
            annex.header,
            annex.rows,
            total=annex.total,
            widths=annex.widths,
            sums_from=annex.sums_from,
        )
    if annex.signatures:
        _sign(document, annex.signatures, words)


def _sign(document: Document, who: Iterable[str], words: Labels) -> ParagraphFormat:
    names = [clean(each) for each in who]
    named = document.add_paragraph("\t".join(names), style="Place to sign")
    agreed = f"{words.say('read_and_agreed')} {_DOTS}"
    document.add_paragraph("\t".join([agreed] * len(names)), style="Read and agreed")
    shape: ParagraphFormat = named.paragraph_format
    return shape


def _line(document: Document, line: Line, style: str) -> Paragraph:
    paragraph = document.add_paragraph(style=style)
    _runs(paragraph, line)
    return paragraph


def _runs(paragraph: Paragraph, line: Line) -> None:
    for span in line:
        run = paragraph.add_run(bind(clean(f"[{span.text}]" if span.is_gap else span.text)))
        if span.is_gap:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def bind(text: str) -> str:
    """Keep a number to call, an account number, a date, the number of a case on one line."""
    return _BOUND.sub(lambda found: found[0].replace(" ", "\u00a0"), text)


def _colon(letter: Letter) -> str:
    return "\u00a0: " if letter.language is Language.FR else ": "
