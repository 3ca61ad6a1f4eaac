"""The drawing of what falls: columns by when, in the units of its own picture (no pixels)."""

from collections.abc import Collection
from dataclasses import dataclass

from reversibility.web.sheets.falling import FallGroup, FallItem

WIDTH = 1100
_PARTY_WIDTH, _PARTY_HEIGHT = 180, 72
_TOP = 84
_GUTTER, _BOX, _GAP = 46, 58, 14
_INDENT, _DEEPEST = 18, 2
_LANE = 14
"""Of an arrow that passes below the boxes."""
_PADDING = 52
"""Of a box, left of its words: its icon stands there."""
_NAME_LETTER, _WORD_LETTER = 7.9, 6.8
"""Mean width of a letter of a name and of other words: a server measures no fonts."""
_SHOWN = 9


@dataclass(frozen=True, kw_only=True)
class Box:
    """One element."""

    x: int
    y: int
    width: int
    height: int
    name: str
    reason: str
    fate: str
    arrow: str
    """The path that leads to it; empty for what holds."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """The elements of one fate."""

    x: int
    width: int
    fate: str
    title: str
    detail: str
    boxes: tuple[Box, ...]
    more: int
    """How many are left out."""
    more_y: int


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """The whole picture."""

    width: int
    height: int
    party: Box
    columns: tuple[Column, ...]


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where a column stands, and how arrows reach it."""

    number: int
    x: int
    width: int
    party: Box
    bottom: int
    """Below the boxes of every column."""

    def way_to(self, x: int, y: int) -> str:
        """Return the path to the left edge of a box: straight to the first column, else below."""
        start_x, start_y = self.party.width, self.party.y + self.party.height // 2
        if self.number == 0:
            bend = start_x + _GUTTER // 2
            return f"M{start_x} {start_y} C{bend} {start_y} {bend} {y} {x} {y}"
        under, trunk = self.bottom + self.number * _LANE - 10, self.x - _GUTTER // 2
        down = self.party.width // 2 + self.number * 16
        return f"M{down} {self.party.y + self.party.height} V{under} H{trunk} V{y} H{x}"


def draw(name: str, groups: Collection[FallGroup]) -> Drawing:
    """Lay the picture out: the party, then a column for each fate."""
    count = max(1, len(groups))
    width = (WIDTH - _PARTY_WIDTH - count * _GUTTER) // count
    tallest = max((min(len(group.items), _SHOWN + 1) for group in groups), default=1)
    bottom = _TOP + tallest * (_BOX + _GAP)
    party = _party(name, bottom)
    columns = tuple(
        _column(group, _place(number, width, party, bottom)) for number, group in enumerate(groups)
    )
    lanes = sum(group.fate != "holds" for group in list(groups)[1:])
    return Drawing(width=WIDTH, height=bottom + lanes * _LANE + 8, party=party, columns=columns)


def _party(name: str, bottom: int) -> Box:
    middle = (_TOP + bottom - _GAP - _PARTY_HEIGHT) // 2
    return Box(
        x=0, y=max(middle, _TOP), width=_PARTY_WIDTH, height=_PARTY_HEIGHT,
        name=_cut(name, _PARTY_WIDTH - 32, _NAME_LETTER), reason="", fate="party", arrow="",
    )  # fmt: skip


def _place(number: int, width: int, party: Box, bottom: int) -> _Place:
    x = _PARTY_WIDTH + _GUTTER + number * (width + _GUTTER)
    return _Place(number=number, x=x, width=width, party=party, bottom=bottom)


def _column(group: FallGroup, place: _Place) -> Column:
    boxes = tuple(
        _box(item, group.fate, place, _TOP + row * (_BOX + _GAP))
        for row, item in enumerate(group.items[:_SHOWN])
    )
    return Column(
        x=place.x,
        width=place.width,
        fate=group.fate,
        title=group.title,
        detail=_cut(group.detail, place.width, _WORD_LETTER),
        boxes=boxes,
        more=max(0, len(group.items) - _SHOWN),
        more_y=_TOP + len(boxes) * (_BOX + _GAP) + 20,
    )


def _box(item: FallItem, fate: str, place: _Place, y: int) -> Box:
    indent = min(item.depth, _DEEPEST) * _INDENT
    x, width = place.x + indent, place.width - indent
    room = width - _PADDING - 8
    return Box(
        x=x, y=y, width=width, height=_BOX,
        name=_cut(item.name, room, _NAME_LETTER),
        reason=_cut(item.reason, room, _WORD_LETTER),
        fate=fate,
        arrow="" if fate == "holds" else place.way_to(x, y + _BOX // 2),
    )  # fmt: skip


def _cut(text: str, width: int, letter: float) -> str:
    most = max(4, int(width / letter))
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
