"""Read one row: what it declares, and every fault with its column."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reversibility.catalogues.models import AssetKind, Catalogue
from reversibility.http.tables.cells import (
    CellError,
    attribute_value,
    importance,
    line,
    lines,
    plain,
)
from reversibility.http.tables.grid import fold
from reversibility.http.tables.headings import Heads
from reversibility.http.tables.register import Register
from reversibility.kernel.dates import Locale
from reversibility.register.attributes import attribute_faults
from reversibility.register.models import DECLARED_PARTIES, Asset

NEW = "\0new:"
"""Before the name of a party that is to be made first; no cell can hold it."""
LONGEST_NAME, LONGEST_NOTE = 200, 2_000
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong in a row: in which column, and the code of why."""

    column: str
    code: str


@dataclass(kw_only=True)
class Row:
    """What a row declares."""

    number: int
    kind: str = ""
    name: str = ""
    """As it is shown, also where it cannot be kept."""
    key: str = ""
    """The name as names are compared."""
    name_column: str = ""
    slug: str = ""
    asset: Asset | None = None
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


class RowReader:
    """Reads rows, and gathers the parties that the register has not."""

    def __init__(
        self,
        heads: Heads,
        catalogue: Catalogue,
        register: Register,
        *,
        creates_parties: bool,
        locale: Locale,
    ) -> None:
        self.heads, self.catalogue, self.register = heads, catalogue, register
        self.creates_parties, self.locale = creates_parties, locale
        self.missing_parties: dict[str, str] = {}
        self.kinds = _kinds(catalogue)

    def read(self, number: int, cells: Sequence[str]) -> Row:
        """Return what a row declares; whatever is wrong stands in its faults."""
        row = Row(number=number, name_column=self.heads.title(self.heads.own["name"]))
        texts = {name: plain(_cell(cells, place)) for name, place in self.heads.own.items()}
        row.name = " ".join(texts["name"].split())[:LONGEST_NAME]
        row.key = fold(texts["name"])
        kind = self._kind(row, texts["kind"])
        self._own(row, texts)
        if kind is None:
            return row
        row.kind = kind.id
        self._find(row, kind, texts.get("id", ""))
        given = self._attributes(row, kind, cells)
        self._check(row, kind, given)
        if row.asset is None:
            row.values.setdefault("importance", kind.importance)
        return row

    def _kind(self, row: Row, text: str) -> AssetKind | None:
        found = self.kinds.get(fold(text), ())
        if len(found) == 1:
            return self.catalogue.kinds[found[0]]
        self._fault(row, "kind", self._kind_fault(text, found))
        return None

    def _kind_fault(self, text: str, found: Sequence[str]) -> str:
        if not text:
            return "required"
        titles = {kind.id: self._title(kind) for kind in self.catalogue.kinds.values()}
        if found:
            return f"kind_ambiguous:{' · '.join(titles[each] for each in found)}"
        folded = {fold(title): title for title in titles.values()}
        near = difflib.get_close_matches(fold(text)[:80], folded, n=2, cutoff=0.6)
        if near:
            return f"kind_near:{' · '.join(folded[each] for each in near)}"
        return f"kind_unknown:{text[:80]}"

    def _own(self, row: Row, texts: Mapping[str, str]) -> None:
        if not texts["name"]:
            self._fault(row, "name", "required")
        for name, text in texts.items():
            if not text or name in {"kind", "id"}:
                continue
            try:
                row.values.update(self._own_value(name, text))
            except CellError as error:
                self._fault(row, name, str(error))

    def _own_value(self, name: str, text: str) -> dict[str, Any]:
        if name in DECLARED_PARTIES:
            return {f"{name}_id": self._party(text)}
        if name == "importance":
            return {name: importance(text)}
        if name == "notes":
            return {name: lines(text, LONGEST_NOTE)}
        return {name: line(text, LONGEST_NAME)}

    def _party(self, text: str) -> Any:  # noqa: ANN401 - an id, or a party to be
        name = line(text, LONGEST_NAME)
        party = self.register.find_party(name)
        if party is not None:
            return party.id
        known = self.missing_parties.setdefault(fold(name) or name, name)
        if not self.creates_parties:
            raise CellError(f"party_unknown:{name[:80]}")
        return f"{NEW}{known}"

    def _find(self, row: Row, kind: AssetKind, slug: str) -> None:
        if slug and not _SLUG.fullmatch(slug):
            self._fault(row, "id", "slug")
            return
        row.slug = slug
        try:
            row.asset = self.register.find_asset(slug, kind.id, row.name)
        except CellError as error:
            self._fault(row, "id" if slug else "name", str(error))
            return
        if row.asset is not None and row.asset.kind != kind.id:
            other = self.catalogue.kinds.get(row.asset.kind)
            title = self._title(other) if other else row.asset.kind
            self._fault(row, "kind", f"kind_differs:{title}")

    def _attributes(self, row: Row, kind: AssetKind, cells: Sequence[str]) -> dict[str, int]:
        given: dict[str, int] = {}
        for place, by_kind in self.heads.attributes.items():
            text = plain(_cell(cells, place))
            if not text:
                continue
            attribute = by_kind.get(kind.id)
            if attribute is None:
                self._fault_at(row, place, f"not_of_kind:{self._title(kind)}")
                continue
            try:
                row.values[f"attribute.{attribute.id}"] = attribute_value(
                    attribute, text, self.locale
                )
                given[attribute.id] = place
            except CellError as error:
                self._fault_at(row, place, str(error))
                given[attribute.id] = -1
        return given

    def _check(self, row: Row, kind: AssetKind, given: Mapping[str, int]) -> None:
        """Ask the register what it would refuse, and say under which column."""
        attributes = dict(row.asset.attributes) if row.asset else {}
        attributes |= {
            name.removeprefix("attribute."): value
            for name, value in row.values.items()
            if name.startswith("attribute.")
        }
        labels = {each.id: each.label.in_(self.locale) for each in kind.attributes}
        for name, code in attribute_faults(kind, attributes).items():
            place = given.get(name)
            if place is None and (row.asset is None or code == "required"):
                row.faults.append(Fault(column=labels.get(name, name), code=code))
            elif place is not None and place >= 0:
                self._fault_at(row, place, code)

    def _title(self, kind: AssetKind) -> str:
        return kind.short.in_(self.locale)

    def _fault(self, row: Row, name: str, code: str) -> None:
        self._fault_at(row, self.heads.own[name], code)

    def _fault_at(self, row: Row, place: int, code: str) -> None:
        row.faults.append(Fault(column=self.heads.title(place), code=code))


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _kinds(catalogue: Catalogue) -> dict[str, list[str]]:
    """Return the kinds by each of their names; brands and other words only where nothing else."""
    exact: dict[str, list[str]] = {}
    loose: dict[str, list[str]] = {}
    for kind in catalogue.kinds.values():
        for text in {fold(each) for each in (kind.id, kind.short.fr, kind.short.en,
                                             kind.title.fr, kind.title.en)}:  # fmt: skip
            exact.setdefault(text, []).append(kind.id)
        for text in {fold(each) for each in kind.also_called}:
            loose.setdefault(text, []).append(kind.id)
    return {**loose, **exact}
