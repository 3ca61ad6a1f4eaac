"""The plan's template and data, given to the typesetter: for the short-lived child only."""

from pathlib import Path

from exports.dossier import Dossier
from exports.plan_pdf.view import view
from exports.typesetting.typeset import typeset as set_type

TEMPLATE = Path(__file__).with_name("plan.typ")


def typeset(dossier: Dossier) -> bytes:
    """Make the PDF of an exit plan; same dossier, same bytes."""
    return set_type(TEMPLATE, view(dossier), timestamp=int(dossier.made_at.timestamp()))
