"""Periods, pieces and erasures as rows of the page of data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from reversibility.pieces.models import PieceKind
from reversibility.retention import papers
from reversibility.retention.due import MOST
from reversibility.retention.outlook import Outlook
from reversibility.retention.periods import rules
from reversibility.retention.persons import MOST_RECORDS, PersonFile
from reversibility.retention.queries import ErasedLine, PeriodLine, PieceLine, TurnLine
from reversibility.web.filters import author
from reversibility.web.languages import current_language, gettext, lazy_gettext, ngettext
from reversibility.web.parts import Choice
from reversibility.web.words import host

KINDS: Mapping[PieceKind, str] = {
    PieceKind.PROOF: lazy_gettext("Justificatifs"),
    PieceKind.PAPER: lazy_gettext("Pièces de contrat"),
    PieceKind.PRODUCED: lazy_gettext("Plans et dossiers"),
    PieceKind.LETTER: lazy_gettext("Courriers"),
    PieceKind.FACT: lazy_gettext("Faits d’une chronologie"),
    PieceKind.SITUATION: lazy_gettext("Situations indiquées"),
    PieceKind.NOTES: lazy_gettext("Notes"),
    PieceKind.DRAFT: lazy_gettext("Brouillons tirés d’un nom"),
    PieceKind.ANSWER: lazy_gettext("Relevés"),
    PieceKind.RESULT: lazy_gettext("Résultats"),
}

_MARKED = frozenset({PieceKind.PROOF, PieceKind.PAPER, PieceKind.PRODUCED, PieceKind.NOTES})
"""The kinds that can be kept within the practice; the others are public anyway."""


@dataclass(frozen=True, kw_only=True)
class PeriodRow:
    """One rule: how long, from where, and what goes next."""

    title: str
    covers: str
    months: str
    chosen_by: str
    """Who chose another period than the proposed one."""
    chosen_at: datetime | None
    proposed: str
    source: str
    grade: str
    read_on: date
    href: str
    next_count: str
    next_at: datetime | None
    held: str


@dataclass(frozen=True, kw_only=True)
class ErasedRow:
    """Contents that went together."""

    what: str
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PieceRow:
    """One piece, and what can be done with it."""

    kind: str
    kind_name: str
    title: str
    about: str
    dated_at: datetime
    is_secret: bool
    erased_at: datetime | None
    marking: str
    """Where its button leads; empty for kinds that are public anyway."""
    erasing: str


@dataclass(frozen=True, kw_only=True)
class HeldTable:
    """The records of one table that name a person."""

    title: str
    is_shortened: bool
    most: int
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """The day, and where they are named."""


def period_row(line: PeriodLine, turn: TurnLine) -> PeriodRow:
    """Describe a rule in force."""
    rule, language = line.rule, current_language()
    next_ = turn.outlook.get(rule.id, Outlook())
    return PeriodRow(
        title=rule.title[language],
        covers=rule.covers[language],
        months=_months(line.months),
        chosen_by=line.changed_by,
        chosen_at=line.changed_at,
        proposed="" if line.is_proposed else _months(rule.months),
        source=rule.source[language],
        grade=rule.grade,
        read_on=rule.read_on,
        href=rule.url,
        next_count=_count(next_.count) if next_.count else "",
        next_at=next_.at,
        held=_held(next_.held) if next_.held else "",
    )


def erased_row(line: ErasedLine) -> ErasedRow:
    """Describe an erasure."""
    rule = rules().get(line.rule)
    return ErasedRow(
        what=f"{KINDS[line.kind]} ({line.count})",
        why=rule.title[current_language()] if rule else line.reason,
        by=gettext("le service") if rule else line.erased_by,
        at=line.erased_at,
    )


def piece_row(line: PieceLine) -> PieceRow:
    """Describe a piece."""
    kind = line.kind.value
    marked = line.kind in _MARKED
    way = "data.share" if line.is_secret else "data.keep_within"
    is_open = line.erased_at is None
    return PieceRow(
        kind=kind,
        kind_name=str(KINDS[line.kind]),
        title=_title(line),
        about=line.about,
        dated_at=line.dated_at,
        is_secret=line.is_secret,
        erased_at=line.erased_at,
        marking=url_for(way, kind=kind, piece_id=line.id) if marked and is_open else "",
        erasing=url_for("data.ask_erase", kind=kind, piece_id=line.id) if is_open else "",
    )


def kind_choices(chosen: PieceKind) -> tuple[Choice, ...]:
    """Return the kinds of pieces as links."""
    return tuple(
        Choice(
            text=str(name),
            href=url_for("data.pieces", kind=kind.value),
            is_chosen=kind is chosen,
        )
        for kind, name in KINDS.items()
        if kind is not PieceKind.RESULT  # its texts go with the answers behind it
    )


def held_tables(held: PersonFile) -> tuple[HeldTable, ...]:
    """Describe what is held about a person, table by table."""
    language = current_language()
    return tuple(
        HeldTable(
            title=papers.table_name(table, language),
            is_shortened=table in held.shortened,
            most=MOST_RECORDS,
            rows=tuple(
                (papers.dated(each, language), papers.told(each, language)) for each in records
            ),
        )
        for table, records in held.by_table().items()
    )


def _title(line: PieceLine) -> str:
    if line.erased_at is not None:
        return gettext("Contenu effacé")
    if line.kind is PieceKind.ANSWER:
        return host(line.title)
    if line.kind is PieceKind.SITUATION:
        return gettext("Réponses de %(who)s", who=author(line.title))
    return line.title or gettext("(sans texte)")


def _months(months: int) -> str:
    return papers.months_text(months, current_language())


def _count(count: int) -> str:
    if count >= MOST:
        return gettext("%(most)s contenus ou plus", most=MOST)
    return ngettext("un contenu", "%(num)s contenus", count)


def _held(count: int) -> str:
    return ngettext(
        "Un contenu reste, parce que les effacements sont suspendus.",
        "%(num)s contenus restent, parce que les effacements sont suspendus.",
        count,
    )
