"""Render in a child process that lives for one plan and has limits on time and memory."""

from exports.dossier import Dossier, to_json
from exports.errors import PlanError
from exports.typesetting.child import Renderer

RENDERER = Renderer(module="exports.plan_pdf", document="the plan", fault=PlanError)


def render(dossier: Dossier) -> bytes:
    """Make the PDF of an exit plan; raise PlanError with a sentence when it cannot be made."""
    return RENDERER.render(to_json(dossier))
