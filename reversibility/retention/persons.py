"""What is held about a person: every text of the practice that names them, found by itself.

Every table is looked through, so that one that is added later is too. Secrets are not handed out:
of an account only what names or dates it is given.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, LargeBinary, RowMapping, Table, Uuid, select
from sqlalchemy.orm import Session

from reversibility.accounts.models import Membership, User
from reversibility.journal import service as journal
from reversibility.journal.models import JournalEntry
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.text import has_hidden
from reversibility.register.models import Asset, Person
from reversibility.retention.errors import NameInvalidError
from reversibility.store.base import Base

LEAST, MOST = 3, 200
"""Characters of a name or an address."""
MOST_RECORDS = 500
"""How many records of one table are listed."""
_NOT_GIVEN = re.compile(
    r"password|secret|token|digest|uniquifier|public_key|credential|salt|key$|codes$|handle$|counter$"
)
"""Columns that are no information about a person, or would let somebody in."""
_WORDS = re.compile(r"[^\W_]+(?:[.@+-][^\W_]+)*")


@dataclass(frozen=True, kw_only=True)
class HeldRecord:
    """One record that names the person."""

    table: str
    id: str
    about: str
    """What the record is about: its own name, or that of its asset; the number of an entry."""
    matched: tuple[str, ...]
    """The columns that name them; a link to them counts."""
    places: tuple[tuple[str, str], ...]
    """Each text that names them, with its place: `content.after.declared_by`; "" for a link."""
    values: Mapping[str, object]
    """The record, in plain JSON values, without secrets."""


@dataclass(frozen=True, kw_only=True)
class PersonFile:
    """All that is held about a person."""

    wanted: str
    records: tuple[HeldRecord, ...]
    shortened: tuple[str, ...]
    """Tables of which only the first records are listed."""

    def by_table(self) -> dict[str, tuple[HeldRecord, ...]]:
        """Return the records of each table."""
        tables = dict.fromkeys(record.table for record in self.records)
        return {
            table: tuple(record for record in self.records if record.table == table)
            for table in tables
        }


def list_held(session: Session, actor: Actor, wanted: str, *, now: datetime) -> PersonFile:
    """List what is held about the person with a name or an address; the journal says so."""
    actor.require(Permission.DATA_MANAGE)
    person = _Person.of(wanted)
    records: list[HeldRecord] = []
    shortened: list[str] = []
    search = _Search(
        actor=actor,
        person=person,
        links=_links(session, actor, person),
        names=_names_of(session, actor),
    )
    for table in Base.metadata.sorted_tables:
        found = list(islice(_records(session, table, search), MOST_RECORDS + 1))
        records += found[:MOST_RECORDS]
        shortened += [table.name] if len(found) > MOST_RECORDS else []
    journal.record(
        session,
        actor,
        "retention.person_listed",
        journal.Subject(type="practice", id=actor.practice_id),
        now=now,
        # Not the name: this entry stays, and would be one more thing held about them.
        content={"records": len(records)},
    )
    return PersonFile(wanted=wanted.strip(), records=tuple(records), shortened=tuple(shortened))


@dataclass(frozen=True, kw_only=True)
class _Person:
    address: str
    words: frozenset[str]

    @classmethod
    def of(cls, wanted: str) -> "_Person":
        text = wanted.strip()
        if len(text) < LEAST or len(text) > MOST or has_hidden(text):
            raise NameInvalidError({"wanted": f"name_length:{LEAST}"})
        folded = _fold(text)
        words = frozenset(_WORDS.findall(folded))
        if not words:
            raise NameInvalidError({"wanted": f"name_length:{LEAST}"})
        return cls(address=folded if "@" in folded else "", words=words)

    def is_in(self, value: object) -> bool:
        """Say whether a value, however deep, holds a text that names this person."""
        if isinstance(value, str) and not isinstance(value, Enum):
            folded = _fold(value)
            if self.address:
                return self.address in folded
            return self.words <= frozenset(_WORDS.findall(folded))
        if isinstance(value, Mapping):
            return any(self.is_in(each) for each in value.values())
        return isinstance(value, list | tuple) and any(self.is_in(each) for each in value)


Links = Mapping[str, frozenset[UUID]]
"""The persons and users found, by the name of their table."""


def _links(session: Session, actor: Actor, person: _Person) -> Links:
    persons = session.scalars(select(Person).where(Person.practice_id == actor.practice_id))
    members = session.scalars(
        select(User).where(
            User.id.in_(
                select(Membership.user_id).where(Membership.practice_id == actor.practice_id)
            )
        )
    )
    found = [each for each in persons if person.is_in([each.name, each.email])]
    users = [each for each in members if person.is_in([each.name, each.email])]
    addresses = {each.email.casefold() for each in found if each.email}
    users += [each for each in members if each.email.casefold() in addresses and each not in users]
    return {
        "persons": frozenset(each.id for each in found),
        "users": frozenset(each.id for each in users),
    }


@dataclass(frozen=True, kw_only=True)
class _Search:
    actor: Actor
    person: _Person
    links: Links
    names: Mapping[object, str]
    """How assets and entries are called, by their id."""


def _records(session: Session, table: Table, search: _Search) -> Iterator[HeldRecord]:
    given = [column for column in table.columns if _is_given(column)]
    condition = _condition(table, search)
    if condition is None or not given:
        return
    rows = session.execute(select(*given).where(condition).execution_options(yield_per=500))
    for row in rows.mappings():
        matched = tuple(column.name for column in given if _names(column, row[column.name], search))
        if matched:
            keys = [str(row[column.name]) for column in table.primary_key if column in given]
            places = tuple(
                place for name in matched for place in _places(name, row[name], search.person)
            )
            yield HeldRecord(
                table=table.name,
                id=" ".join(keys),
                about=_about(row, search.names),
                matched=matched,
                places=places,
                values={column.name: _plain(row[column.name]) for column in given},
            )


def _condition(table: Table, search: _Search) -> ColumnElement[bool] | None:
    """Return which rows of a table to look through; None for none of them."""
    columns, users = table.columns, search.links["users"]
    if "practice_id" in columns:
        return columns["practice_id"] == search.actor.practice_id
    if table.name == "practices":
        return columns["id"] == search.actor.practice_id
    name = "id" if table.name == "users" else "user_id"
    return columns[name].in_(users) if name in columns else None


def _is_given(column: Column[Any]) -> bool:
    is_binary = isinstance(column.type, LargeBinary)
    return not is_binary and not _NOT_GIVEN.search(column.name) and column.name != "practice_id"


def _names(column: Column[Any], value: object, search: _Search) -> bool:
    if isinstance(column.type, Uuid):
        return value in _linked(column, search.links)
    return search.person.is_in(value)


def _places(name: str, value: object, person: _Person) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for inner, each in value.items():
            yield from _places(f"{name}.{inner}", each, person)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _places(name, each, person)
    elif isinstance(value, UUID):
        yield name, ""
    elif person.is_in(value):
        yield name, str(value)


def _about(row: RowMapping, names: Mapping[object, str]) -> str:
    own = next((str(row[name]) for name in _OWN_NAMES if row.get(name)), "")
    return own or next((names[row[name]] for name in _LINKED if row.get(name) in names), "")


_OWN_NAMES = ("name", "title", "legal_name", "reference", "filename", "label")
_LINKED = ("asset_id", "entry_id", "id")


def _names_of(session: Session, actor: Actor) -> dict[object, str]:
    assets = session.execute(
        select(Asset.id, Asset.name).where(Asset.practice_id == actor.practice_id)
    )
    entries = session.execute(
        select(JournalEntry.id, JournalEntry.sequence).where(
            JournalEntry.practice_id == actor.practice_id
        )
    )
    found: dict[object, str] = {row.id: row.name for row in assets}
    return found | {row.id: f"n°\N{NO-BREAK SPACE}{row.sequence}" for row in entries}


def _linked(column: Column[Any], links: Links) -> Collection[UUID]:
    if column.table.name in links and column.primary_key:
        return links[column.table.name]
    if column.name == "actor_id":
        return links["users"]
    for key in column.foreign_keys:
        if key.column.table.name in links:
            return links[key.column.table.name]
    return ()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    is_json = value is None or isinstance(value, bool | int | float)
    return value if is_json else str(value)  # an enum of ours is its value


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))
