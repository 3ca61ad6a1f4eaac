"""What falls when a provider vanishes, in words: grouped by when, each with its reason."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from reversibility.recovery.falling import Cause, Fall, Fate, Protection
from reversibility.web.icons import family_icon
from reversibility.web.languages import gettext, lazy_gettext, ngettext

_WHEN: Mapping[Fate, tuple[str, str]] = {
    Fate.NOW: (lazy_gettext("Tout de suite"), lazy_gettext("dès qu’il n’est plus là")),
    Fate.LATER: (lazy_gettext("Plus tard"), lazy_gettext("au prochain terme")),
    Fate.UNKNOWN: (lazy_gettext("À éclaircir"), lazy_gettext("le registre ne le dit pas")),
    Fate.HOLDS: (lazy_gettext("Tient bon"), lazy_gettext("un autre que lui y entre")),
}


@dataclass(frozen=True, kw_only=True)
class FallItem:
    """One element: why it falls or holds, and how deep below its root it hangs."""

    id: UUID
    name: str
    href: str
    icon: str
    reason: str
    on: date | None
    depth: int


@dataclass(frozen=True, kw_only=True)
class FallGroup:
    """The elements of one fate."""

    fate: str
    title: str
    detail: str
    items: tuple[FallItem, ...]
    first_on: date | None
    """The first known day of this group."""


@dataclass(frozen=True, kw_only=True)
class Advice:
    """What to take in hand first."""

    text: str
    effect: str
    """What that would change."""
    href: str


def fall_groups(falls: Collection[Fall]) -> tuple[FallGroup, ...]:
    """Group the elements by when they fall; those that hang on another stand below it."""
    names = {fall.asset.id: fall.asset.name for fall in falls}
    groups = []
    for fate, (title, detail) in _WHEN.items():
        own = [fall for fall in falls if fall.fate is fate]
        if own:
            groups.append(
                FallGroup(
                    fate=fate,
                    title=str(title),
                    detail=str(detail),
                    items=tuple(_item(fall, depth, names) for fall, depth in _as_tree(own)),
                    first_on=min((fall.on for fall in own if fall.on), default=None),
                )
            )
    return tuple(groups)


def advice(protections: Collection[Protection]) -> tuple[Advice, ...]:
    """Write what would protect most, the most first."""
    return tuple(
        Advice(
            text=_act(each.fall.cause, each.fall.asset.name),
            effect=_effect(each, is_first=place == 0),
            href=url_for("assets.show", asset_id=each.fall.asset.id),
        )
        for place, each in enumerate(protections)
    )


def _effect(each: Protection, *, is_first: bool) -> str:
    if not each.saved:
        return ngettext(
            "%(num)s élément ne tomberait plus tout de suite",
            "%(num)s éléments ne tomberaient plus tout de suite",
            each.postponed,
        )
    if is_first:
        return ngettext("%(num)s élément tiendrait", "%(num)s éléments tiendraient", each.saved)
    return ngettext(
        "avec ce qui précède, %(num)s élément de plus tiendrait",
        "avec ce qui précède, %(num)s éléments de plus tiendraient",
        each.saved,
    )


def _act(cause: Cause, asset: str) -> str:
    if cause is Cause.PAYS:
        return gettext("Payer vous-même %(asset)s", asset=asset)
    if cause is Cause.RENEWS:
        return gettext("Avoir la main sur %(asset)s et le renouveler", asset=asset)
    if cause in {Cause.UNDECLARED, Cause.COVERED}:
        return gettext("Noter qui peut entrer dans %(asset)s", asset=asset)
    return gettext("Avoir un administrateur de votre cabinet pour %(asset)s", asset=asset)


def _as_tree(falls: Collection[Fall]) -> Iterator[tuple[Fall, int]]:
    hanging: dict[UUID | None, list[Fall]] = {}
    ids = {fall.asset.id for fall in falls}
    for fall in falls:
        hanging.setdefault(fall.because_of if fall.because_of in ids else None, []).append(fall)
    waiting = [(fall, 0) for fall in reversed(hanging.get(None, []))]
    while waiting:
        fall, depth = waiting.pop()
        yield fall, depth
        below = hanging.get(fall.asset.id, ())
        waiting.extend((each, depth + 1) for each in reversed(below))


def _item(fall: Fall, depth: int, names: Mapping[UUID, str]) -> FallItem:
    asset = fall.asset
    return FallItem(
        id=asset.id,
        name=asset.name,
        href=url_for("assets.show", asset_id=asset.id),
        icon=family_icon(asset.family),
        reason=_reason(fall, names),
        on=fall.on,
        depth=depth,
    )


def _reason(fall: Fall, names: Mapping[UUID, str]) -> str:
    if fall.because_of:
        return gettext("repose sur %(asset)s", asset=names[fall.because_of])
    return str(_REASONS[fall.cause])


_REASONS: Mapping[Cause, str] = {
    Cause.ALONE: lazy_gettext("personne d’autre n’y entre"),
    Cause.RENEWS: lazy_gettext("lui seul peut le renouveler"),
    Cause.PAYS: lazy_gettext("c’est lui qui paie"),
    Cause.UNDECLARED: lazy_gettext("personne n’est déclaré y entrer"),
    Cause.COVERED: lazy_gettext("son contrat le couvre, et personne n’est déclaré y entrer"),
    Cause.GETS_IN: lazy_gettext("votre cabinet l’administre"),
    Cause.ELSEWHERE: lazy_gettext("ne dépend pas de lui"),
}
