"""What falls when a party vanishes: at once, at a date, or not at all. Pure.

What a party alone administers falls with it; a domain name does not, it lives until its term, when
nobody is left to renew it; what a party pays falls at the next term. What needs something that
falls, falls with it. Where nobody is declared to get in, the answer is "not known", never "safe".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from heapq import heapify, heappop, heappush
from uuid import UUID

_LASTING = frozenset({"domain"})
"""Families that work until their term whoever runs them: a registration is paid in advance."""
_TRIED = 40
"""Roots whose protection is worked out; more than that is no advice."""


class Fate(StrEnum):
    """What becomes of an asset; the worst first."""

    NOW = "now"
    LATER = "later"
    UNKNOWN = "unknown"
    HOLDS = "holds"


_WORTH = {Fate.NOW: 0, Fate.LATER: 1, Fate.UNKNOWN: 1, Fate.HOLDS: 2}


class Cause(StrEnum):
    """Why."""

    ALONE = "alone"
    """The party alone administers it."""
    RENEWS = "renews"
    """It lasts until its term, and the party alone can renew it."""
    PAYS = "pays"
    """The party pays, so nobody does at the next term."""
    RESTS = "rests"
    """What it needs falls."""
    UNDECLARED = "undeclared"
    """The party runs it, and nobody is declared to get in."""
    COVERED = "covered"
    """A contract with the party covers it, and nobody is declared to get in."""
    GETS_IN = "gets_in"
    """The practice administers it."""
    ELSEWHERE = "elsewhere"
    """The party has nothing to do with it."""


@dataclass(frozen=True, kw_only=True)
class Reliance:
    """On whom and on what an asset relies."""

    id: UUID
    name: str
    family: str
    importance: int
    """1 to 4; 4 = vital."""
    runs: UUID | None
    """The party that runs it."""
    pays: UUID | None
    practice_administers: bool
    administrators: frozenset[UUID]
    """The other parties whose people administer it."""
    expires_on: date | None
    depends_on: tuple[UUID, ...] = ()
    agreed: frozenset[UUID] = frozenset()
    """The parties whose contracts in force cover it."""


@dataclass(frozen=True, kw_only=True)
class Fall:
    """What becomes of one asset, when, and why."""

    asset: Reliance
    fate: Fate
    cause: Cause
    on: date | None = None
    """LATER only: the term, where it is known."""
    because_of: UUID | None = None
    """RESTS only: what it needs and loses first."""


@dataclass(frozen=True, kw_only=True)
class Protection:
    """What to take in hand, and what that changes when those named before it are in hand too."""

    fall: Fall
    saved: int
    """How many more assets hold."""
    postponed: int
    """How many more no longer fall at once."""


def what_falls(assets: Iterable[Reliance], party: UUID) -> tuple[Fall, ...]:
    """Say what becomes of each asset if a party vanishes today; the worst and earliest first."""
    known = {asset.id: asset for asset in assets}
    direct = {asset.id: _direct(asset, party) for asset in known.values()}
    return tuple(sorted(_spread(known, direct).values(), key=_rank))


def first_protections(
    assets: Iterable[Reliance], party: UUID, *, most: int = 3
) -> tuple[Protection, ...]:
    """Name what to take in hand, one after the other, each time what changes most.

    What would change nothing is not named. Each change counts by the importance of its asset.
    """
    known = {asset.id: asset for asset in assets}
    direct = {asset.id: _direct(asset, party) for asset in known.values()}
    found: list[Protection] = []
    falls = _spread(known, direct)
    while len(found) < most:
        roots = [fall for fall in direct.values() if fall.fate is not Fate.HOLDS]
        tried = sorted(roots, key=lambda fall: (*_rank(fall), -fall.asset.importance))[:_TRIED]
        mended = [(root, _spread(known, _take(direct, root))) for root in tried]
        best = max(mended, key=lambda each: _gain(falls, each[1]), default=None)
        if best is None or not _gain(falls, best[1]):
            break
        root, after = best
        found.append(
            Protection(
                fall=root,
                saved=_count(after, Fate.HOLDS) - _count(falls, Fate.HOLDS),
                postponed=_count(falls, Fate.NOW) - _count(after, Fate.NOW),
            )
        )
        direct, falls = _take(direct, root), after
    return tuple(found)


def _take(direct: Mapping[UUID, Fall], root: Fall) -> dict[UUID, Fall]:
    in_hand = replace(root, fate=Fate.HOLDS, cause=Cause.GETS_IN, on=None)
    return {**direct, root.asset.id: in_hand}


def _gain(before: Mapping[UUID, Fall], after: Mapping[UUID, Fall]) -> int:
    return sum(
        (_WORTH[after[key].fate] - _WORTH[fall.fate]) * fall.asset.importance
        for key, fall in before.items()
    )


def _count(falls: Mapping[UUID, Fall], fate: Fate) -> int:
    return sum(fall.fate is fate for fall in falls.values())


def _direct(asset: Reliance, party: UUID) -> Fall:
    """Say what becomes of an asset by itself, whatever it needs."""
    fate, cause = _fate(asset, party)
    on = asset.expires_on if fate is Fate.LATER else None
    return Fall(asset=asset, fate=fate, cause=cause, on=on)


def _fate(asset: Reliance, party: UUID) -> tuple[Fate, Cause]:
    pays, gets_in = party == asset.pays, party in asset.administrators
    if asset.practice_administers or asset.administrators - {party} or not _matters(asset, party):
        stays = Cause.GETS_IN if asset.practice_administers else Cause.ELSEWHERE
        return (Fate.LATER, Cause.PAYS) if pays else (Fate.HOLDS, stays)
    if gets_in:
        lasts = asset.family in _LASTING
        return (Fate.LATER, Cause.RENEWS) if lasts else (Fate.NOW, Cause.ALONE)
    if pays and (party != asset.runs or asset.family in _LASTING):
        return Fate.LATER, Cause.PAYS
    by_contract = party not in {asset.runs, asset.pays}
    return Fate.UNKNOWN, Cause.COVERED if by_contract else Cause.UNDECLARED


def _matters(asset: Reliance, party: UUID) -> bool:
    return party in {asset.runs, asset.pays, *asset.administrators, *asset.agreed}


def _spread(known: Mapping[UUID, Reliance], direct: Mapping[UUID, Fall]) -> dict[UUID, Fall]:
    """Let each asset fall with the first thing it needs; a circle of needs falls as one."""
    needed_by: dict[UUID, list[UUID]] = {}
    for asset in known.values():
        for needed in asset.depends_on:
            needed_by.setdefault(needed, []).append(asset.id)
    falls = dict(direct)
    order = {asset_id: place for place, asset_id in enumerate(known)}
    waiting = [(_rank(fall), order[asset_id], asset_id) for asset_id, fall in falls.items()]
    heapify(waiting)
    settled: set[UUID] = set()
    while waiting:
        _, _, asset_id = heappop(waiting)
        if asset_id in settled:
            continue
        settled.add(asset_id)
        for other in needed_by.get(asset_id, ()):
            lost = replace(
                falls[asset_id], asset=known[other], cause=Cause.RESTS, because_of=asset_id
            )
            if lost.fate is not Fate.HOLDS and _rank(lost) < _rank(falls[other]):
                falls[other] = lost
                heappush(waiting, (_rank(lost), order[other], other))
    return falls


def _rank(fall: Fall) -> tuple[int, date]:
    return (tuple(Fate).index(fall.fate), fall.on or date.max)
