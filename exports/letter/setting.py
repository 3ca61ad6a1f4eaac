"""An empty letter in a word processor: its page, its footer, its language, its properties."""

from typing import TYPE_CHECKING, cast

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from exports.dossier import Language
from exports.letter.model import Letter, spoken
from exports.letter.styling import TEXT_WIDTH, add_styles
from exports.typesetting.clean import clean
from exports.typesetting.labels import Labels

if TYPE_CHECKING:
    from docx.styles.style import ParagraphStyle

_TAGS = {Language.FR: "fr-FR", Language.EN: "en-GB"}


def new_document(letter: Letter, words: Labels) -> Document:
    """Return an empty letter."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(22)
    section.top_margin = section.bottom_margin = Mm(20)
    add_styles(document)
    _language(document, _TAGS[letter.language])
    _properties(document, letter)
    _footer(document, letter, words)
    return document


def _footer(document: Document, letter: Letter, words: Labels) -> None:
    style = cast("ParagraphStyle", document.styles["Footer"])
    stops = style.paragraph_format.tab_stops
    while len(stops):
        del stops[0]
    stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{_standing(letter, words)}\t")
    _counted(paragraph, "PAGE")
    paragraph.add_run(" / ")
    _counted(paragraph, "NUMPAGES")


def _standing(letter: Letter, words: Labels) -> str:
    if letter.is_draft:
        return f"{words.say('draft')} · {words.say('draft_note')}"
    return words.say("translation") if letter.courtesy else clean(spoken(letter.sender.name))


def _counted(paragraph: Paragraph, what: str) -> None:
    paragraph._p.append(  # noqa: SLF001 - python-docx has no name for a field
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr="{what}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
    )


def _language(document: Document, tag: str) -> None:
    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    run = properties.find(qn("w:rPr"))
    language = run.find(qn("w:lang"))
    if language is None:
        language = parse_xml(f"<w:lang {nsdecls('w')}/>")
        run.append(language)
    language.set(qn("w:val"), tag)


def _properties(document: Document, letter: Letter) -> None:
    told = document.core_properties
    told.title, told.language = clean(letter.title), _TAGS[letter.language]
    told.author = told.last_modified_by = clean(spoken(letter.sender.name))
    told.created = told.modified = letter.made_at.replace(tzinfo=None)
    told.comments = ""
