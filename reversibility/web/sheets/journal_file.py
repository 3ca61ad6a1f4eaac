"""The journal as a file: a table for people (CSV), or all it takes to check the chain (JSON)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import current_app

from reversibility.journal.queries import EntryLine, HeadLine
from reversibility.web.filters import moment
from reversibility.web.languages import current_language, gettext
from reversibility.web.sheets.journal_parts import JournalItem

FORMATS = {"csv": "text/csv", "json": "application/json"}
SCHEMA = "reversibility-journal/1"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\ufeff"

Chunk = tuple[tuple[EntryLine, ...], tuple[JournalItem, ...]]


@dataclass(frozen=True, kw_only=True)
class JournalFile:
    """What leaves: in which format, of which entries."""

    kind: str
    made_at: datetime
    practice_id: UUID
    head: HeadLine
    filters: Mapping[str, str]
    is_complete: bool
    """Every entry up to the head is in it, so that the whole chain can be checked."""

    @property
    def media_type(self) -> str:
        """Its type on the Internet."""
        return FORMATS[self.kind]

    @property
    def filename(self) -> str:
        """Its name, with the day it was made."""
        day = self.made_at.astimezone(current_app.config["TIME_ZONE"]).date()
        name = gettext("journal")
        return f"{name}-{day.isoformat()}.{self.kind}"

    def content(self, chunks: Iterable[Chunk]) -> Iterator[str]:
        """Write it piece by piece; it may be long."""
        return self._table(chunks) if self.kind == "csv" else self._document(chunks)

    def _table(self, chunks: Iterable[Chunk]) -> Iterator[str]:
        # A spreadsheet set to French takes the comma for the decimal sign.
        separator = ";" if current_language() == "fr" else ","
        heads = [
            gettext("N°"), gettext("Date et heure"), gettext("Qui"), gettext("Ce qui a été fait"),
            gettext("Sorte de fiche"), gettext("Fiche"), gettext("Ce qui a changé"),
            gettext("Contenu effacé"), gettext("Empreinte (SHA-256)"),
        ]  # fmt: skip
        yield _BOM + _line(heads, separator)
        for _, items in chunks:
            yield "".join(_line(_cells(item), separator) for item in items)

    def _document(self, chunks: Iterable[Chunk]) -> Iterator[str]:
        head = {"sequence": self.head.sequence, "digest": self.head.digest}
        about = {
            "format": SCHEMA,
            "practice": str(self.practice_id),
            "made_at": self.made_at.isoformat(),
            "complete": self.is_complete,
            "filters": dict(self.filters),
            "head": head,
        }
        yield json.dumps(about, ensure_ascii=False)[:-1] + ', "entries": [\n'
        between = ""
        for entries, items in chunks:
            for entry, item in zip(entries, items, strict=True):
                yield between + json.dumps(_record(entry, item), ensure_ascii=False)
                between = ",\n"
        yield "\n]}\n"


def _cells(item: JournalItem) -> list[str]:
    erased = ""
    if item.erased_at:
        erased = f"{moment(item.erased_at)} ({item.erased_by}) : {item.erased_reason}"
    return [
        str(item.number),
        item.at.astimezone(current_app.config["TIME_ZONE"]).isoformat(sep=" ", timespec="seconds"),
        item.actor,
        _sentence(item),
        item.kind,
        item.subject,
        "\n".join(
            f"{each.label} : {each.before or '∅'} → {each.after or '∅'}" for each in item.changes
        ),
        erased,
        item.digest,
    ]


def _line(cells: Iterable[str], separator: str) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator)
    writer.writerow([_plain(cell) for cell in cells])
    return written.getvalue()


def _plain(cell: str) -> str:
    # A spreadsheet would compute what looks like a formula; after an apostrophe it stays a text.
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) else cell


def _sentence(item: JournalItem) -> str:
    return "".join(part.text for part in item.sentence)


def _record(entry: EntryLine, item: JournalItem) -> dict[str, object]:
    """Write everything that the digests are made of, and the sentence for whoever reads it."""
    erased = {
        "at": entry.erased_at.isoformat(),
        "by": entry.erased_by,
        "reason": entry.erased_reason,
    } if entry.erased_at else None  # fmt: skip
    return {
        "sequence": entry.sequence,
        "at": entry.recorded_at.isoformat(),
        "actor": [entry.actor_kind.value, str(entry.actor_id or ""), entry.actor_label],
        "action": entry.action,
        "subject": [entry.subject_type, str(entry.subject_id)],
        "sentence": _sentence(item),
        "salt": entry.salt.hex() if entry.salt is not None else None,
        "content": entry.content,
        "erased": erased,
        "payload": entry.payload_digest,
        "previous": entry.previous_digest,
        "digest": entry.digest,
    }
