"""Read one row of people, accesses or contracts: what it says, and every fault with its column."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from reversibility.access.models import SecondFactor
from reversibility.catalogues.models import Catalogue
from reversibility.contracts.agreed import Agreed
from reversibility.http.tables.cells import CellError, day, line, plain
from reversibility.http.tables.grid import fold
from reversibility.http.tables.list_register import Known
from reversibility.http.tables.listed import ACCESSES, CONTRACTS, PEOPLE, Listed, columns
from reversibility.http.tables.rows import NEW, Fault
from reversibility.kernel.dates import Locale
from reversibility.kernel.period import Period
from reversibility.recovery.texts import label
from reversibility.register.models import Asset

_COUNTED = re.compile(r"(\d{1,4})\s*(mois|months?|jours?|days?|semaines?|weeks?|ans?|years?)")
_UNITS = {"m": "M", "j": "D", "d": "D", "s": "W", "w": "W", "a": "Y", "y": "Y"}


@dataclass(kw_only=True)
class ListRow:
    """What a row says: values for the register, and the same as it is shown."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    asset: Asset | None = None
    is_over: bool = False
    """An access that the table says is over."""

    @property
    def name(self) -> str:
        """How the row is called in a preview."""
        names = (self.said.get(each, "") for each in ("title", "person", "asset"))
        return " · ".join(name for name in names if name)


class ListReader:
    """Reads rows, and gathers the parties that the register has not."""

    def __init__(
        self,
        listed: Listed,
        catalogue: Catalogue,
        known: Known,
        *,
        creates_parties: bool,
        locale: Locale,
    ) -> None:
        self.listed, self.catalogue, self.known = listed, catalogue, known
        self.creates_parties, self.locale = creates_parties, locale
        self.missing_parties: dict[str, str] = {}
        self.reads = self._reads()[listed.which]

    def read(self, number: int, cells: Sequence[str]) -> ListRow:
        """Return what a row says; whatever is wrong stands in its faults."""
        row, own = ListRow(number=number), self.listed.heads.own
        for column in columns(self.listed.which):
            place = own.get(column.id)
            text = plain(cells[place]) if place is not None and place < len(cells) else ""
            if text:
                self._take(row, column.id, text)
            elif column.needed and not (column.id == "asset" and row.asset):
                self._fault(row, column.id, "required")
        if self.listed.which == CONTRACTS:
            self._check_dates(row)
        return row

    def _take(self, row: ListRow, name: str, text: str) -> None:
        row.said[name] = " ".join(text.split())[:200]
        try:
            value = self.reads[name](row, text)
        except CellError as error:
            self._fault(row, name, str(error))
            return
        if value is not None:
            row.values[name] = value

    def _fault(self, row: ListRow, name: str, code: str) -> None:
        heads = self.listed.heads
        column = heads.title(heads.own[name]) if name in heads.own else name
        row.faults.append(Fault(column=column, code=code))

    def _reads(self) -> Mapping[str, Mapping[str, Callable[[ListRow, str], Any]]]:
        people = {
            "party": self._party, "person": _text(200), "role": _text(120), "email": _text(255),
            "phone": _text(40),
        }  # fmt: skip
        accesses = {
            "asset_id": self._asset_by_id, "asset": self._asset, "party": self._employer,
            "person": self._person, "role": self._role, "second_factor": self._factor,
            "second_factor_holder": self._holder, "recovery_address": _text(255),
            "last_confirmed_on": _day, "ended_at": _over,
        }  # fmt: skip
        contracts = {
            "party": self._party, "reference": _text(120), "title": _text(200),
            "starts_on": _day, "ends_on": _day, "notice": _period, "assets": self._assets,
        }  # fmt: skip
        return {PEOPLE: people, ACCESSES: accesses, CONTRACTS: contracts}

    def _party(self, _row: ListRow, text: str) -> UUID | str:
        name = line(text, 200)
        party = self.known.register.find_party(name)
        if party is not None:
            return party.id
        known = self.missing_parties.setdefault(fold(name) or name, name)
        if not self.creates_parties:
            raise CellError(f"party_unknown:{name[:80]}")
        return f"{NEW}{known}"

    def _employer(self, _row: ListRow, text: str) -> UUID:
        party = self.known.register.find_party(line(text, 200))
        if party is None:
            raise CellError(f"person_unknown:{text[:80]}")
        return party.id

    def _asset_by_id(self, row: ListRow, text: str) -> UUID:
        row.asset = self.known.find_asset(text, "")
        return row.asset.id

    def _asset(self, row: ListRow, text: str) -> UUID:
        row.asset = row.asset or self.known.find_asset("", text)
        return row.asset.id

    def _assets(self, _row: ListRow, text: str) -> list[str]:
        try:  # one name, which may hold a comma
            return [str(self.known.find_asset("", text).id)]
        except CellError:
            separator = ";" if ";" in text else ","
            names = [each.strip() for each in text.split(separator) if each.strip()]
            return [str(self.known.find_asset("", each).id) for each in names]

    def _person(self, row: ListRow, text: str) -> UUID:
        return self.known.find_person(text, row.values.get("party")).id

    def _holder(self, _row: ListRow, text: str) -> UUID:
        return self.known.find_person(text, None).id

    def _role(self, row: ListRow, text: str) -> str | None:
        kind = self.catalogue.kinds.get(row.asset.kind) if row.asset else None
        if kind is None:
            return None  # the fault is that of the asset
        for role in kind.roles:
            if fold(text) in {fold(role.id), fold(role.name.fr), fold(role.name.en)}:
                return role.id
        known = " · ".join(role.name.in_(self.locale) for role in kind.roles)
        raise CellError(f"choice_cell:{known}")

    def _factor(self, _row: ListRow, text: str) -> str:
        for factor in SecondFactor:
            names = (factor.value, *(label("second_factors", factor.value, each)
                                     for each in ("fr", "en")))  # fmt: skip
            if fold(text) in {fold(each) for each in names}:
                return factor.value
        known = (label("second_factors", each.value, self.locale) for each in SecondFactor)
        raise CellError(f"choice_cell:{' · '.join(known)}")

    def _check_dates(self, row: ListRow) -> None:
        starts, ends = (_kept(row.values.get(name)) for name in ("starts_on", "ends_on"))
        notice = row.values.get("notice")
        agreed = Agreed(
            starts_on=starts, ends_on=ends, notice=Period.parse(notice) if notice else None
        )
        for name, code in agreed.faults().items():
            self._fault(row, name, code)


def _text(longest: int) -> Callable[[ListRow, str], str]:
    return partial(_line, longest)


def _line(longest: int, _row: ListRow, text: str) -> str:
    return line(text, longest)


def _day(_row: ListRow, text: str) -> str:
    return day(text).isoformat()


def _over(row: ListRow, text: str) -> str:
    row.is_over = True
    return day(text).isoformat()


def _period(_row: ListRow, text: str) -> str:
    counted = _COUNTED.fullmatch(text.strip().casefold())
    written = f"P{counted[1]}{_UNITS[counted[2][0]]}" if counted else text
    try:
        return str(Period.parse(written))
    except ValueError as error:
        raise CellError(f"period_cell:{text[:40]}") from error


def _kept(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
