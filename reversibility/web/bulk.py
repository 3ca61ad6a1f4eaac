"""Change several elements together: choose, see every change, then all of them or none."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.register.archiving import Edit
from reversibility.register.errors import AssetsChangedError
from reversibility.register.queries import AssetSheet, PartyRef, get_assets, list_party_refs
from reversibility.register.together import MOST, BulkChange, change_together
from reversibility.web.forms.register import LEVELS, PARTY_LABELS, BulkForm
from reversibility.web.languages import gettext, ngettext
from reversibility.web.members import members_only

pages = members_only(Blueprint("bulk", __name__))

_INVALID, _CONFLICT = 422, 409


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One thing that changes for an element."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ChosenAsset:
    """An element that was chosen, the version that was looked at, and what changes for it."""

    id: UUID
    version: int
    name: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True, kw_only=True)
class BulkPage:
    """The chosen elements; once something is chosen for them, every change before it is made."""

    assets: tuple[ChosenAsset, ...]
    is_preview: bool
    count: int
    """How many elements say something else afterwards."""
    changed_names: str = ""
    """Elements that somebody else changed meanwhile."""


@pages.post("/registre/ensemble")
def choose() -> Response:
    """Ask what becomes the same for the elements that were ticked; then show every change."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
        chosen = _chosen(desk)
        parties = list_party_refs(desk.session, desk.actor)
    if not chosen:
        flash(gettext("Cochez d’abord les éléments à modifier."))
        return redirect(url_for("register.show"))
    form = BulkForm.of(parties)
    if "preview" not in request.form:
        return _show(form, chosen, parties, None)
    change = form.change() if form.validate() else None
    return _show(form, chosen, parties, change, status=200 if change else _INVALID)


@pages.post("/registre/ensemble/modifier")
def apply() -> Response:
    """Make the changes that were shown: all of them, or none where somebody was faster."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
        chosen = _chosen(desk)
        parties = list_party_refs(desk.session, desk.actor)
    form = BulkForm.of(parties)
    if not chosen or not form.validate():
        return _show(form, chosen, parties, None, status=_INVALID)
    change = form.change()
    try:
        with writing() as desk:
            count = change_together(desk.session, desk.actor, _edits(), change, now=desk.now)
    except AssetsChangedError as error:
        return _show(form, chosen, parties, change, status=_CONFLICT, changed=error.params["names"])
    flash(ngettext("%(num)s élément est modifié.", "%(num)s éléments sont modifiés.", count))
    return redirect(url_for("register.show"))


def _chosen(desk: Desk) -> tuple[AssetSheet, ...]:
    ids = dict.fromkeys(request.form.getlist("id", type=UUID))
    return get_assets(desk.session, desk.actor, list(ids)[:MOST])


def _edits() -> list[Edit]:
    """Return what was shown: ids, and their versions under the same place."""
    ids = request.form.getlist("id", type=UUID)
    versions = request.form.getlist("version", type=int)
    return [Edit(id=asset, version=seen) for asset, seen in zip(ids, versions, strict=False)]


def _show(
    form: BulkForm,
    chosen: Collection[AssetSheet],
    parties: Collection[PartyRef],
    change: BulkChange | None,
    *,
    status: int = 200,
    changed: str = "",
) -> Response:
    names = {party.id: party.name for party in parties}
    assets = tuple(
        ChosenAsset(
            id=asset.id,
            version=asset.version,
            name=asset.name,
            effects=_effects(asset, change, names) if change else (),
        )
        for asset in chosen
    )
    page = BulkPage(
        assets=assets,
        is_preview=change is not None,
        count=sum(bool(asset.effects) for asset in assets),
        changed_names=changed,
    )
    return make_response(render_template("register/bulk.html", page=page, form=form), status)


def _effects(asset: AssetSheet, change: BulkChange, names: dict[UUID, str]) -> tuple[Effect, ...]:
    found = []
    for name, party_id in change.parties.items():
        before: PartyRef | None = getattr(asset, name)
        if (before.id if before else None) != party_id:
            found.append(
                Effect(
                    label=str(PARTY_LABELS[name]),
                    before=before.name if before else gettext("non déclaré"),
                    after=names[party_id] if party_id else gettext("non déclaré"),
                )
            )
    if change.importance not in {None, asset.importance}:
        found.append(
            Effect(
                label=gettext("Importance"),
                before=str(LEVELS[asset.importance]),
                after=str(LEVELS[change.importance or asset.importance]),
            )
        )
    return tuple(found)
