"""A stranger's PDF laid on A4 sheets of ours: for the short-lived child only.

Pages become smaller where they need to, so that nothing of them lies under what is stamped.
"""

import io

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NullObject

from exports.errors import SheetError
from exports.exhibits.drawing import Draughtsman, Drawing, Matrix
from exports.exhibits.model import MOST_PAGES, Unlaid

_MM = 72 / 25.4
A4 = (210 * _MM, 297 * _MM)
_SIDE, _ABOVE, _BELOW = 7 * _MM, 16 * _MM, 14 * _MM
"""What is left free around the page; stamps.typ writes there."""
_EDGE = "q 0.84 0.87 0.886 RG 0.5 w"


def lay_pdf(content: bytes) -> bytes:
    """Lay every page; raises SheetError with a reason, or whatever pypdf raises."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise SheetError(Unlaid.PASSWORD)
    if len(reader.pages) > MOST_PAGES:
        raise SheetError(Unlaid.TOO_MANY_PAGES)
    if not reader.pages or _is_unfaithful(reader.root_object):
        raise SheetError(Unlaid.UNREADABLE)
    writer = PdfWriter()
    draughtsman = Draughtsman(writer=writer)
    for page in reader.pages:
        _lay(page, draughtsman)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    """Return the file that was made."""
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _lay(page: PageObject, draughtsman: Draughtsman) -> None:
    drawing = draughtsman.draw(page)
    wide, high = drawing.size
    sheet = A4[::-1] if wide > high else A4
    room = sheet[0] - 2 * _SIDE, sheet[1] - _ABOVE - _BELOW
    scale = min(1.0, room[0] / wide, room[1] / high)
    left = (sheet[0] - wide * scale) / 2
    bottom = sheet[1] - _ABOVE - high * scale
    on = draughtsman.writer.add_blank_page(*sheet)
    draughtsman.place(drawing, _matrix(drawing, scale, left, bottom), on)
    edge = " ".join(f"{each:.2f}" for each in (left, bottom, wide * scale, high * scale))
    draughtsman.ink(f"{_EDGE} {edge} re S Q", on)


def _matrix(drawing: Drawing, scale: float, left: float, bottom: float) -> Matrix:
    """Turn, shrink and move: the lower left corner that is seen comes to the place given."""
    x0, y0, x1, y1 = (side * scale for side in drawing.box)
    return {
        0: (scale, 0, 0, scale, left - x0, bottom - y0),
        90: (0, -scale, scale, 0, left - y0, bottom + x1),
        180: (-scale, 0, 0, -scale, left + x1, bottom + y1),
        270: (0, scale, -scale, 0, left + y1, bottom - x0),
    }[drawing.rotation]


def _is_unfaithful(catalogue: DictionaryObject) -> bool:
    """Say whether what would be drawn is not what the file shows.

    Layers that are off would show; a form that a program draws as it opens it would not.
    """
    if catalogue.get("/NeedsRendering"):
        return True
    layers = catalogue.get("/OCProperties", NullObject()).get_object()
    usual = layers.get("/D", NullObject()).get_object() if _is_dictionary(layers) else None
    if not isinstance(usual, DictionaryObject):
        return False
    off = usual.get("/OFF", ArrayObject()).get_object()
    return bool(off) or usual.get("/BaseState") == "/OFF"


def _is_dictionary(value: object) -> bool:
    return isinstance(value, DictionaryObject)
