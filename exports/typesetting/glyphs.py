"""Which characters our fonts can show, read from the fonts themselves.

In PDF/A a character that no font has is an error, so user text is cleaned against this set first.
Format of the `cmap` table: OpenType specification, sub-tables 4 (basic plane) and 12 (all planes).
"""

import struct
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent.parent / "fonts"


# Every font list of theme.typ ends with this one, so what it has can be shown anywhere.
LAST_RESORT = "SourceSans3_400Regular.ttf"
# Hebrew and Arabic letters come from Libertinus Serif and DejaVu Sans Mono, which the typesetter
# carries; a test sets them all, so an upgrade that drops them is noticed.
BUILT_IN = (*range(0x5D0, 0x5EB), *range(0x5F0, 0x5F5), *range(0x621, 0x63B), *range(0x640, 0x653))


@cache
def shown() -> frozenset[int]:
    """Give the code points that can be shown in any place of a document."""
    return frozenset(_charset((FONTS / LAST_RESORT).read_bytes())) | frozenset(BUILT_IN)


def _charset(font: bytes) -> set[int]:
    cmap = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", cmap, 2)
    charset: set[int] = set()
    for index in range(count):
        _, _, start = struct.unpack_from(">HHL", cmap, 4 + 8 * index)
        (form,) = struct.unpack_from(">H", cmap, start)
        if form == 12:  # noqa: PLR2004 - the sub-table's name in the specification
            charset |= _segmented_coverage(cmap, start)
        elif form == 4:  # noqa: PLR2004 - idem
            charset |= _segment_mapping(cmap, start)
    return charset


def _table(font: bytes, tag: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _, start, length = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if name == tag:
            return font[start : start + length]
    raise ValueError(f"the font has no {tag.decode()} table")


def _segmented_coverage(cmap: bytes, start: int) -> set[int]:
    (count,) = struct.unpack_from(">L", cmap, start + 12)
    charset: set[int] = set()
    for index in range(count):
        first, last, _ = struct.unpack_from(">LLL", cmap, start + 16 + 12 * index)
        charset.update(range(first, last + 1))
    return charset


def _segment_mapping(cmap: bytes, start: int) -> set[int]:
    """Collect the segments; a glyph number of 0 inside one means "no glyph" and is left out."""
    (double,) = struct.unpack_from(">H", cmap, start + 6)
    ends = start + 14
    starts, deltas, offsets = (ends + 2 + double * step for step in (1, 2, 3))
    charset: set[int] = set()
    for at in range(0, double, 2):
        (last,), (first,), (delta,), (offset,) = (
            struct.unpack_from(">H", cmap, base + at) for base in (ends, starts, deltas, offsets)
        )
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code + delta
            if offset:
                (glyph,) = struct.unpack_from(
                    ">H", cmap, offsets + at + offset + 2 * (code - first)
                )
            if glyph & 0xFFFF:
                charset.add(code)
    return charset
