"""Files that somebody may file: PDFs of every temper, a true image, mails."""

import io
import struct
import zlib

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

_FONT = DictionaryObject(
    {
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    }
)


def pdf_of(*texts: str, width: float = 595, height: float = 842, rotation: int = 0) -> bytes:
    """Make a PDF with a page for each text."""
    writer = PdfWriter()
    for text in texts:
        write_page(writer, text, width=width, height=height, rotation=rotation)
    return bytes_of(writer)


def write_page(
    writer: PdfWriter, text: str, *, width: float = 595, height: float = 842, rotation: int = 0
) -> DictionaryObject:
    """Add a page that bears a text."""
    page = writer.add_blank_page(width, height)
    if rotation:
        page.rotate(rotation)
    fonts = DictionaryObject({NameObject("/F1"): _FONT})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(_drawn(text))
    return page


def add_note(writer: PdfWriter, page: DictionaryObject, text: str, *, flags: int = 0) -> None:
    """Add a note that is drawn on a page, as a signature or a filled-in field is."""
    look = _drawn(text)
    look.update(
        {
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(map(FloatObject, (0, 0, 200, 40))),
            NameObject("/Resources"): page["/Resources"],
        }
    )
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/FreeText"),
            NameObject("/Rect"): ArrayObject(map(FloatObject, (100, 100, 300, 140))),
            NameObject("/F"): NumberObject(flags),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
            NameObject("/A"): action("app.alert('note')"),
        }
    )
    notes = page.setdefault(NameObject("/Annots"), ArrayObject())
    notes.append(writer._add_object(note))


def action(script: str) -> DictionaryObject:
    """Make an action that runs a script."""
    return DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject(script),
        }
    )


def bytes_of(writer: PdfWriter) -> bytes:
    """Return the file."""
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def png_of(width: int, height: int) -> bytes:
    """Make a true image, of one colour."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x20\x60\xa0" * width) * height)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def _drawn(text: str) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    stream.set_data(f"BT /F1 18 Tf 20 20 Td ({escaped}) Tj ET".encode("latin-1"))
    return stream
