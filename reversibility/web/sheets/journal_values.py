"""What an entry of the journal changed, value by value, in the reader's words."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from probes.interface import VerdictField
from reversibility.catalogues.clauses import clauses
from reversibility.catalogues.models import Attribute
from reversibility.contracts.paper_models import PaperKind
from reversibility.contracts.texts import label as contract_label
from reversibility.contracts.texts import paper_kind, period_text
from reversibility.evidence.models import ProofKind
from reversibility.http.record_names import RecordName
from reversibility.http.seat import services
from reversibility.journal import texts
from reversibility.journal.queries import EntryLine
from reversibility.journal.rules import WITHHELD, Difference, differences
from reversibility.kernel.period import Period
from reversibility.web.filters import date_long, moment
from reversibility.web.languages import current_language
from reversibility.web.sheets.journal_parts import Change
from reversibility.web.words import ANSWERS, host, words

Names = Mapping[UUID, RecordName]

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_UUID_LENGTH = 36


def changes(entry: EntryLine, names: Names) -> tuple[Change, ...]:
    """Tell what changed; internal names are left out."""
    write = _Writer(entry, names)
    found = differences(entry.content or {})
    return tuple(write.change(each) for each in found if not texts.is_hidden(each.name))


def record_id(text: str) -> UUID | None:
    """Return the record that a text names, if it is an id."""
    try:
        return UUID(text) if len(text) == _UUID_LENGTH else None
    except ValueError:
        return None


@dataclass(frozen=True)
class _Writer:
    """How the values of one entry are written."""

    entry: EntryLine
    names: Names

    def change(self, each: Difference) -> Change:
        """Write one value before and after."""
        return Change(
            label=self._label(each.name),
            before=self._value(each.name, each.before),
            after=self._value(each.name, each.after),
        )

    def _label(self, name: str) -> str:
        table, _, inner = name.partition(".")
        if table == "attributes":
            attribute = self._attribute(inner)
            return words().text(attribute.label) if attribute else _spaced(inner)
        if table == "clauses" and inner:
            clause = clauses().find(inner)
            return words().text(clause.title) if clause else inner
        if inner:
            return f"{self._label(table)}, {_verdict_field(inner) or inner}"
        return texts.field_name(name, current_language()) or _spaced(name)

    def _value(self, name: str, value: object) -> str:
        if isinstance(value, list | tuple):
            return ", ".join(_told(self._value(name, each) for each in value))
        if isinstance(value, Mapping):
            told = {key: each for key, each in value.items() if not texts.is_hidden(key)}
            return " · ".join(_told(self._value(key, told[key]) for key in told))
        if isinstance(value, bool):
            return texts.word("yes" if value else "no", current_language())
        return self._text(name, str(value)) if value is not None else ""

    def _text(self, name: str, text: str) -> str:
        if text == WITHHELD:
            return texts.word("withheld", current_language())
        return self._coded(name, text) or self._named(text) or _dated(text) or text

    def _coded(self, name: str, text: str) -> str | None:
        table, _, inner = name.partition(".")
        if inner and table == "attributes":
            return self._choice(inner, text)
        if (self.entry.subject_type, name) == ("access_grant", "role"):
            return self._platform_role(text)
        read = _CODES.get(f"{self.entry.subject_type}.{name}") or _CODES.get(name)
        if read:
            return read(text)
        field = {"verdicts": "verdict", "clauses": "clause"}.get(table, name)
        return texts.value_name(field, text, current_language())

    def _platform_role(self, text: str) -> str | None:
        told = self.entry.content or {}
        after = told.get("after") or told.get("before") or {}
        asset = self.names.get(record_id(str(after.get("asset"))) or UUID(int=0))
        kind = services().catalogue.kinds.get(asset.kind) if asset else None
        role = kind.role(text) if kind else None
        return words().text(role.name) if role else None

    def _choice(self, attribute_id: str, text: str) -> str | None:
        attribute = self._attribute(attribute_id)
        choices = attribute.choices if attribute else ()
        return next((words().text(each.label) for each in choices if each.id == text), None)

    def _named(self, text: str) -> str | None:
        found = [record_id(part) for part in text.split(", ")]
        if not all(found):
            return None
        gone = texts.word("gone", current_language())
        known = [self.names.get(each) for each in found if each]
        return ", ".join(each.name if each else gone for each in known)

    def _attribute(self, attribute_id: str) -> Attribute | None:
        kinds = services().catalogue.kinds
        after = (self.entry.content or {}).get("after")
        own = kinds.get(str(after.get("kind"))) if isinstance(after, Mapping) else None
        asked = (own,) if own else kinds.values()
        each = (attribute for kind in asked for attribute in kind.attributes)
        return next((found for found in each if found.id == attribute_id), None)


def _kind(text: str) -> str | None:
    # Of the element itself, or of a document about it.
    kind = services().catalogue.kinds.get(text)
    if kind is None:
        return words().say(f"proof.{text}") if text in set(ProofKind) else None
    return words().text(kind.short)


def _paper_kind(text: str) -> str | None:
    return paper_kind(PaperKind(text), current_language()) if text in set(PaperKind) else None


_AGREED_CHOICES = (
    "renewal", "counting", "may_end", "notice_form", "obligation", "price_every",
)  # fmt: skip
_AGREED_PERIODS = (
    "initial_term", "renewal_term", "notice", "provider_notice", "early_after", "early_notice",
)  # fmt: skip


def _agreed(table: str, text: str) -> str | None:
    return contract_label(table, text, current_language())


def _period(text: str) -> str | None:
    try:
        return period_text(Period.parse(text), current_language())
    except ValueError:
        return None


def _verdict_field(text: str) -> str | None:
    if text not in set(VerdictField):
        return None
    return words().lower(words().field(VerdictField(text)))


_CODES: Mapping[str, Callable[[str], str | None]] = {
    "asset.kind": _kind,
    "situation": lambda text: words().label("situations", text),
    "second_factor": lambda text: words().label("second_factors", text),
    "field": _verdict_field,
    "paper_kind": _paper_kind,
    **{name: partial(_agreed, name) for name in _AGREED_CHOICES},
    **dict.fromkeys(_AGREED_PERIODS, _period),
    "state": lambda text: str(ANSWERS[text]) if text in ANSWERS else None,
    "source": str.upper,
    "server": host,
}


def _told(values: Iterable[str]) -> list[str]:
    return [value for value in values if value]


def _spaced(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _dated(text: str) -> str | None:
    try:
        if _INSTANT.match(text):
            return moment(datetime.fromisoformat(text))
        return date_long(date.fromisoformat(text)) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
