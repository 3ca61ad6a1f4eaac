"""The drawing of an exit in time: a row for each asset, in the units of its own picture.

What commands the end is filled, what can wait is outlined, what is done is struck through by its
sign; today, the earliest end, the target and what expires cross the rows. The list of steps under
the drawing says the same in words, and stands alone on a phone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from reversibility.exits.tasks.queries import TaskLine, TaskPlan
from reversibility.web.filters import date_short
from reversibility.web.languages import gettext

WIDTH = 1080
_LEFT, _RIGHT = 290, 1056
_TOP, _ROW, _BAR = 74, 38, 20
_NAME_LETTER = 7.6
"""Mean width of a letter: a server measures no fonts."""
_LEAST_BAR = 5
_MARK_LETTER, _MARK_GAP = 7.2, 12
_TICKS = 5


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A stretch of one asset."""

    x: int
    y: int
    width: int
    height: int
    kind: str
    """critical, waits or done."""
    title: str


@dataclass(frozen=True, kw_only=True)
class TimelineRow:
    """One asset: its name and its stretches."""

    y: int
    name: str
    is_critical: bool
    bars: tuple[Bar, ...]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A day that crosses the rows."""

    x: int
    label: str
    kind: str
    """today, end, target or expiry."""
    anchor: str
    label_y: int


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A day on the scale."""

    x: int
    label: str


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The whole picture."""

    width: int
    height: int
    bottom: int
    rows: tuple[TimelineRow, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, kw_only=True)
class HardDate:
    """Something that expires on a day, whatever the plan."""

    name: str
    on: date


@dataclass(frozen=True, kw_only=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> int:
        """Return where a day stands."""
        whole = max((self.last - self.first).days, 1)
        place = min(max((day - self.first).days, 0), whole)
        return _LEFT + place * (_RIGHT - _LEFT) // whole


def draw_timeline(
    plan: TaskPlan, *, today: date, target_on: date | None, hard: Collection[HardDate] = ()
) -> Timeline | None:
    """Lay the picture out; None when nothing can be drawn."""
    groups = _by_asset(plan)
    if not groups:
        return None
    end = plan.schedule.done_on
    days = [today, end, *([target_on] if target_on else [])]
    starts = [line.closed_on for lines in groups.values() for line in lines if line.closed_on]
    scale = _Scale(
        first=min([today, *starts]), last=max(*days, today + timedelta(days=7)) + timedelta(days=2)
    )
    rows = tuple(
        _row(name, lines, plan, scale=scale, y=_TOP + number * _ROW)
        for number, (name, lines) in enumerate(groups.items())
    )
    bottom = _TOP + len(rows) * _ROW
    marks = _marks(scale, today=today, end=end, target_on=target_on, hard=hard)
    lanes = max((mark.label_y for mark in marks), default=0)
    return Timeline(
        width=WIDTH,
        height=bottom + 16 + lanes,
        bottom=bottom,
        rows=rows,
        marks=tuple(_below(mark, bottom) for mark in marks),
        ticks=_ticks(scale),
    )


def _by_asset(plan: TaskPlan) -> dict[str, list[TaskLine]]:
    """Group what counts for the end by asset, in the order of recovery."""
    groups: dict[str, list[TaskLine]] = {}
    for line in plan.current:
        if line.not_before is None:
            groups.setdefault(line.asset or gettext("Vos propres tâches"), []).append(line)
    return groups


def _row(
    name: str, lines: Sequence[TaskLine], plan: TaskPlan, *, scale: _Scale, y: int
) -> TimelineRow:
    spans = _Spans()
    for line in lines:
        slot = plan.slot(line)
        if slot is None:
            continue
        kind = "done" if line.is_over else "critical" if slot.is_critical else "waits"
        spans.add(kind, slot.starts_on, slot.ends_on)
    bars = [
        _bar(kind, start, end, scale=scale, y=y)
        for kind in ("waits", "critical", "done")
        for start, end in spans.merged(kind)
    ]
    room = _LEFT - 24
    return TimelineRow(
        y=y,
        name=_cut(name, room),
        is_critical=bool(spans.found.get("critical")),
        bars=tuple(bars),
    )


@dataclass
class _Spans:
    found: dict[str, list[tuple[date, date]]] = field(default_factory=dict)

    def add(self, kind: str, start: date, end: date) -> None:
        """Take one more stretch."""
        self.found.setdefault(kind, []).append((start, end))

    def merged(self, kind: str) -> list[tuple[date, date]]:
        """Return stretches, those that touch made one."""
        merged: list[tuple[date, date]] = []
        for start, end in sorted(self.found.get(kind, [])):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        return merged


def _bar(kind: str, start: date, end: date, *, scale: _Scale, y: int) -> Bar:
    x = scale.x(start)
    return Bar(
        x=x,
        y=y + (_ROW - _BAR) // 2,
        width=max(scale.x(end) - x, _LEAST_BAR),
        height=_BAR,
        kind=kind,
        title=gettext("du %(start)s au %(end)s", start=date_short(start), end=date_short(end)),
    )


def _marks(
    scale: _Scale,
    *,
    today: date,
    end: date,
    target_on: date | None,
    hard: Collection[HardDate],
) -> list[Mark]:
    wanted = [
        (today, "today", gettext("Aujourd’hui")),
        (end, "end", gettext("Tout est repris au plus tôt")),
    ]
    if target_on:
        wanted.append((target_on, "target", gettext("Date visée")))
    wanted += [
        (each.on, "expiry", gettext("%(name)s expire", name=each.name))
        for each in hard
        if scale.first <= each.on <= scale.last
    ]
    taken: list[tuple[int, int, int]] = []
    marks = []
    for day, kind, text in sorted(wanted, key=lambda each: each[0]):
        label = f"{text}, {date_short(day)}"
        x, length = scale.x(day), int(len(label) * _MARK_LETTER)
        anchor = "end" if x + length > WIDTH else "start"
        left = x - length if anchor == "end" else x
        lane = _free_lane(taken, left, left + length)
        taken.append((lane, left, left + length))
        marks.append(Mark(x=x, label=label, kind=kind, anchor=anchor, label_y=(lane + 1) * 20))
    return marks


def _free_lane(taken: Collection[tuple[int, int, int]], left: int, right: int) -> int:
    lane = 0
    while any(
        each == lane and left < end + _MARK_GAP and start < right + _MARK_GAP
        for each, start, end in taken
    ):
        lane += 1
    return lane


def _below(mark: Mark, bottom: int) -> Mark:
    return Mark(
        x=mark.x,
        label=mark.label,
        kind=mark.kind,
        anchor=mark.anchor,
        label_y=bottom + mark.label_y,
    )


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    whole = (scale.last - scale.first).days
    days = [scale.first + timedelta(days=whole * number // _TICKS) for number in range(_TICKS)]
    return tuple(Tick(x=scale.x(day), label=date_short(day)) for day in days)


def _cut(text: str, width: int) -> str:
    most = int(width / _NAME_LETTER)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
