"""Render in a child process that lives for one list and has limits on time and memory."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

from exports.errors import ExhibitsError
from exports.exhibits.model import Exhibit, ExhibitList
from exports.plan_pdf.dates import Writer
from exports.plan_pdf.labels import labels
from exports.typesetting.child import Renderer
from exports.typesetting.labels import Labels, read_labels
from exports.typesetting.plain import plain_fields

RENDERER = Renderer(module="exports.exhibits", document="the list of exhibits", fault=ExhibitsError)
LABELS = Path(__file__).with_name("labels.toml")


def render(told: ExhibitList) -> bytes:
    """Make the PDF of a list; raise ExhibitsError with a sentence when it cannot be made."""
    return RENDERER.render(json.dumps(view(told), ensure_ascii=False).encode())


def view(told: ExhibitList) -> dict[str, object]:
    """Give the template everything it prints, as plain values."""
    shared, own = labels(told.language), read_labels(LABELS, told.language)
    words = Labels(texts={**shared.texts, **own.texts}, lists={**shared.lists, **own.lists})
    writer = Writer(words=words, zone=ZoneInfo(told.time_zone))
    made = {"date": writer.local_date(told.made_at), "time": writer.time(told.made_at)}
    return {
        **plain_fields(told, writer.day_or_instant),
        "labels": words.plain(),
        "timestamp": int(told.made_at.timestamp()),
        "list_title": words.say("list_health" if told.is_health else "list"),
        "pages": {each.number: _pages(each, words) for each in told.exhibits},
        "made": words.say("made", **made),
    }


def _pages(each: Exhibit, words: Labels) -> str:
    if each.pages is None or each.first_page is None:
        return words.say("pages_unknown")
    if each.pages == 1:
        return words.say("page_one", first=each.first_page)
    last = each.first_page + each.pages - 1
    return words.say("pages_many", count=each.pages, first=each.first_page, last=last)
