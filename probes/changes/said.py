"""A difference in words."""

import re

from probes.changes.model import ChangedField
from probes.interface import Message, VerdictField, message
from probes.texts import Locale, display

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODED = frozenset(
    {
        ChangedField.REGISTRATION,
        ChangedField.EXPIRY,
        ChangedField.LOCK,
        ChangedField.STATUS,
        ChangedField.CERTIFICATE,
    }
)
_RESULT = re.compile(r"result_[a-z_]+")


def sentence(code: str, *, name: str, who: str, before: str, after: str) -> Message:
    """Build the sentence of a difference; its text takes of these what it needs."""
    return message(code, name=name, who=who, before=before, after=after)


def shown(field: ChangedField, value: str, locale: Locale) -> str:
    """Put the value before or after into words, to stand by itself: days, locks, results."""
    if field not in _CODED and not _RESULT.fullmatch(value):
        return value
    return ", ".join(_shown(part, locale) for part in value.split(", "))


def _shown(value: str, locale: Locale) -> str:
    is_day = _DAY.fullmatch(value) is not None
    return display(VerdictField.EXPIRY if is_day else VerdictField.LOCK, value, locale)
