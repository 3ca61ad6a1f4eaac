"""Who owns, who pays, who gets in: one row for each element, one column for each party."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask import url_for

from reversibility.access.models import SecondFactor
from reversibility.access.queries import GrantLine
from reversibility.catalogues.models import AssetKind
from reversibility.evidence.shares import Keys, Share, share
from reversibility.evidence.standing import administers
from reversibility.http.seat import services
from reversibility.register.models import PartyKind
from reversibility.register.queries import AssetSheet, PartySheet
from reversibility.web.languages import gettext, ngettext
from reversibility.web.parts import MatrixCell
from reversibility.web.sheets.accesses import second_factor
from reversibility.web.words import words


@dataclass(frozen=True, kw_only=True)
class MatrixColumn:
    """A party at the head of a column."""

    name: str
    detail: str
    href: str
    is_practice: bool


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A few words on how well the administrators are protected; tone as of a chip."""

    text: str
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    """One element across the parties."""

    href: str
    name: str
    kind: str
    cells: tuple[MatrixCell, ...]
    second_factor: Remark
    recovery: tuple[str, ...]
    """Where the platform sends a way back in; empty = nobody said."""


def column(party: PartySheet) -> MatrixColumn:
    """Head a column: the practice by its people, another by its trade."""
    is_practice = party.kind is PartyKind.PRACTICE
    people = ngettext("%(num)s personne", "%(num)s personnes", len(party.people))
    return MatrixColumn(
        name=party.name,
        detail=people if is_practice else party.trade,
        href=url_for("parties.show", party_id=party.id),
        is_practice=is_practice,
    )


def matrix_row(
    asset: AssetSheet, grants: Collection[GrantLine], parties: Collection[PartySheet]
) -> MatrixRow:
    """Describe an element across the parties."""
    kind = services().catalogue.kind(asset.kind)
    administrators = [grant for grant in grants if administers(kind, grant)]
    return MatrixRow(
        href=url_for("assets.show", asset_id=asset.id),
        name=asset.name,
        kind=words().text(kind.short),
        cells=tuple(
            replace(
                _cell(share(asset, kind, grants, party.id), party, is_told=bool(grants)),
                until=_until(grants, party.id),
            )
            for party in parties
        ),
        second_factor=_remark(administrators) if grants else Remark(text=gettext("non renseignée")),
        recovery=_addresses(administrators),
    )


def sole_keeper(kind: AssetKind, grants: Collection[GrantLine]) -> UUID | None:
    """Name the party that alone administers an element, when it is not the practice."""
    parties = {grant.party for grant in grants if administers(kind, grant)}
    if len(parties) != 1:
        return None
    (party,) = parties
    return None if party.kind is PartyKind.PRACTICE else party.id


def _cell(has: Share, party: PartySheet, *, is_told: bool) -> MatrixCell:
    keys = {Keys.FULL: "full", Keys.LIMITED: "limited", Keys.NONE: ""}[has.keys]
    if party.kind is PartyKind.PRACTICE and has.keys is Keys.NONE:
        keys = "nobody" if is_told else "unknown"
    return MatrixCell(holds=has.holds, pays=has.pays, administers=keys)


def _until(grants: Collection[GrantLine], party_id: UUID) -> date | None:
    own = (grant.ends_on for grant in grants if grant.party.id == party_id)
    return max((day for day in own if day), default=None)


def _remark(administrators: Collection[GrantLine]) -> Remark:
    """Tell the least protected administrator's second step: one weak door is enough."""
    if not administrators:
        return Remark(text=gettext("personne n’administre"), tone="soon")
    by_factor = {grant.second_factor: grant for grant in administrators}
    for factor, tone in ((SecondFactor.NONE, "loss"), (SecondFactor.UNKNOWN, "soon")):
        if factor in by_factor:
            return Remark(text=second_factor(by_factor[factor]), tone=tone)
    told = dict.fromkeys(second_factor(grant) for grant in administrators)
    return Remark(text=", ".join(told))


def _addresses(administrators: Collection[GrantLine]) -> tuple[str, ...]:
    found = (grant.recovery_address for grant in administrators)
    return tuple(dict.fromkeys(address for address in found if address))
