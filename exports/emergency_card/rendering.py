"""Render in a child process that lives for one card and has limits on time and memory."""

import json
from pathlib import Path

from exports.emergency_card.model import Card
from exports.errors import CardError
from exports.typesetting.child import Renderer
from exports.typesetting.labels import read_labels
from exports.typesetting.plain import plain_fields

RENDERER = Renderer(module="exports.emergency_card", document="the card", fault=CardError)
LABELS = Path(__file__).with_name("labels.toml")


def render(card: Card) -> bytes:
    """Make the PDF of a card, on one page; raise CardError when it cannot be made."""
    words = read_labels(LABELS, card.language).plain()
    return RENDERER.render(json.dumps({**plain_fields(card), "labels": words}).encode())
