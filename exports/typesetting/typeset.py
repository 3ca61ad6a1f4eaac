"""The typesetter, called in our own process: for a short-lived child and nobody else.

Its memory grows with every different document, and templates are programs: see `child.py`.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from exports.errors import TypesettingError
from exports.typesetting.glyphs import FONTS

if TYPE_CHECKING:
    from typst import PDFStandard  # only in the stub, not in the module

# Templates of all documents, so that they share `typesetting/theme.typ`.
ROOT = Path(__file__).parent.parent
# PDF/A-3a for keeping, PDF/UA-1 for reading aloud; checked by the typesetter as it writes.
STANDARDS: "list[PDFStandard]" = ["a-3a", "ua-1"]
Data = Mapping[str, object]


def typeset(template: Path, data: Data, *, timestamp: int) -> bytes:
    """Make the PDF of a template and its data; same data, same bytes."""
    try:
        pdf = _compiler(template, data).compile(
            format="pdf", pdf_standards=STANDARDS, timestamp=timestamp
        )
    except typst.TypstError as error:
        raise TypesettingError(f"the typesetter refused it: {error.message}") from error
    if not isinstance(pdf, bytes):
        raise TypesettingError("the typesetter gave no PDF")
    return pdf


def measure(template: Path, data: Data, *, label: str) -> Any:  # noqa: ANN401 - the template's
    """Give the value that a template notes under a label, before anything is printed."""
    try:
        said = _compiler(template, data).query(f"<{label}>", field="value", one=True)
    except typst.TypstError as error:
        raise TypesettingError(f"the typesetter refused it: {error.message}") from error
    return json.loads(said)


def _compiler(template: Path, data: Data) -> typst.Compiler:
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return typst.Compiler(template, root=ROOT, font_paths=_fonts(), sys_inputs=inputs)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
