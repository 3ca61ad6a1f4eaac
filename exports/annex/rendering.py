"""Render in a child process that lives for one annex and has limits on time and memory."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

from exports.annex.model import Annex
from exports.errors import AnnexError
from exports.plan_pdf.dates import Writer
from exports.plan_pdf.labels import labels
from exports.typesetting.child import Renderer
from exports.typesetting.labels import Labels, read_labels
from exports.typesetting.plain import plain_fields

RENDERER = Renderer(module="exports.annex", document="the annex", fault=AnnexError)
LABELS = Path(__file__).with_name("labels.toml")


def render(annex: Annex) -> bytes:
    """Make the PDF of an annex; raise AnnexError with a sentence when it cannot be made."""
    return RENDERER.render(json.dumps(view(annex), ensure_ascii=False).encode())


def view(annex: Annex) -> dict[str, object]:
    """Give the template everything it prints, as plain values."""
    words = _words(annex)
    writer = Writer(words=words, zone=ZoneInfo(annex.time_zone))
    made = {"date": writer.local_date(annex.made_at), "time": writer.time(annex.made_at)}
    return {
        **plain_fields(annex, writer.day_or_instant),
        "labels": words.plain(),
        "timestamp": int(annex.made_at.timestamp()),
        "made": words.say("made", **made, number=annex.number),
        "footer": words.say("footer", **made),
    }


def _words(annex: Annex) -> Labels:
    # Dates and months are the plan's; what the annex says otherwise stands beside it.
    shared, own = labels(annex.language), read_labels(LABELS, annex.language)
    return Labels(texts={**shared.texts, **own.texts}, lists={**shared.lists, **own.lists})
