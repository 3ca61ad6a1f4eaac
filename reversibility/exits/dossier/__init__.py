"""From what was gathered to the dossier that the exporters print, in one language."""

from reversibility.exits.dossier.build import build_dossier

__all__ = ["build_dossier"]
