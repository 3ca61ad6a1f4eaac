"""Do what a preview showed: one transaction, all of it or nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.catalogues.models import Catalogue
from reversibility.http.tables.errors import PreviewBlockedError, PreviewChangedError
from reversibility.http.tables.grid import Grid
from reversibility.http.tables.list_entering import enter_row
from reversibility.http.tables.list_plan import make_list_plan
from reversibility.http.tables.list_register import read_known
from reversibility.http.tables.listed import CONTRACTS, find_list
from reversibility.http.tables.plan import ASSETS, Action, Choices, Plan, make_plan
from reversibility.http.tables.register import read_register
from reversibility.http.tables.rows import NEW
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.dates import Locale
from reversibility.register.archiving import Edit
from reversibility.register.bulk import Change, change_assets
from reversibility.register.models import PartyKind
from reversibility.register.preview_models import TablePreview
from reversibility.register.previews import drop_preview
from reversibility.register.service import (
    AssetDraft,
    PartyDraft,
    add_party,
    declare_assets,
    note_import,
)

_ATTRIBUTE = "attribute."


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What an import did."""

    which: str
    """To what: assets, people, accesses or contracts."""
    created: int
    changed: int
    parties: int


def plan_of(
    session: Session, actor: Actor, preview: TablePreview, catalogue: Catalogue, *, locale: Locale
) -> Plan:
    """Work out what a preview would do to the register of this moment."""
    grid = Grid(
        rows=[(number, cells) for number, cells in preview.rows],
        form=preview.form,
        separator=preview.separator,
        sheet=preview.sheet,
    )
    choices = Choices.of(preview.choices)
    return plan_grid(session, actor, grid, catalogue, choices=choices, locale=locale)


def plan_grid(
    session: Session,
    actor: Actor,
    grid: Grid,
    catalogue: Catalogue,
    *,
    choices: Choices,
    locale: Locale,
) -> Plan:
    """Work out what a table would do, whichever of the tables it is; raises what it cannot read."""
    listed = find_list(grid)
    if listed is None:
        return make_plan(grid, catalogue, read_register(session, actor), choices, locale=locale)
    if listed.which == CONTRACTS:
        actor.require(Permission.CONTRACT_WRITE)
    known = read_known(session, actor)
    return make_list_plan(listed, catalogue, known, choices, locale=locale)


def enter(
    session: Session,
    actor: Actor,
    preview: TablePreview,
    catalogue: Catalogue,
    *,
    digest: str,
    now: datetime,
) -> Entered:
    """Import what the preview with this digest showed; raises where it would be something else."""
    plan = plan_of(session, actor, preview, catalogue, locale="fr")
    if plan.digest != digest:
        raise PreviewChangedError
    done = enter_plan(session, actor, plan, catalogue, filename=preview.filename, now=now)
    drop_preview(session, actor, preview.id)
    return done


def enter_plan(
    session: Session,
    actor: Actor,
    plan: Plan,
    catalogue: Catalogue,
    *,
    filename: str,
    now: datetime,
) -> Entered:
    """Import what a plan says, all of it; raises while something stands against it."""
    if plan.blocked_by:
        raise PreviewBlockedError
    parties = _make_parties(session, actor, plan, now)
    if plan.which == ASSETS:
        drafts = _drafts(actor, plan, parties, now)
        declare_assets(session, actor, drafts, kinds=catalogue.kinds, now=now)
        change_assets(session, actor, _changes(plan, parties), catalogue, now=now)
    for row in plan.rows if plan.which != ASSETS else ():
        if row.action is Action.CREATE:
            values = {name: _settled(value, parties) for name, value in row.values.items()}
            enter_row(session, actor, plan.which, values, now=now)
    counts = {
        "created": plan.counts[Action.CREATE],
        "changed": plan.counts[Action.CHANGE],
        "parties": len(parties),
    }
    note_import(session, actor, {"filename": filename, **counts}, now=now)
    return Entered(which=plan.which, **counts)


def _make_parties(session: Session, actor: Actor, plan: Plan, now: datetime) -> dict[str, UUID]:
    made = {}
    for name in plan.new_parties:
        draft = PartyDraft(kind=PartyKind.PROVIDER, name=name)
        made[name] = add_party(session, actor, draft, now=now).id
        session.flush()  # assets point to it
    return made


def _drafts(
    actor: Actor, plan: Plan, parties: Mapping[str, UUID], now: datetime
) -> Iterator[AssetDraft]:
    for row in plan.rows:
        if row.action is Action.CREATE:
            yield AssetDraft(
                kind=row.kind,
                slug=row.slug,
                declared_on=now.date(),
                declared_by=actor.label,
                **_nested(row.values, parties),
            )


def _changes(plan: Plan, parties: Mapping[str, UUID]) -> list[Change]:
    return [
        Change(edit=Edit(id=row.asset_id, version=row.version), values=_nested(row.values, parties))
        for row in plan.rows
        if row.action is Action.CHANGE and row.asset_id is not None
    ]


def _settled(value: Any, parties: Mapping[str, UUID]) -> Any:  # noqa: ANN401 - a value of an asset
    if isinstance(value, str) and value.startswith(NEW):
        return parties[value.removeprefix(NEW)]
    return value


def _nested(values: Mapping[str, Any], parties: Mapping[str, UUID]) -> dict[str, Any]:
    own: dict[str, Any] = {"attributes": {}}
    for name, value in values.items():
        where = own["attributes"] if name.startswith(_ATTRIBUTE) else own
        where[name.removeprefix(_ATTRIBUTE)] = _settled(value, parties)
    return own
