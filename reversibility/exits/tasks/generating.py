"""From the plan of recovery to the tasks of an exit. Pure.

Each step of a playbook is a task; its first steps wait until what the asset depends on is back.
Then come what shows that one can act on a zone, and what follows once an asset is back. Removing
the leaving provider waits for the end of the mission, or for the day of a signed receipt: the
practice remains bound by its contract until then (review of the content, 25; C. civ. 1104).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from probes.interface import VerdictField
from reversibility.catalogues.models import AssetKind, Right, Text, Who
from reversibility.exits.tasks.models import TaskOrigin
from reversibility.recovery.models import PlannedAsset, PlannedStep, RecoveryPlan

CONTROL = "show_control"
REMOVAL = "remove_provider"
"""Waits for the end of the mission, as a step of a playbook and as what comes afterwards."""
AFTERWARDS: Mapping[str, Text] = {
    "password": Text(fr="Changer le mot de passe", en="Change the password"),
    "recovery_address": Text(
        fr="Mettre une adresse générique du cabinet comme adresse de secours",
        en="Make a generic mailbox of the practice the recovery address",
    ),
    "second_factor": Text(
        fr="Activer la double authentification", en="Turn on two-factor authentication"
    ),
    "billing": Text(
        fr="Prendre le paiement et la facturation au nom du cabinet",
        en="Take payment and billing into the practice’s name",
    ),
    "backup_test": Text(
        fr="Faire un export complet et essayer de le restaurer",
        en="Make a full export and try to restore it",
    ),
    REMOVAL: Text(
        fr="Retirer les accès du prestataire sortant",
        en="Remove the outgoing provider’s access",
    ),
}
"""What is asked of each asset once it is back, by its id in `common.toml`, in this order."""
_CONTROL_TITLE = Text(
    fr="Montrer que le cabinet peut agir sur la zone",
    en="Show that the practice can act on the zone",
)
_ZONE = "dns_zone"
_AFTER_DAYS = 1


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A task as the playbooks ask for it today."""

    key: str
    origin: TaskOrigin
    title: Text
    days: int
    asset_id: UUID
    step: str
    needs: tuple[str, ...] = ()
    who: Who = Who.PRACTICE
    right: Right | None = None
    is_question: bool = False
    probe: str = ""
    not_before: date | None = None


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What the tasks are made for."""

    kinds: Mapping[UUID, AssetKind]
    """Of each asset of the plan."""
    mission_ends_on: date | None
    """Until when the leaving provider's access is needed; None where nobody knows."""


@dataclass
class _Made:
    """What was made so far, and by which tasks each asset is back."""

    setting: Setting
    back: dict[UUID, tuple[str, ...]] = field(default_factory=dict)
    removed: dict[UUID, frozenset[str]] = field(default_factory=dict)
    """What its playbook asks already of what comes afterwards."""


def wanted_tasks(plan: RecoveryPlan, setting: Setting) -> tuple[Wanted, ...]:
    """Return the tasks of a plan, in the order of recovery: each after those it needs."""
    made = _Made(setting=setting)
    recovering = [task for asset in plan.assets for task in _steps(asset, made)]
    following = [task for asset in plan.assets for task in _afterwards(asset.asset_id, made)]
    return (*recovering, *following)


def task_key(asset_id: UUID, step: str) -> str:
    """Return how a task of an asset is called among those of its exit."""
    return f"{asset_id}/{step}"


def _steps(asset: PlannedAsset, made: _Made) -> Iterator[Wanted]:
    by_number = {step.number: step for step in asset.steps}
    waits = tuple(key for needed in asset.waits_for for key in made.back.get(needed, ()))
    for step in asset.steps:
        before = _before(step, by_number)
        own = tuple(task_key(asset.asset_id, each.step.id) for each in before)
        # A step waits for other assets unless it may go at once, or follows one that waited.
        waits_too = not step.step.at_once and all(each.step.at_once for each in before)
        task = _step(asset.asset_id, step, (*own, *(waits if waits_too else ())))
        yield replace(task, not_before=_not_before(step.step.id, made.setting))
    if any(step.step.id == REMOVAL for step in asset.steps):
        made.removed[asset.asset_id] = frozenset({REMOVAL})
    control = tuple(_control(asset, made))
    yield from control
    last = _last(asset) or waits
    made.back[asset.asset_id] = tuple(task.key for task in control) or last


def _before(step: PlannedStep, by_number: Mapping[int, PlannedStep]) -> list[PlannedStep]:
    """Return what a step follows; what stands before the removal of the provider in its place."""
    found: dict[int, PlannedStep] = {}
    for number in step.after:
        each = by_number[number]
        followed = _before(each, by_number) if each.step.id == REMOVAL else [each]
        found |= {one.number: one for one in followed}
    return list(found.values())


def _step(asset_id: UUID, planned: PlannedStep, needs: tuple[str, ...]) -> Wanted:
    step = planned.step
    is_asked = planned.is_question and step.ask is not None
    return Wanted(
        key=task_key(asset_id, step.id),
        origin=TaskOrigin.STEP,
        title=step.title,
        days=(planned.due_on - planned.starts_on).days,
        asset_id=asset_id,
        step=step.id,
        needs=needs,
        who=step.who,
        right=step.needs_right,
        is_question=is_asked,
        probe=step.probe or "",
    )


def _last(asset: PlannedAsset) -> tuple[str, ...]:
    """Return the steps by which an asset is back: those that no other one follows.

    Removing the provider comes after it is back, so nothing else waits for that.
    """
    steps = [step for step in asset.steps if step.step.id != REMOVAL]
    followed = {number for step in steps for number in step.after}
    last = (step for step in steps if step.number not in followed)
    return tuple(task_key(asset.asset_id, step.step.id) for step in last)


def _control(asset: PlannedAsset, made: _Made) -> Iterator[Wanted]:
    if made.setting.kinds[asset.asset_id].family == _ZONE:
        yield Wanted(
            key=task_key(asset.asset_id, CONTROL),
            origin=TaskOrigin.CONTROL,
            title=_CONTROL_TITLE,
            days=_AFTER_DAYS,
            asset_id=asset.asset_id,
            step=CONTROL,
            needs=_last(asset),
            probe=VerdictField.CONTROL.value,
        )


def _afterwards(asset_id: UUID, made: _Made) -> Iterator[Wanted]:
    asked = frozenset(made.setting.kinds[asset_id].after_common)
    for item in _known(asked - made.removed.get(asset_id, frozenset())):
        yield Wanted(
            key=task_key(asset_id, f"after.{item}"),
            origin=TaskOrigin.AFTER,
            title=AFTERWARDS[item],
            days=_AFTER_DAYS,
            asset_id=asset_id,
            step=item,
            needs=made.back[asset_id],
            not_before=_not_before(item, made.setting),
        )


def _not_before(step: str, setting: Setting) -> date | None:
    return setting.mission_ends_on if step == REMOVAL else None


def _known(asked: Iterable[str]) -> Iterator[str]:
    named = frozenset(asked)
    return (item for item in AFTERWARDS if item in named)
