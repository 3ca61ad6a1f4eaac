"""What a table would do to the register, row by row; nothing is written here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from reversibility.catalogues.models import Catalogue
from reversibility.http.tables.grid import Grid
from reversibility.http.tables.headings import Heads, find_heads
from reversibility.http.tables.register import Register
from reversibility.http.tables.rows import NEW, Fault, Row, RowReader
from reversibility.kernel.dates import Locale
from reversibility.kernel.digest import canonical_json, sha256
from reversibility.kernel.text import slug as make_slug
from reversibility.register.models import Asset

ASSETS = "assets"


class Action(StrEnum):
    """What becomes of a row."""

    WRONG = "wrong"
    CREATE = "create"
    CHANGE = "change"
    KEEP = "keep"
    """It is in the register already, and stays there as it is."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What whoever imports has decided."""

    ignores_columns: bool = False
    creates_parties: bool = False
    changes_known: bool = False
    leaves_wrong: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, bool]) -> "Choices":
        """Return what was decided; what was not asked about is no."""
        return cls(**{name: kept.get(name) is True for name in cls.__dataclass_fields__})


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One row: what would be done, or what is wrong with it."""

    number: int
    action: Action
    kind: str
    name: str
    slug: str
    asset_id: UUID | None
    version: int
    values: Mapping[str, Any]
    """What to declare: of a change, only what differs."""
    before: Mapping[str, Any]
    faults: tuple[Fault, ...]
    said: Mapping[str, str] = field(default_factory=dict)
    """Of rows that are no assets: what stands in each column, as it is shown."""

    def plain(self) -> list[object]:
        """Return what the digest of a plan is made of."""
        return [
            self.number, self.action.value, self.kind, self.slug, str(self.asset_id or ""),
            self.version, _plain(self.values),
        ]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All of it."""

    heads: Heads
    rows: Sequence[Planned]
    missing_parties: Sequence[str]
    """Names of parties that the table speaks of and the register has not."""
    choices: Choices
    register: Register
    """As it was when this was worked out."""
    which: str = ASSETS
    """Of what the rows speak: assets, people, accesses or contracts."""

    @property
    def counts(self) -> Mapping[Action, int]:
        """How many rows of each action."""
        return Counter(row.action for row in self.rows)

    @property
    def new_parties(self) -> Sequence[str]:
        """Names of the parties that would be made first: those that a row to import needs."""
        named = {
            value.removeprefix(NEW)
            for row in self.rows
            if row.action in {Action.CREATE, Action.CHANGE}
            for value in row.values.values()
            if isinstance(value, str) and value.startswith(NEW)
        }
        return [name for name in self.missing_parties if name in named]

    @property
    def blocked_by(self) -> str:
        """What stands against the import: `columns`, `rows`, `nothing` to do; or empty."""
        counts = self.counts
        if self.heads.unknown and not self.choices.ignores_columns:
            return "columns"
        if counts[Action.WRONG] and not self.choices.leaves_wrong:
            return "rows"
        return "" if counts[Action.CREATE] or counts[Action.CHANGE] else "nothing"

    @property
    def digest(self) -> str:
        """Return what says that this is the very plan that was shown."""
        told = [row.plain() for row in self.rows]
        return sha256(canonical_json([told, list(self.new_parties), vars(self.choices)]))


def make_plan(
    grid: Grid, catalogue: Catalogue, register: Register, choices: Choices, *, locale: Locale
) -> Plan:
    """Compare a table with the register; raises what cannot be read as a whole."""
    heads, rows = find_heads(grid, catalogue)
    creates = choices.creates_parties
    reader = RowReader(heads, catalogue, register, creates_parties=creates, locale=locale)
    planner = _Planner(register, choices)
    planned = [planner.plan(reader.read(number, cells)) for number, cells in rows]
    missing = list(reader.missing_parties.values())
    return Plan(
        heads=heads, rows=planned, missing_parties=missing, choices=choices, register=register
    )


@dataclass
class _Planner:
    """What is remembered from row to row."""

    register: Register
    choices: Choices
    seen: dict[object, int] = field(default_factory=dict)
    slugs: set[str] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)
    """The last number after each stem: names without Latin letters all have the same one."""

    def plan(self, row: Row) -> Planned:
        """Decide what becomes of a row."""
        key = row.asset.id if row.asset else (row.slug or (row.kind, row.key))
        faults = list(row.faults)
        if row.key and key in self.seen:
            faults.append(Fault(column=row.name_column, code=f"row_twice:{self.seen[key]}"))
        self.seen.setdefault(key, row.number)
        if faults:
            return self._planned(row, Action.WRONG, faults=faults)
        if row.asset is None:
            return self._planned(row, Action.CREATE, values=row.values, slug=self._slug(row))
        before = {name: _declared(row.asset, name) for name in row.values}
        values = {name: value for name, value in row.values.items() if before[name] != value}
        before = {name: before[name] for name in values}
        action = Action.CHANGE if values and self.choices.changes_known else Action.KEEP
        return self._planned(row, action, values=values, before=before, slug=row.asset.slug)

    def _slug(self, row: Row) -> str:
        stem = row.slug or make_slug(row.values["name"])
        found, number = stem, self.numbers.get(stem, 1)
        while found in self.register.assets or found in self.slugs:
            number += 1
            found = f"{stem}-{number}"
        self.slugs.add(found)
        self.numbers[stem] = number
        return found

    def _planned(
        self,
        row: Row,
        action: Action,
        *,
        values: Mapping[str, Any] = MappingProxyType({}),
        before: Mapping[str, Any] = MappingProxyType({}),
        faults: Sequence[Fault] = (),
        slug: str = "",
    ) -> Planned:
        return Planned(
            number=row.number,
            action=action,
            kind=row.kind,
            name=row.name,
            slug=slug,
            asset_id=row.asset.id if row.asset else None,
            version=row.asset.version if row.asset else 0,
            values=values,
            before=before,
            faults=tuple(faults),
        )


def _declared(asset: Asset, name: str) -> Any:  # noqa: ANN401 - a value of an asset
    """Return what is declared under a name of `Row.values`: a column, or `attribute.expires_on`."""
    head, _, attribute = name.partition(".")
    return asset.attributes.get(attribute) if head == "attribute" else getattr(asset, name)


def _plain(values: Mapping[str, Any]) -> dict[str, object]:
    return {
        name: str(value) if isinstance(value, UUID) else value for name, value in values.items()
    }
