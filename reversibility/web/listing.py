"""Look elements up for the register's list: whole and grouped while it is short, else by pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import request

from reversibility.access.queries import assets_entered_by
from reversibility.evidence.standing import Standing, stand_all
from reversibility.http.seat import Desk, services
from reversibility.register.queries import list_party_refs
from reversibility.register.searching import Found, Window, count_by_kind, find_assets
from reversibility.web.forms.register import UNVERIFIED, ListForm
from reversibility.web.sheets.standing import least_settled
from reversibility.web.words import words

ROWS = 100
_WHOLE = 200
"""Up to here the list is one page, grouped by state, the worst first."""
_LOOKED_THROUGH = 2_000
"""Elements whose standing is worked out for one page, where a state or result is asked for."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """The elements of one page, and where the next one begins."""

    standings: tuple[Standing, ...]
    total: int
    """Elements in the register, whatever the filters."""
    found: int
    """Elements that fit; where states or results were asked for, of those looked through."""
    is_grouped: bool
    following: UUID | None = None
    looked_through: int = 0
    """How many were looked at for a state or result, where that is not all; else 0."""


def look(desk: Desk) -> tuple[ListForm, Listed]:
    """Read the filters of the address, and look up what fits."""
    counts = count_by_kind(desk.session, desk.actor)
    kinds = {kind.id: words().text(kind.short) for kind in services().catalogue.kinds.values()}
    form = ListForm.of(
        request.args,
        list_party_refs(desk.session, desk.actor),
        {kind: kinds[kind] for kind in counts},
    )
    found = _find(desk, form, kinds, counts)
    standings = stand_all(
        desk.session,
        desk.actor,
        found.assets,
        services().catalogue,
        in_full=False,
    )
    fitting = tuple(standing for standing in standings if _fits(form, standing))
    return form, _listed(form, found, fitting, sum(counts.values()))


def _find(desk: Desk, form: ListForm, kinds: Mapping[str, str], counts: Mapping[str, int]) -> Found:
    party = form.party
    entered = assets_entered_by(desk.session, desk.actor, party) if party else ()
    window = Window(
        whole=_WHOLE,
        page=_LOOKED_THROUGH if form.needs_standing else ROWS,
        after=request.args.get("suite", type=UUID),
    )
    wanted = form.wanted(entered)
    return find_assets(desk.session, desk.actor, wanted, window, kinds=kinds, counts=counts)


def _listed(form: ListForm, found: Found, fitting: tuple[Standing, ...], total: int) -> Listed:
    is_whole = found.total <= _WHOLE
    if is_whole or not form.needs_standing:
        return Listed(
            standings=fitting,
            total=total,
            found=len(fitting) if is_whole else found.total,
            is_grouped=is_whole,
            following=found.following,
        )
    shown = fitting[:ROWS]
    is_cut = len(fitting) > ROWS
    return Listed(
        standings=shown,
        total=total,
        found=len(fitting),
        is_grouped=False,
        following=shown[-1].asset.id if is_cut else found.following,
        looked_through=len(found.assets),
    )


def _fits(form: ListForm, standing: Standing) -> bool:
    if form.etat.data and standing.state != form.etat.data:
        return False
    if not form.resultat.data:
        return True
    worst = least_settled(standing.verdicts)
    return bool((worst.state if worst else UNVERIFIED) == form.resultat.data)
