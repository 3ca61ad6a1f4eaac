"""Entries of the journal in plain words: who did what to which record, before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from reversibility.journal import texts
from reversibility.journal.queries import EntryLine
from reversibility.web.languages import current_language
from reversibility.web.parts import Link
from reversibility.web.sheets.journal_parts import JournalItem
from reversibility.web.sheets.journal_values import Names, changes, record_id

_TITLES = ("name", "legal_name", "title", "asset_name", "email", "filename")
_PAGES = {
    "asset": ("assets.show", "asset_id"),
    "contract": ("contracts.show", "contract_id"),
    "run": ("checks.show", "run_id"),
    "party": ("parties.show", "party_id"),
}
_PAGES_OF = {
    "person": "party",
    "access_grant": "asset",
    "proof": "asset",
    "observation": "asset",
    "exit": "contract",
    "exit_document": "contract",
}
"""Records shown on the page of the one they belong to."""


def journal_items(entries: Iterable[EntryLine], names: Names) -> tuple[JournalItem, ...]:
    """Describe each entry."""
    return tuple(_Entry(entry, names).item() for entry in entries)


def ids_in(entries: Iterable[EntryLine]) -> frozenset[UUID]:
    """Return every record that the entries are about or name."""
    return frozenset(found for entry in entries for found in _ids(entry))


def record_link(record_id: UUID, kind: str, names: Names) -> str:
    """Return the address of a record's page; empty where it has none, or is not there any more."""
    known = names.get(record_id)
    shown = record_id
    if kind in _PAGES_OF:
        kind, shown = _PAGES_OF[kind], known.of if known and known.of else record_id
    if kind not in _PAGES or (known is None and kind != "run"):
        return ""
    endpoint, argument = _PAGES[kind]
    values: dict[str, Any] = {argument: shown}
    return url_for(endpoint, **values)


@dataclass(frozen=True)
class _Entry:
    """One entry, with the names of what it is about."""

    line: EntryLine
    names: Names

    def item(self) -> JournalItem:
        """Describe it."""
        line, locale = self.line, current_language()
        actor = texts.actor_name(line.actor_kind, line.actor_label, locale)
        return JournalItem(
            number=line.sequence,
            at=line.recorded_at,
            actor=actor,
            sentence=tuple(self._part(*part) for part in _parts(line.action, locale)),
            subject=self._subject(),
            kind=texts.subjects(locale).get(line.subject_type, line.subject_type),
            changes=changes(line, self.names),
            erased_at=line.erased_at,
            erased_by=line.erased_by or "",
            erased_reason=line.erased_reason or "",
            digest=line.digest,
        )

    def _part(self, text: str, is_name: bool) -> Link:  # noqa: FBT001 - a pair of _parts
        if not is_name:
            return Link(text=text, href="")
        if text == "actor":
            who = texts.actor_name(self.line.actor_kind, self.line.actor_label, current_language())
            return Link(text=who, href="")
        href = record_link(self.line.subject_id, self.line.subject_type, self.names)
        return Link(text=self._subject(), href=href)

    def _subject(self) -> str:
        known = self.names.get(self.line.subject_id)
        return known.name if known else self._name_that_day()

    def _name_that_day(self) -> str:
        told = self.line.content or {}
        for values in (told.get("after"), told, told.get("before")):
            for name in _TITLES:
                value = values.get(name) if isinstance(values, Mapping) else None
                if isinstance(value, str) and value:
                    return value
        return texts.word("unnamed", current_language())


def _parts(action: str, locale: str) -> Iterable[tuple[str, bool]]:
    for place, text in enumerate(texts.sentence(action, locale)):
        if text:
            yield text, bool(place % 2)


def _ids(entry: EntryLine) -> Iterable[UUID]:
    yield entry.subject_id
    yield from _ids_in(entry.content)


def _ids_in(value: object) -> Iterable[UUID]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _ids_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _ids_in(inner)
    elif isinstance(value, str):
        yield from (found for part in value.split(", ") if (found := record_id(part)))
