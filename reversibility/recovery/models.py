"""What recovery knows of an asset, and what it makes of it. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from uuid import UUID

from probes.interface import HolderClass, VerdictState
from reversibility.catalogues.models import AssetKind, Right, Step


class Side(StrEnum):
    """On whose side a party stands."""

    PRACTICE = "practice"
    PROVIDER = "provider"
    OTHER = "other"
    NOBODY = "nobody"
    """Nobody is declared."""


class AssetState(StrEnum):
    """Whether the practice could carry on with an asset if its providers left today."""

    IN_HAND = "in_hand"
    TO_CONFIRM = "to_confirm"
    OUT_OF_REACH = "out_of_reach"


class Severity(IntEnum):
    """How much something that needs attention matters; the gravest first."""

    CRITICAL = 1
    IMPORTANT = 2
    MODERATE = 3
    MINOR = 4


@dataclass(frozen=True, kw_only=True)
class AssetFacts:
    """What is declared of an asset and what was seen, as far as recovery needs it."""

    id: UUID
    name: str
    kind: AssetKind
    importance: int
    declared_holder: Side
    holder_verdict: VerdictState | None = None
    """None: no source was asked who the holder is."""
    observed_holder: HolderClass | None = None
    practice_administrators: int = 0
    practice_people: int = 0
    """People of the practice who get in at all."""
    other_administrators: tuple[str, ...] = ()
    """Names of the parties, other than the practice, whose people administer it."""
    expires_on: date | None = None
    depends_on: tuple[UUID, ...] = ()

    @property
    def holder(self) -> Side:
        """Who holds it, as far as one can tell: what was seen goes before what is declared."""
        if self.holder_verdict is VerdictState.CONTRADICTED:
            return _SIDES.get(self.observed_holder, Side.OTHER)
        return self.declared_holder

    @property
    def rights(self) -> frozenset[Right]:
        """The rights that are recorded for it."""
        own = {Right.OWN_ACCOUNT} if self.practice_people else set()
        return frozenset({Right.PLATFORM_PROCEDURE, *own})


_SIDES: Mapping[HolderClass | None, Side] = {
    HolderClass.PRACTICE: Side.PRACTICE,
    HolderClass.PROVIDER: Side.PROVIDER,
}


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """A step with its place in time."""

    number: int
    step: Step
    is_question: bool
    """The right it rests on is not recorded: its `ask` stands in its place."""
    after: tuple[int, ...]
    """Numbers of the steps of the same asset that come first."""
    starts_on: date
    due_on: date


@dataclass(frozen=True, kw_only=True)
class PlannedAsset:
    """An asset's steps, in order, and what it waits for."""

    asset_id: UUID
    phase: str
    """Id of the phase of the golden order it belongs to."""
    steps: tuple[PlannedStep, ...]
    waits_for: tuple[UUID, ...]
    starts_on: date
    done_on: date


@dataclass(frozen=True, kw_only=True)
class RecoveryPlan:
    """The assets of a plan in the order of recovery, and the earliest end of it all."""

    assets: tuple[PlannedAsset, ...]
    done_on: date
