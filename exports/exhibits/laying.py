"""Lay one exhibit on A4 sheets: in a child with limits, since a stranger may have made the file.

`python -m exports.exhibits.laying` reads a frame on standard input, what the file is and in which
language to write around it, then the file. It writes a PDF, or says in one word why there is none.
"""

import sys
import tempfile
from pathlib import Path

import typst

from exports.dossier import Language
from exports.errors import SheetError
from exports.exhibits.framing import unframe
from exports.exhibits.mails import Mail, read_mail
from exports.exhibits.model import Unlaid
from exports.exhibits.pdf_sheets import lay_pdf
from exports.exhibits.sheets import MAIL, PDF, PNG
from exports.exhibits.wording import read_words, writer_of
from exports.typesetting.clean import loses_a_character
from exports.typesetting.limits import serve
from exports.typesetting.plain import plain_fields
from exports.typesetting.typeset import typeset

_HERE = Path(__file__).parent
_ANY_DAY = 946_684_800
"""Sheets bear no date of their own: the bundle they come into does."""


def lay(given: bytes) -> bytes:
    """Lay the file; same file, same bytes."""
    said, (content,) = unframe(given)
    if said["media_type"] == PDF:
        return lay_pdf(content)
    if said["media_type"] == MAIL:
        return lay_mail(read_mail(content), Language(said["language"]))
    return lay_image(content, "png" if said["media_type"] == PNG else "jpg")


def lay_image(content: bytes, ending: str) -> bytes:
    """Lay an image on a sheet, upright or across as it is itself."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "image.typ"
        template.write_bytes((_HERE / "image.typ").read_bytes())
        template.with_name(f"exhibit.{ending}").write_bytes(content)
        inputs = {"file": f"exhibit.{ending}"}
        try:
            pdf = typst.Compiler(template, root=folder, sys_inputs=inputs).compile(
                format="pdf", timestamp=_ANY_DAY, pdf_tags=False
            )
        except typst.TypstError as error:
            raise SheetError(Unlaid.UNREADABLE) from error
    if not isinstance(pdf, bytes):
        raise SheetError(Unlaid.UNREADABLE)
    return pdf


def lay_mail(mail: Mail, language: Language) -> bytes:
    """Set a mail on sheets: what it says, in our type."""
    words = read_words(language)
    dates = writer_of(words)
    attached = [
        {**plain_fields(each), "size_text": dates.size(each.size) if each.sha256 else ""}
        for each in mail.attached
    ]
    said = {
        **plain_fields(mail),
        "labels": words.plain(),
        "language": language.value,
        "attached": attached,
        "loses": any(map(loses_a_character, (mail.text, *(text for _, text in mail.headers)))),
    }
    return typeset(_HERE / "mail.typ", said, timestamp=_ANY_DAY)


if __name__ == "__main__":
    sys.exit(serve("the exhibit", lay))
