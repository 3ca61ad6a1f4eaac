"""Render in a child process that lives for one leaflet and has limits on time and memory."""

import json
from pathlib import Path

from exports.errors import LeafletError
from exports.leaflet.model import Kind
from exports.typesetting.child import Renderer
from exports.typesetting.labels import read_labels
from exports.typesetting.plain import plain_fields

RENDERER = Renderer(module="exports.leaflet", document="the leaflet", fault=LeafletError)
LABELS = Path(__file__).with_name("labels.toml")


def render(kind: Kind) -> bytes:
    """Make the PDF of a leaflet; raise LeafletError with a sentence when it cannot be made."""
    words = read_labels(LABELS, kind.language).plain()
    return RENDERER.render(json.dumps({**plain_fields(kind), "labels": words}).encode())
