"""Render in a child process that lives for one paper and has limits on time and memory."""

import json
from pathlib import Path

from exports.errors import HandoverError
from exports.handover.model import Paper
from exports.typesetting.child import Renderer
from exports.typesetting.labels import read_labels
from exports.typesetting.plain import plain_fields

RENDERER = Renderer(module="exports.handover", document="the paper", fault=HandoverError)
LABELS = Path(__file__).with_name("labels.toml")


def render(paper: Paper) -> bytes:
    """Make the PDF of a request or a receipt; raise HandoverError when it cannot be made."""
    words = read_labels(LABELS, paper.language).plain()
    return RENDERER.render(json.dumps({**plain_fields(paper), "labels": words}).encode())
