"""Render in a child process that lives for one letter and has limits on time and memory."""

import json
from pathlib import Path

from exports.errors import LetterError
from exports.letter.model import Letter
from exports.typesetting.child import Renderer
from exports.typesetting.labels import read_labels
from exports.typesetting.plain import plain_fields

RENDERER = Renderer(module="exports.letter", document="the letter", fault=LetterError)
LABELS = Path(__file__).with_name("labels.toml")


def render(letter: Letter) -> bytes:
    """Make the PDF of a letter; raise LetterError with a sentence when it cannot be made."""
    return RENDERER.render(json.dumps(view(letter), ensure_ascii=False).encode())


def view(letter: Letter) -> dict[str, object]:
    """Give the template everything it prints, as plain values."""
    return {
        **plain_fields(letter),
        "labels": read_labels(LABELS, letter.language.value).plain(),
        "timestamp": int(letter.made_at.timestamp()),
    }
