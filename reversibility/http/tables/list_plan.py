"""What a table of people, accesses or contracts would do; nothing is written here.

Each row adds something, or says what is there already: what is there is changed on its own page.
"""

from typing import Any

from reversibility.catalogues.models import Catalogue
from reversibility.http.tables.grid import fold
from reversibility.http.tables.list_register import Known
from reversibility.http.tables.list_rows import ListReader, ListRow
from reversibility.http.tables.listed import ACCESSES, PEOPLE, Listed
from reversibility.http.tables.plan import Action, Choices, Plan, Planned
from reversibility.http.tables.rows import Fault
from reversibility.kernel.dates import Locale


def make_list_plan(
    listed: Listed, catalogue: Catalogue, known: Known, choices: Choices, *, locale: Locale
) -> Plan:
    """Compare a table with the register."""
    reader = ListReader(
        listed, catalogue, known, creates_parties=choices.creates_parties, locale=locale
    )
    seen: dict[tuple[Any, ...], int] = {}
    planned = []
    for number, cells in listed.rows:
        row = reader.read(number, cells)
        key = _key(listed.which, row.values)
        if not row.faults and not row.is_over and key in seen:
            title = next(iter(listed.heads.own.values()))
            row.faults.append(
                Fault(column=listed.heads.title(title), code=f"row_twice:{seen[key]}")
            )
        seen.setdefault(key, number)
        planned.append(_planned(row, _action(listed.which, row, known, key)))
    return Plan(
        heads=listed.heads,
        rows=planned,
        missing_parties=list(reader.missing_parties.values()),
        choices=choices,
        register=known.register,
        which=listed.which,
    )


def _action(which: str, row: ListRow, known: Known, key: tuple[Any, ...]) -> Action:
    if row.faults:
        return Action.WRONG
    if row.is_over:
        return Action.KEEP
    if which == PEOPLE:
        party_id, name = key
        is_known = any(each.party_id == party_id for each in known.people.get(name, ()))
    else:
        is_known = key in (known.grants if which == ACCESSES else known.contracts)
    return Action.KEEP if is_known else Action.CREATE


def _key(which: str, values: dict[str, Any]) -> tuple[Any, ...]:
    """Return what tells a row from every other one."""
    if which == PEOPLE:
        return values.get("party"), fold(values.get("person", ""))
    if which == ACCESSES:
        asset = values.get("asset") or values.get("asset_id")
        return asset, values.get("person"), values.get("role")
    return values.get("party"), fold(values.get("reference", ""))


def _planned(row: ListRow, action: Action) -> Planned:
    return Planned(
        number=row.number,
        action=action,
        kind="",
        name=row.name,
        slug="",
        asset_id=None,
        version=0,
        values=row.values if action is Action.CREATE else {},
        before={},
        faults=tuple(row.faults),
        said=row.said,
    )
