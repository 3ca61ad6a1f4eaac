"""Find assets in a register of any size: by words, by party, by kind, a page at a time."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from reversibility.kernel.actor import Actor, Permission
from reversibility.register.models import DECLARED_PARTIES, Asset, Party
from reversibility.register.queries import AssetSheet, read_page, visible_assets
from reversibility.store.sight import seen_assets

_PARTY_COLUMNS: tuple[InstrumentedAttribute[UUID | None], ...] = tuple(
    getattr(Asset, f"{name}_id") for name in DECLARED_PARTIES
)
_ORDER = (Asset.importance.desc(), Asset.created_at, Asset.id)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which assets; what is left empty excludes nothing."""

    text: str = ""
    """Words that must all stand in the name, the kind, the parties or what its kind asks for."""
    party: UUID | None = None
    entered: Collection[UUID] = ()
    """Assets into which people of that party get: these are of that party, too."""
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of assets, vital ones first."""

    assets: tuple[AssetSheet, ...]
    total: int
    """How many there are on all pages."""
    following: UUID | None
    """The last one of this page, when others come after it."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """How much is returned: all, up to `whole`; else `page` assets from the one after `after`."""

    whole: int
    page: int
    after: UUID | None = None


def find_assets(
    session: Session,
    actor: Actor,
    wanted: Wanted,
    window: Window,
    *,
    kinds: Mapping[str, str],
    counts: Mapping[str, int],
) -> Found:
    """Return the assets that fit; `kinds`: how they are called in the reader's language.

    `counts`: as `count_by_kind` gives them; they are the total where only a kind is asked for.
    """
    actor.require(Permission.REGISTER_READ)
    conditions = [Asset.retired_at.is_(None), seen_assets(actor, Asset.id), *_conditions(wanted)]
    if wanted.text:
        fitting = _with_words(session, conditions, wanted.text, kinds)
        total = len(fitting)
        limit = window.whole if total <= window.whole else window.page
        known = total > window.whole and window.after in fitting
        start = fitting.index(window.after) + 1 if window.after and known else 0
        conditions.append(Asset.id.in_(fitting[start : start + limit + 1]))
    else:
        total = _count(session, conditions, wanted, counts)
        limit = window.whole if total <= window.whole else window.page
        if total > window.whole and window.after:
            conditions.extend(_coming_after(session, window.after))
    page = visible_assets(actor).where(*conditions).order_by(*_ORDER).limit(limit + 1)
    assets = read_page(session, actor, page)
    more = len(assets) > limit
    return Found(
        assets=assets[:limit],
        total=total,
        following=assets[limit - 1].id if more else None,
    )


def count_by_kind(session: Session, actor: Actor) -> dict[str, int]:
    """Count the assets that are not archived, by their kind."""
    actor.require(Permission.REGISTER_READ)
    wanted = (
        select(Asset.kind, func.count().label("assets"))
        .where(Asset.retired_at.is_(None), seen_assets(actor, Asset.id))
        .group_by(Asset.kind)
    )
    return {row.kind: row.assets for row in session.execute(wanted)}


def _count(
    session: Session,
    conditions: Collection[ColumnElement[bool]],
    wanted: Wanted,
    counts: Mapping[str, int],
) -> int:
    if wanted.party:
        return session.scalar(select(func.count()).select_from(Asset).where(*conditions)) or 0
    return counts.get(wanted.kind, 0) if wanted.kind else sum(counts.values())


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.party:
        of_party = [column == wanted.party for column in _PARTY_COLUMNS]
        found.append(or_(*of_party, Asset.id.in_(wanted.entered)))
    if wanted.kind:
        found.append(Asset.kind == wanted.kind)
    return found


def _coming_after(session: Session, after: UUID) -> list[ColumnElement[bool]]:
    last = session.execute(
        select(Asset.importance, Asset.created_at, Asset.id).where(Asset.id == after)
    ).one_or_none()
    if last is None:
        return []
    return [
        or_(
            Asset.importance < last.importance,
            and_(
                Asset.importance == last.importance,
                or_(
                    Asset.created_at > last.created_at,
                    and_(Asset.created_at == last.created_at, Asset.id > last.id),
                ),
            ),
        )
    ]


def _with_words(
    session: Session,
    conditions: Collection[ColumnElement[bool]],
    text: str,
    kinds: Mapping[str, str],
) -> list[UUID]:
    """Compare here and not in the database: neither of the two folds accents by itself."""
    words = _plain(text).split()
    parties = {row.id: row.name for row in session.execute(select(Party.id, Party.name))}
    rows = session.execute(
        select(Asset.id, Asset.name, Asset.kind, Asset.attributes, *_PARTY_COLUMNS)
        .where(*conditions)
        .order_by(*_ORDER)
    )
    fitting = []
    for asset_id, name, kind, attributes, *party_ids in rows:
        named = (parties.get(party_id, "") for party_id in party_ids)
        said = _plain(" ".join((name, kinds.get(kind, ""), *_values(attributes), *named)))
        if all(word in said for word in words):
            fitting.append(asset_id)
    return fitting


def _values(attributes: Mapping[str, Any]) -> list[str]:
    return [
        " ".join(map(str, value)) if isinstance(value, list) else str(value)
        for value in attributes.values()
    ]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))
