"""The calendar of a plan: shares of its length for the drawing, days for the reader."""

from datetime import date

from exports.dossier import Bar, Dossier
from exports.plan_pdf.dates import Writer
from exports.typesetting.plain import plain_fields


def calendar(dossier: Dossier, writer: Writer) -> dict[str, object]:
    """Give the bars and the dates that matter, each with its place between first and last day."""
    if not dossier.bars:
        return {"bars": [], "marks": [], "calendar_days": 1}
    first = min(bar.starts_on for bar in dossier.bars)
    last = max(bar.done_on for bar in dossier.bars)
    days = max(1, (last - first).days)
    return {
        "bars": [_bar(bar, first, writer) for bar in dossier.bars],
        "marks": [
            {"at": round((item.on - first).days * 100 / days, 2), "hard": item.hard}
            for item in dossier.milestones
            if first <= item.on <= last
        ],
        "calendar_days": days,
        "calendar_first": writer.date(first),
        "calendar_last": writer.date(last),
    }


def _bar(bar: Bar, first: date, writer: Writer) -> dict[str, object]:
    return {
        **plain_fields(bar, writer.day_or_instant),
        "from": (bar.starts_on - first).days,
        "span": (bar.done_on - bar.starts_on).days,
    }
