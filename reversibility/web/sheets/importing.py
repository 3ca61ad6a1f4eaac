"""The rows of a preview, in words: what would be done, and what is wrong where."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from reversibility.catalogues.models import Catalogue
from reversibility.http.tables.plan import Action, Plan, Planned
from reversibility.http.tables.register import Register
from reversibility.http.tables.rows import NEW
from reversibility.http.tables.sheets import written
from reversibility.http.tables.words import column, word
from reversibility.web.forms.refusing import sentence_of
from reversibility.web.languages import current_language, gettext, lazy_gettext
from reversibility.web.parts import Choice

ORDER = (Action.WRONG, Action.CREATE, Action.CHANGE, Action.KEEP)
_TABS: Mapping[Action, str] = {
    Action.WRONG: lazy_gettext("À corriger"),
    Action.CREATE: lazy_gettext("Nouveaux"),
    Action.CHANGE: lazy_gettext("Modifiés"),
    Action.KEEP: lazy_gettext("Déjà au registre"),
}
_ATTRIBUTE = "attribute"


@dataclass(frozen=True, kw_only=True)
class ValueLine:
    """One value of a row; `before` is what the register says today."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class FaultLine:
    """What is wrong in a column, and what to do."""

    column: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class PreviewRow:
    """One row of the table."""

    number: int
    name: str
    kind: str
    values: tuple[ValueLine, ...]
    faults: tuple[FaultLine, ...]
    is_change: bool


def tabs(plan: Plan, chosen: Action, address: Mapping[Action, str]) -> tuple[Choice, ...]:
    """Return the links to the rows of each action that there are."""
    counts = plan.counts
    return tuple(
        Choice(
            text=f"{_TABS[each]} ({counts[each]})",
            href=address[each],
            is_chosen=each is chosen,
        )
        for each in ORDER
        if counts[each]
    )


def preview_row(row: Planned, catalogue: Catalogue, names: Mapping[UUID, str]) -> PreviewRow:
    """Say what would become of a row."""
    locale = current_language()
    kind = catalogue.kinds.get(row.kind)
    shown = [name for name in row.values if name != "name" or row.action is not Action.CREATE]
    return PreviewRow(
        number=row.number,
        name=row.name or gettext("sans nom"),
        kind=kind.short.in_(locale) if kind else "",
        values=tuple(
            ValueLine(
                label=_label(row, name, catalogue),
                before=_said(row, name, row.before.get(name), (catalogue, names)),
                after=_said(row, name, row.values[name], (catalogue, names)),
            )
            for name in shown
        ),
        faults=tuple(
            FaultLine(column=each.column, sentence=sentence_of(each.code)) for each in row.faults
        ),
        is_change=bool(row.before) or row.action is Action.CHANGE,
    )


def list_row(row: Planned) -> PreviewRow:
    """Say what would become of a row of people, accesses or contracts."""
    locale = current_language()
    shown = row.said if row.action is Action.CREATE else {}
    return PreviewRow(
        number=row.number,
        name=row.name or gettext("sans nom"),
        kind="",
        values=tuple(
            ValueLine(label=word(name, locale), before="", after=text)
            for name, text in shown.items()
        ),
        faults=tuple(
            FaultLine(column=each.column, sentence=sentence_of(each.code)) for each in row.faults
        ),
        is_change=False,
    )


def party_names(register: Register) -> dict[UUID, str]:
    """Return how each party is called."""
    return {party.id: party.name for found in register.parties.values() for party in found}


def _label(row: Planned, name: str, catalogue: Catalogue) -> str:
    head, _, attribute_id = name.partition(".")
    if head != _ATTRIBUTE:
        return column(name.removesuffix("_id"), current_language())
    attributes = {each.id: each for each in catalogue.kinds[row.kind].attributes}
    return attributes[attribute_id].label.in_(current_language())


def _said(
    row: Planned, name: str, value: object, known: tuple[Catalogue, Mapping[UUID, str]]
) -> str:
    catalogue, names = known
    head, _, attribute_id = name.partition(".")
    if head == _ATTRIBUTE and value is not None:
        attributes = {each.id: each for each in catalogue.kinds[row.kind].attributes}
        return str(written(attributes[attribute_id], value, current_language()))
    if isinstance(value, UUID):
        return names.get(value, "?")
    if isinstance(value, str) and value.startswith(NEW):
        return gettext("%(name)s (à créer)", name=value.removeprefix(NEW))
    return "" if value is None else str(value)
