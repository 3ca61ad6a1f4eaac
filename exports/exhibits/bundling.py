"""The bundle: list in front, then every exhibit, each page stamped with its number in the bundle.

For the short-lived child only. The files it is given are sheets that `laying` made.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

from exports.exhibits.drawing import IDENTITY, Draughtsman
from exports.exhibits.framing import Said
from exports.exhibits.model import MOST_BUNDLE_PAGES, Unlaid
from exports.exhibits.pdf_sheets import written
from exports.typesetting.typeset import typeset

_HERE = Path(__file__).parent
LONGEST_TITLE = 84
"""Of an exhibit, on its stamp."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """An exhibit and its pages."""

    said: Said
    pages: Sequence[PageObject]


def bundle(said: Said, sheets: Sequence[bytes], *, is_list_only: bool) -> bytes:
    """Make the bundle, or only what stands in front of it: the same pages; same input, same bytes.

    `said` is the list as rendering.py writes it, `sheets` holds nothing for an exhibit that could
    not be laid: a page says why.
    """
    parts = _parts(said, sheets)
    timestamp = int(said["timestamp"])
    front = typeset(_HERE / "exhibits.typ", {**said, **_counted(parts)}, timestamp=timestamp)
    if is_list_only:
        return front
    front_pages = PdfReader(io.BytesIO(front)).pages
    stamps = _stamps(said, parts, before=len(front_pages))
    return _joined(said, front_pages, stamps, parts)


def _parts(said: Said, sheets: Sequence[bytes]) -> list[Part]:
    reasons, found = _read(said["exhibits"], sheets)
    notices = _notices(said, reasons)
    return [
        Part(said=each, pages=found.get(each["number"]) or [next(notices)])
        for each in said["exhibits"]
    ]


def _read(
    exhibits: Sequence[Said], sheets: Sequence[bytes]
) -> tuple[dict[str, str], dict[str, Sequence[PageObject]]]:
    """Return why exhibits are not shown, and the pages of the others, as long as there is room."""
    reasons: dict[str, str] = {}
    found: dict[str, Sequence[PageObject]] = {}
    room = MOST_BUNDLE_PAGES
    for each, pdf in zip(exhibits, sheets, strict=True):
        pages = PdfReader(io.BytesIO(pdf)).pages if pdf else ()
        if pages and len(pages) <= room:
            room -= len(pages)
            found[each["number"]] = pages
        else:
            reasons[each["number"]] = each["reason"] or Unlaid.NO_ROOM.value
    return reasons, found


def _notices(said: Said, reasons: Mapping[str, str]) -> Iterator[PageObject]:
    if not reasons:
        return iter(())
    labels = said["labels"]
    notices = [
        {
            **each,
            "because": labels[f"notice_{reasons[each['number']]}"].format(
                most=said["most"][reasons[each["number"]]]
            ),
        }
        for each in said["exhibits"]
        if each["number"] in reasons
    ]
    told = {**said, "notices": notices}
    pdf = typeset(_HERE / "notices.typ", told, timestamp=int(said["timestamp"]))
    return iter(PdfReader(io.BytesIO(pdf)).pages)


def _counted(parts: Sequence[Part]) -> Said:
    """Say of each exhibit how many pages it has and how many come before it, list not counted."""
    pages: dict[str, dict[str, int]] = {}
    before = 0
    for part in parts:
        pages[part.said["number"]] = {"before": before, "count": len(part.pages)}
        before += len(part.pages)
    return {"pages": pages, "exhibit_pages": before}


def _stamps(said: Said, parts: Sequence[Part], *, before: int) -> Sequence[PageObject]:
    total = before + sum(len(part.pages) for part in parts)
    stamps = []
    for part in parts:
        for at, page in enumerate(part.pages, start=1):
            before += 1
            stamps.append(
                {
                    "number": part.said["stamp"],
                    "title": _on_one_line(part.said["title"]),
                    "place": said["labels"]["stamp_place"].format(page=at, count=len(part.pages)),
                    "page": f"{before} / {total}",
                    "across": page.mediabox.width > page.mediabox.height,
                }
            )
    if not stamps:
        return ()
    told = {**said, "stamps": stamps, "footer": said["made"]}
    pdf = typeset(_HERE / "stamps.typ", told, timestamp=int(said["timestamp"]))
    return PdfReader(io.BytesIO(pdf)).pages


def _on_one_line(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def _joined(
    said: Said,
    front: Sequence[PageObject],
    stamps: Sequence[PageObject],
    parts: Sequence[Part],
) -> bytes:
    writer = PdfWriter()
    draughtsman = Draughtsman(writer=writer)
    for page in front:
        _add(draughtsman, page)
    writer.add_outline_item(title=said["labels"]["title"], page_number=0)
    waiting = iter(stamps)
    for part in parts:
        first = len(writer.pages)
        for page in part.pages:
            _add(draughtsman, page, next(waiting))
        title = f"{part.said['stamp']}, {part.said['title']}"
        writer.add_outline_item(title=title, page_number=first)
    _describe(writer, said)
    return written(writer)


def _add(draughtsman: Draughtsman, *layers: PageObject) -> None:
    size = layers[0].mediabox
    on = draughtsman.writer.add_blank_page(float(size.width), float(size.height))
    for layer in layers:
        draughtsman.place(draughtsman.draw(layer), IDENTITY, on)


def _describe(writer: PdfWriter, said: Said) -> None:
    made = datetime.fromtimestamp(int(said["timestamp"]), UTC)
    writer.metadata = {
        "/Title": said["document_title"],
        "/Author": said["practice"],
        "/Creator": "Reversibility",
        "/CreationDate": f"D:{made:%Y%m%d%H%M%S}Z",
    }
    writer.root_object[NameObject("/Lang")] = TextStringObject(said["language"])
    shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    writer.root_object[NameObject("/ViewerPreferences")] = shown
    writer.page_mode = "/UseOutlines"
