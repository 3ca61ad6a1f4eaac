"""Render in a child process that lives for one bundle and has limits on time and memory."""

from collections.abc import Mapping

from exports.errors import ExhibitsError
from exports.exhibits.framing import frame
from exports.exhibits.model import (
    MOST_BUNDLE_PAGES,
    MOST_PAGES,
    Exhibit,
    ExhibitList,
    Sheets,
    Unlaid,
)
from exports.exhibits.wording import read_words, writer_of
from exports.typesetting.child import Renderer
from exports.typesetting.labels import Labels
from exports.typesetting.plain import plain_fields

RENDERER = Renderer(
    module="exports.exhibits", document="the bundle of exhibits", fault=ExhibitsError
)
_MOST = {Unlaid.TOO_MANY_PAGES: MOST_PAGES, Unlaid.NO_ROOM: MOST_BUNDLE_PAGES}


def render_bundle(told: ExhibitList, sheets: Mapping[str, Sheets]) -> bytes:
    """Make the bundle: the list, and the sheets of each exhibit by its number, stamped.

    Raises ExhibitsError with a sentence when it cannot be made.
    """
    return _render(told, sheets, is_list_only=False)


def render_list(told: ExhibitList, sheets: Mapping[str, Sheets]) -> bytes:
    """Make the list alone, as it stands in front of the bundle: the page numbers are those."""
    return _render(told, sheets, is_list_only=True)


def _render(told: ExhibitList, sheets: Mapping[str, Sheets], *, is_list_only: bool) -> bytes:
    said = {"list": view(told, sheets), "is_list_only": is_list_only}
    return RENDERER.render(frame(said, [sheets[each.number].pdf for each in told.exhibits]))


def view(told: ExhibitList, sheets: Mapping[str, Sheets]) -> dict[str, object]:
    """Give the templates everything they print, as plain values."""
    words = read_words(told.language)
    writer = writer_of(words, told.time_zone)
    made = {"date": writer.local_date(told.made_at), "time": writer.time(told.made_at)}
    thousands = words.say("thousands")
    return {
        **plain_fields(told, writer.day_or_instant),
        "exhibits": [
            {
                **plain_fields(each, writer.day_or_instant),
                "stamp": words.say("stamp", number=each.number),
                "reason": _reason(each, sheets),
            }
            for each in told.exhibits
        ],
        "labels": words.plain(),
        "timestamp": int(told.made_at.timestamp()),
        "document_title": words.say("document_title", practice=told.practice),
        "list_title": _list_title(told, words),
        "made": words.say("made", **made),
        "most": {
            reason.value: f"{_MOST.get(reason, 0):,}".replace(",", thousands) for reason in Unlaid
        },
    }


def _reason(each: Exhibit, sheets: Mapping[str, Sheets]) -> str:
    reason = sheets[each.number].reason
    return reason.value if reason else ""


def _list_title(told: ExhibitList, words: Labels) -> str:
    return words.say("list_health" if told.is_health else "list")
