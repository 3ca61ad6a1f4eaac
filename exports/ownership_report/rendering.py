"""Render in a child process that lives for one report and has limits on time and memory."""

import json
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

from exports.dossier import VerdictState
from exports.errors import ReportError
from exports.ownership_report.model import Report
from exports.plan_pdf.dates import Writer
from exports.plan_pdf.labels import labels
from exports.plan_pdf.view import evidence_row
from exports.typesetting.child import Renderer
from exports.typesetting.labels import Labels, read_labels
from exports.typesetting.plain import plain_fields

RENDERER = Renderer(module="exports.ownership_report", document="the report", fault=ReportError)
LABELS = Path(__file__).with_name("labels.toml")
# What needs attention comes first in the summary.
ORDER = (
    VerdictState.CONTRADICTED,
    VerdictState.INCONCLUSIVE,
    VerdictState.UNREACHABLE,
    VerdictState.NOT_PUBLISHED,
    VerdictState.CONFIRMED,
    VerdictState.PROVED_BY_DOCUMENT,
)


def render(report: Report) -> bytes:
    """Make the PDF of a report; raise ReportError with a sentence when it cannot be made."""
    return RENDERER.render(json.dumps(view(report), ensure_ascii=False).encode())


def view(report: Report) -> dict[str, object]:
    """Give the template everything it prints, as plain values."""
    words = _words(report)
    writer = Writer(words=words, zone=ZoneInfo(report.time_zone))
    made = {"date": writer.local_date(report.made_at), "time": writer.time(report.made_at)}
    return {
        **plain_fields(report, writer.day_or_instant),
        "labels": words.plain(),
        "timestamp": int(report.made_at.timestamp()),
        "counts": _counts(report),
        "field_count": sum(len(_judged(asset.fields)) for asset in report.assets),
        "evidence": [evidence_row(item, writer) for item in report.evidence],
        "made": words.say("made", **made),
        "footer": words.say("footer", **made),
    }


def _words(report: Report) -> Labels:
    # The report speaks of results as the plan does; what it says otherwise stands beside it.
    shared, own = labels(report.language), read_labels(LABELS, report.language)
    return Labels(texts={**shared.texts, **own.texts}, lists={**shared.lists, **own.lists})


def _judged(fields: tuple[object, ...]) -> list[VerdictState]:
    states = (getattr(field, "state", None) for field in fields)
    return [state for state in states if state is not None]


def _counts(report: Report) -> list[dict[str, object]]:
    found = Counter(state for asset in report.assets for state in _judged(asset.fields))
    return [{"state": state.value, "count": found[state]} for state in ORDER if found[state]]
