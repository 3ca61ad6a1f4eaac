"""What an outsider is shown of elements: results and what stays open, or the entries alone."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for

from probes.interface import VerdictField, VerdictState
from reversibility.evidence.declarations import find_target
from reversibility.evidence.standing import Standing
from reversibility.register.queries import AssetSheet
from reversibility.web.filters import moment
from reversibility.web.icons import family_icon
from reversibility.web.languages import gettext
from reversibility.web.parts import FieldRow, FieldVerdict
from reversibility.web.sheets.fields import last_judged_at
from reversibility.web.words import field_label, words

_SETTLED = (VerdictState.CONFIRMED, VerdictState.PROVED_BY_DOCUMENT)
_OPEN_FIRST = (
    VerdictState.CONTRADICTED,
    VerdictState.INCONCLUSIVE,
    VerdictState.UNREACHABLE,
    VerdictState.NOT_PUBLISHED,
)


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """An element within the scope."""

    icon: str
    name: str
    kind: str
    href: str
    holder: str
    verdict: FieldVerdict | None = None
    can_be_verified: bool = False
    seen: str = ""
    """When public sources were last asked."""
    settled_count: int = 0
    field_count: int = 0


@dataclass(frozen=True, kw_only=True)
class OpenPoint:
    """A result that is not settled, or an element nobody was asked about."""

    asset: str
    href: str
    what: str
    state: str
    """A verdict state; empty where nothing was asked yet."""


@dataclass(frozen=True, kw_only=True)
class StateCount:
    """How many results are in a state."""

    state: str
    count: int


def audit_row(standing: Standing) -> AuditRow:
    """Describe an element with its results."""
    asset, holder = standing.asset, standing.holder_verdict
    row = entry_row(asset, standing.kind.family, words().text(standing.kind.short))
    judged = last_judged_at(standing)
    return replace(
        row,
        verdict=FieldVerdict(label=field_label(VerdictField.HOLDER), state=holder.state)
        if holder
        else None,
        can_be_verified=find_target(asset.kind, asset.attributes) is not None,
        seen=moment(judged) if judged else "",
        settled_count=sum(line.state in _SETTLED for line in standing.verdicts.values()),
        field_count=len(standing.verdicts),
    )


def entry_row(asset: AssetSheet, family: str, kind: str) -> AuditRow:
    """Describe an element by its declaration alone."""
    return AuditRow(
        icon=family_icon(family),
        name=asset.name,
        kind=kind,
        href=url_for("audit.show_asset", asset_id=asset.id),
        holder=asset.holder.name if asset.holder else gettext("Non déclaré"),
    )


def state_counts(standings: Collection[Standing]) -> tuple[StateCount, ...]:
    """Count the results by state, those that need attention first."""
    found = Counter(line.state for each in standings for line in each.verdicts.values())
    order = (*_OPEN_FIRST, *_SETTLED)
    return tuple(StateCount(state=state, count=found[state]) for state in order if found[state])


def open_points(standings: Collection[Standing]) -> tuple[OpenPoint, ...]:
    """List what stays open, results that differ from the declaration first."""
    points = [point for standing in standings for point in _open(standing)]
    order = [*(state.value for state in _OPEN_FIRST), ""]
    return tuple(sorted(points, key=lambda point: order.index(point.state)))


def _open(standing: Standing) -> Iterator[OpenPoint]:
    asset = standing.asset
    href = url_for("audit.show_asset", asset_id=asset.id)
    for field, line in standing.verdicts.items():
        if line.state not in _SETTLED:
            yield OpenPoint(
                asset=asset.name, href=href, what=field_label(field), state=line.state.value
            )
    if not standing.verdicts:
        asked = find_target(asset.kind, asset.attributes) is not None
        what = (
            gettext("Jamais vérifié auprès d’une source publique")
            if asked
            else gettext("Aucune source publique, aucun justificatif")
        )
        yield OpenPoint(asset=asset.name, href=href, what=what, state="")


def without_advice(rows: Collection[FieldRow]) -> tuple[FieldRow, ...]:
    """Leave out what the practice should do: an auditor reads results and their reasons."""
    return tuple(replace(row, advice="", next_step=None) for row in rows)


def count_fields(standings: Collection[Standing]) -> int:
    """Count the results."""
    return sum(len(standing.verdicts) for standing in standings)


def last_seen(standings: Collection[Standing]) -> datetime | None:
    """Say when public sources were last asked about any of the elements."""
    found = (last_judged_at(standing) for standing in standings)
    return max((instant for instant in found if instant), default=None)
