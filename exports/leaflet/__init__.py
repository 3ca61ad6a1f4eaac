"""One kind of element on two printed pages: what owning it means, and the way back."""

from exports.leaflet.model import Kind, Line, Note, Reference, Step, Way
from exports.leaflet.rendering import render

__all__ = ["Kind", "Line", "Note", "Reference", "Step", "Way", "render"]
