"""The documents about personal data, filled in for a practice, as PDF."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy.orm import Session

from exports.dossier import Language
from exports.legal_docs import Document, Known, Paper, Section, fill, render
from reversibility.accounts.queries import PracticeSheet, get_practice
from reversibility.journal.texts import field_name
from reversibility.kernel import dates
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.dates import Locale
from reversibility.retention.outlook import periods_in_force
from reversibility.retention.periods import Rule, rules
from reversibility.retention.persons import MOST_RECORDS, HeldRecord, PersonFile

__all__ = ["Document", "Operator", "Standing", "legal_pdf", "person_json", "person_pdf", "read"]

_LONGEST_VALUE = 400
_STEPS = frozenset({"content", "after", "before"})
"""Parts of a place that say nothing to a reader."""
_DATES = ("recorded_at", "asked_at", "judged_at", "added_at", "made_at", "created_at")


@dataclass(frozen=True, kw_only=True)
class Operator:
    """Who runs the service, as its settings say."""

    name: str
    address: str
    contact: str
    hosts_health_data: bool


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the documents are filled in with."""

    practice: PracticeSheet
    months: Mapping[str, int]


def read(session: Session, actor: Actor) -> Standing:
    """Read what the documents are filled in with."""
    actor.require(Permission.DATA_MANAGE)
    return Standing(practice=get_practice(session, actor), months=periods_in_force(session, actor))


def legal_pdf(
    document: Document, standing: Standing, operator: Operator, locale: Locale, *, now: datetime
) -> bytes:
    """Print one document; needs no database, and takes about a second."""
    practice = standing.practice
    town = " ".join(part for part in (practice.postcode, practice.city) if part)
    values = {
        "practice": practice.legal_name,
        "practice_address": ", ".join(part for part in (practice.street, town) if part),
        "practice_contact": practice.emails[0] if practice.emails else "",
        "operator": operator.name,
        "operator_address": operator.address,
        "operator_contact": operator.contact,
        **{name: months_text(months, locale) for name, months in standing.months.items()},
    }
    known = Known(
        values=values,
        periods=[_period(rule, standing.months[rule.id], locale) for rule in rules().values()],
        health_hosted=operator.hosts_health_data,
        made_on=now.date(),
        made=dates.day(now.date(), locale),
    )
    return render(fill(document, Language(locale), known))


def months_text(months: int, locale: Locale) -> str:
    """Write a number of months."""
    if locale == "fr":
        return f"{months}\u00a0mois"
    return f"{months} month{'s' if months > 1 else ''}"


def person_json(held: PersonFile, *, now: datetime) -> bytes:
    """Write all that is held about a person, for machines."""
    content = {
        "format": "reversibility-person/1",
        "person": held.wanted,
        "made_at": now.isoformat(),
        "shortened": list(held.shortened),
        "records": [
            {
                "table": each.table,
                "id": each.id,
                "named_in": each.matched,
                "record": each.values,
            }
            for each in held.records
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def person_pdf(held: PersonFile, practice: str, locale: Locale, *, now: datetime) -> bytes:
    """Print all that is held about a person, to be read."""
    return render(person_paper(held, practice, locale, now=now))


def person_paper(held: PersonFile, practice: str, locale: Locale, *, now: datetime) -> Paper:
    """Write all that is held about a person."""
    sections = [
        _section(table, records, held, locale) for table, records in held.by_table().items()
    ]
    return Paper(
        language=Language(locale),
        title=word("title", locale).format(who=held.wanted),
        subtitle=word("subtitle", locale).format(practice=practice),
        intro=word("intro", locale),
        made_on=now.date(),
        made=dates.day(now.date(), locale),
        sections=tuple(sections) or (Section(title=word("none", locale)),),
    )


def word(name: str, locale: Locale) -> str:
    """Return one of the sheet's own words."""
    return str(_held()["words"][name][locale])


def table_name(table: str, locale: Locale) -> str:
    """Return how a table is called."""
    entry = _held()["tables"].get(table)
    return str(entry[locale]) if entry else table


def column_name(column: str, locale: Locale) -> str:
    """Return how a column is called."""
    entry = _held()["columns"].get(column)
    return str(entry[locale]) if entry else field_name(column, locale) or column


def told(record: HeldRecord, locale: Locale) -> tuple[str, ...]:
    """Say what a record is about and where it names the person: `auteur : Dr Claire Martin`."""
    colon = "\u00a0: " if locale == "fr" else ": "
    lines = [_told(place, text, colon, locale) for place, text in record.places]
    return tuple(dict.fromkeys([*([record.about] if record.about else []), *lines]))


def dated(record: HeldRecord, locale: Locale) -> str:
    """Return the day of a record, if it has one."""
    for name in _DATES:
        value = record.values.get(name)
        if isinstance(value, str) and value:
            return dates.day(datetime.fromisoformat(value).date(), locale)
    return ""


def _told(place: str, text: str, colon: str, locale: Locale) -> str:
    names = [part for part in place.split(".") if part not in _STEPS]
    label = ", ".join(column_name(name, locale) for name in names)
    shown = text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"
    return f"{label}{colon}{shown}" if shown else label


def _section(
    table: str, records: tuple[HeldRecord, ...], held: PersonFile, locale: Locale
) -> Section:
    short = word("shortened", locale).format(count=MOST_RECORDS)
    return Section(
        title=f"{table_name(table, locale)} ({len(records)})",
        paragraphs=(short,) if table in held.shortened else (),
        rows=tuple((dated(each, locale), "\n".join(told(each, locale))) for each in records),
        header=("", ""),
    )


def _period(rule: Rule, months: int, locale: Locale) -> tuple[str, str, str]:
    read_on = dates.day(rule.read_on, locale)
    source = f"{rule.source[locale]} ({rule.grade}, {read_on})"
    return rule.title[locale], months_text(months, locale), source


@cache
def _held() -> dict[str, Any]:
    text = files("reversibility.retention").joinpath("data/held.toml").read_text("utf-8")
    return tomllib.loads(text)
