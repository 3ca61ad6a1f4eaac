"""Pages as drawings (form XObjects, ISO 32000-1, 8.10), with nothing in them that acts.

A drawing carries what a page shows and no more: no action, no script, no attached file, no link
out of the document, no note of a program. Notes and filled-in fields keep their look, as ink.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from pypdf import PageObject, PdfWriter
from pypdf.errors import PdfReadError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from exports.exhibits.defusing import defuse

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_LARGEST_SIDE = 1_000_000
_HIDDEN = 0x02 | 0x20  # ISO 32000-1, table 165: Hidden, NoView.
_CORNERS = 4


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A page that was drawn into the writer's file."""

    layers: tuple[tuple[Matrix, IndirectObject], ...]
    """The page first, then its notes and fields, each with where it goes on the page."""
    box: Box
    """What of it is seen."""
    rotation: int
    """Clockwise: 0, 90, 180 or 270."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as it is seen."""
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return (height, width) if self.rotation % 180 else (width, height)


@dataclass(kw_only=True)
class Draughtsman:
    """Draws pages into one file; a page that comes twice is drawn once."""

    writer: PdfWriter
    _drawn: dict[tuple[object, ...], IndirectObject] = field(default_factory=dict)
    _seen: dict[int, PdfObject] = field(default_factory=dict)
    """By address, which holds as long as the object itself: it is kept here."""

    def draw(self, page: PageObject) -> Drawing:
        """Draw what a page shows; raises what pypdf raises for a page that is broken."""
        box = _box(page)
        notes = tuple(self._notes(page))
        return Drawing(
            layers=((IDENTITY, self._content(page, box)), *notes),
            box=box,
            rotation=round(page.rotation / 90) * 90 % 360,
        )

    def place(self, drawing: Drawing, matrix: Matrix, on: PageObject) -> None:
        """Put a drawing on a page of the writer, over what is there; it is cut to its box."""
        resources = on.setdefault(NameObject("/Resources"), DictionaryObject()).get_object()
        drawings = resources.setdefault(NameObject("/XObject"), DictionaryObject())
        left, bottom, right, top = drawing.box
        told = [f"q {_numbers(matrix)} cm", _numbers((left, bottom, right - left, top - bottom))]
        told.append("re W n")
        for at, reference in drawing.layers:
            name = NameObject(f"/D{len(drawings) + 1}")
            drawings[name] = reference
            told.append(f"q {_numbers(at)} cm {name} Do Q")
        self.ink(" ".join([*told, "Q"]), on)

    def ink(self, told: str, on: PageObject) -> None:
        """Add a piece of content to a page of the writer."""
        stream = DecodedStreamObject()
        stream.set_data(told.encode("ascii"))
        contents = on.setdefault(NameObject("/Contents"), ArrayObject())
        contents.append(self._add(stream))

    def _content(self, page: PageObject, box: Box) -> IndirectObject:
        contents = page.get("/Contents", NullObject()).get_object()
        resources = page.get("/Resources", DictionaryObject()).get_object()
        key = (id(contents), id(resources), box)
        if key not in self._drawn:
            defuse(resources, self._seen)
            form = self._stream(contents)
            self._make_form(form, box)
            form[NameObject("/Resources")] = self._copied(resources)
            if isinstance(group := page.get("/Group", NullObject()).get_object(), DictionaryObject):
                defuse(group, self._seen)
                form[NameObject("/Group")] = self._copied(group)
            self._drawn[key] = self._reference(form)
            self._seen[id(contents)] = contents
        return self._drawn[key]

    def _stream(self, contents: PdfObject) -> StreamObject:
        if isinstance(contents, StreamObject):
            # Its bytes as they are: nothing is unpacked that we need not read.
            defuse(contents, self._seen)
            return _as_stream(contents.clone(self.writer, force_duplicate=True))
        joined = DecodedStreamObject()
        parts = contents if isinstance(contents, ArrayObject) else ()
        streams = [part.get_object() for part in parts]
        found = [each.get_data() for each in streams if isinstance(each, StreamObject)]
        joined.set_data(b"\n".join(found))
        return _as_stream(joined.flate_encode().clone(self.writer))

    def _notes(self, page: PageObject) -> Iterator[tuple[Matrix, IndirectObject]]:
        notes = page.get("/Annots", NullObject()).get_object()
        for raw in notes if isinstance(notes, ArrayObject) else ():
            note = raw.get_object()
            look = _look(note) if isinstance(note, DictionaryObject) else None
            if look is None:
                continue
            at = _fit(look, _corners(note["/Rect"]))
            if at is not None:
                defuse(look, self._seen)
                copy = _as_stream(look.clone(self.writer))
                self._make_form(copy, _corners(look["/BBox"]))
                yield at, self._reference(copy)

    def _make_form(self, form: StreamObject, box: Box) -> None:
        form[NameObject("/Type")] = NameObject("/XObject")
        form[NameObject("/Subtype")] = NameObject("/Form")
        form[NameObject("/BBox")] = ArrayObject(FloatObject(_written(side)) for side in box)

    def _copied(self, value: DictionaryObject) -> PdfObject:
        copy = value.clone(self.writer)
        return _reference_of(copy) or copy

    def _reference(self, value: PdfObject) -> IndirectObject:
        return _reference_of(value) or self._add(value)

    def _add(self, value: PdfObject) -> IndirectObject:
        # pypdf's documentation itself adds objects this way; there is no other.
        return self.writer._add_object(value)  # noqa: SLF001


def _reference_of(value: PdfObject) -> IndirectObject | None:
    # What stands inside another object has none, not even the attribute.
    return getattr(value, "indirect_reference", None)


def _as_stream(value: PdfObject) -> StreamObject:
    if not isinstance(value, StreamObject):
        raise PdfReadError("a stream was expected")
    return value


def _box(page: PageObject) -> Box:
    """Return what is seen of a page: its crop box within its media box (ISO 32000-1, 14.11.2)."""
    crop, media = (_corners(each) for each in (page.cropbox, page.mediabox))
    box = (
        max(crop[0], media[0]),
        max(crop[1], media[1]),
        min(crop[2], media[2]),
        min(crop[3], media[3]),
    )
    return box if _has_room(box) else _checked(media)


def _checked(box: Box) -> Box:
    if not _has_room(box):
        raise PdfReadError("the page has no size")
    return box


def _has_room(box: Box) -> bool:
    sides = box[2] - box[0], box[3] - box[1]
    return all(1 <= side <= _LARGEST_SIDE for side in sides)


def _corners(value: PdfObject) -> Box:
    told = value.get_object()
    if not isinstance(told, ArrayObject) or len(told) != _CORNERS:
        raise PdfReadError("a rectangle has four numbers")
    one, two, three, four = (_number(each) for each in told)
    return min(one, three), min(two, four), max(one, three), max(two, four)


def _number(value: PdfObject) -> float:
    told = value.get_object()
    if not isinstance(told, FloatObject | NumberObject) or not math.isfinite(told):
        raise PdfReadError("a number was expected")
    return float(told)


def _look(note: DictionaryObject) -> StreamObject | None:
    """Return how a note or a field is drawn, where it is shown at all (12.5.5)."""
    flags = note.get("/F", 0)
    looks = note.get("/AP", NullObject()).get_object()
    is_hidden = isinstance(flags, int) and flags & _HIDDEN
    if is_hidden or note.get("/Subtype") == "/Popup" or not isinstance(looks, DictionaryObject):
        return None
    look = looks.get("/N", NullObject()).get_object()
    if isinstance(look, DictionaryObject) and not isinstance(look, StreamObject):
        look = look.get(note.get("/AS", "/Off"), NullObject()).get_object()
    return look if isinstance(look, StreamObject) and "/BBox" in look else None


def _fit(look: StreamObject, rectangle: Box) -> Matrix | None:
    """Return how a look is brought into the rectangle of its note (12.5.5, algorithm 8.1)."""
    raw = look.get("/Matrix", NullObject()).get_object()
    own = tuple(_number(each) for each in raw) if isinstance(raw, ArrayObject) else IDENTITY
    if len(own) != len(IDENTITY):
        return None
    a, b, c, d, e, f = own
    left, bottom, right, top = _corners(look["/BBox"])
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if not wide or not high:
        return None
    across, up = (rectangle[2] - rectangle[0]) / wide, (rectangle[3] - rectangle[1]) / high
    return across, 0, 0, up, rectangle[0] - across * min(xs), rectangle[1] - up * min(ys)


def _numbers(values: tuple[float, ...]) -> str:
    return " ".join(_written(each) for each in values)


def _written(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".")
