"""The sentences of a finding, in the reader's language; they stand in `data/rules.toml`."""

from datetime import date

from reversibility.catalogues.models import Text
from reversibility.findings.answers import Value
from reversibility.findings.models import Finding
from reversibility.findings.policy import Way
from reversibility.kernel import dates
from reversibility.kernel.dates import Locale

_FORMS = {0: "_today", 1: "_one"}
"""Which form of a sentence is said of today, and of one."""


def fact(finding: Finding, locale: Locale) -> str:
    """Say what the finding rests on, as one sentence."""
    rule = finding.rule
    sentences = (rule.unknown or {}) if finding.is_unknown else rule.facts
    counted = finding.values.get("days", finding.values.get("count"))
    form = finding.fact + _FORMS.get(counted, "") if isinstance(counted, int) else finding.fact
    text = sentences.get(form) or sentences[finding.fact]
    values = {name: _written(value, locale) for name, value in finding.values.items()}
    return text.in_(locale).format_map(values)


def way(finding: Finding) -> Way:
    """Return the button that starts the fix, or that fills in what is missing."""
    unknown = finding.rule.unknown_way if finding.is_unknown else None
    return unknown or finding.rule.way


def _written(value: Value, locale: Locale) -> str:
    if isinstance(value, date):
        return dates.day(value, locale)
    return value.in_(locale) if isinstance(value, Text) else str(value)
