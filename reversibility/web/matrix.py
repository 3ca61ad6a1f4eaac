"""The matrix: every element against every party."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, render_template, request

from reversibility.access.queries import list_grants
from reversibility.evidence.shares import involved_parties
from reversibility.http.seat import reading, services
from reversibility.kernel.actor import Permission
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartySheet, list_assets, list_parties
from reversibility.web.members import members_only
from reversibility.web.sheets.matrix import (
    MatrixColumn,
    MatrixRow,
    column,
    matrix_row,
    sole_keeper,
)

pages = members_only(Blueprint("matrix", __name__))

_ROWS = 50


@dataclass(frozen=True, kw_only=True)
class MatrixPage:
    """Fifty elements against the parties that hold, pay or get in somewhere."""

    total: int
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    keeper: str
    """The party that alone administers most elements; empty when there is none."""
    kept: int
    without_us: int
    """How many elements nobody of the practice administers."""
    untold: int
    """How many elements nobody is declared to get into."""
    number: int
    last: int


@pages.get("/registre/matrice")
def show() -> str:
    """Show who owns, who pays and who gets in."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)  # outsiders have pages of their own
        parties = list_parties(desk.session, desk.actor, with_archived=True)
        assets = list_assets(desk.session, desk.actor)
        grants = list_grants(desk.session, desk.actor)
    kinds = services().catalogue.kinds
    shown = _columns(parties, involved_parties(assets, grants))
    keepers = Counter(
        keeper
        for asset in assets
        if (keeper := sole_keeper(kinds[asset.kind], grants.get(asset.id, ())))
    )
    keeper, kept = next(iter(keepers.most_common(1)), (None, 0))
    last = max(1, -(-len(assets) // _ROWS))
    number = min(max(request.args.get("page", 1, type=int), 1), last)
    rows = tuple(
        matrix_row(asset, grants.get(asset.id, ()), shown)
        for asset in assets[(number - 1) * _ROWS : number * _ROWS]
    )
    page = MatrixPage(
        total=len(assets),
        columns=tuple(column(party) for party in shown),
        rows=rows,
        keeper=next((party.name for party in parties if party.id == keeper), ""),
        kept=kept,
        without_us=keepers.total(),
        untold=sum(not grants.get(asset.id) for asset in assets),
        number=number,
        last=last,
    )
    return render_template("register/matrix.html", page=page)


def _columns(parties: tuple[PartySheet, ...], involved: tuple[UUID, ...]) -> list[PartySheet]:
    """Return the practice, then whoever is involved, the most involved first."""
    ours = [party for party in parties if party.kind is PartyKind.PRACTICE]
    by_id = {party.id: party for party in parties if party.kind is not PartyKind.PRACTICE}
    return [*ours, *(by_id[party_id] for party_id in involved if party_id in by_id)]
