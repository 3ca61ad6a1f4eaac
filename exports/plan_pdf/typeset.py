"""The typesetter, called in our own process: for the short-lived child and nobody else.

Its memory grows with every different document, and templates are programs: `rendering.render` runs
this in a child process with limits.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typst

from exports.dossier import Dossier
from exports.errors import PlanError
from exports.plan_pdf.glyphs import FONTS
from exports.plan_pdf.view import view

if TYPE_CHECKING:
    from typst import PDFStandard  # only in the stub, not in the module

TEMPLATES = Path(__file__).parent
# PDF/A-3a for keeping, PDF/UA-1 for reading aloud; checked by the typesetter as it writes.
STANDARDS: "list[PDFStandard]" = ["a-3a", "ua-1"]


def typeset(dossier: Dossier) -> bytes:
    """Make the PDF of an exit plan; same dossier, same bytes."""
    try:
        pdf: bytes = typst.compile(
            TEMPLATES / "plan.typ",
            root=TEMPLATES,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=STANDARDS,
            sys_inputs={"data": json.dumps(view(dossier), ensure_ascii=False)},
            timestamp=int(dossier.made_at.timestamp()),
        )
    except typst.TypstError as error:
        raise PlanError(f"the typesetter refused the plan: {error.message}") from error
    return pdf
