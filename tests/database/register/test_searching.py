"""A register of any size is found through a page at a time; several assets change together."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from reversibility.catalogues.loader import load_catalogue
from reversibility.kernel.actor import Actor
from reversibility.kernel.ids import new_id
from reversibility.register.archiving import Edit
from reversibility.register.editing import archive_asset
from reversibility.register.errors import (
    AssetsChangedError,
    PartyMissingError,
    ViewNamedTwiceError,
    ViewsFullError,
)
from reversibility.register.models import Asset
from reversibility.register.queries import get_assets
from reversibility.register.searching import Found, Wanted, Window, count_by_kind, find_assets
from reversibility.register.service import AssetDraft, declare_asset
from reversibility.register.together import BulkChange, change_together
from reversibility.register.views import MOST, list_views, save_view
from reversibility.store.session import transaction
from tests.factories.practices import add_provider, open_practice

COUNT = 25


@pytest.fixture
def ids(engine: Engine, actor: Actor, now: datetime) -> list[UUID]:
    """Return the ids of a register of twenty-five names, in the order of the list."""
    open_practice(engine, actor, now)
    kind = load_catalogue().kinds["domain_fr"]
    with transaction(engine, actor.practice_id) as session:
        rows = [
            declare_asset(
                session, actor,
                AssetDraft(
                    kind="domain_fr", name=f"Nom {number}", importance=1 + number % 4,
                    declared_on=now.date(), declared_by="N. Lopez",
                    attributes={"domain": f"étude-{number}.fr.example"},
                ),
                kind=kind, now=now,
            )
            for number in range(COUNT)
        ]  # fmt: skip
        ordered = sorted(rows, key=lambda row: (-row.importance, row.created_at, row.id))
        return [row.id for row in ordered]


def _find(session: Session, actor: Actor, wanted: Wanted, window: Window) -> Found:
    counts = count_by_kind(session, actor)
    return find_assets(session, actor, wanted, window, kinds={"domain_fr": "Nom"}, counts=counts)


def test_pages_follow_each_other_without_a_gap_or_a_repeat(
    engine: Engine, actor: Actor, ids: list[UUID]
) -> None:
    for text in ("", "etude fr"):
        seen: list[UUID] = []
        after: UUID | None = None
        while True:
            window = Window(whole=5, page=7, after=after)
            with transaction(engine, actor.practice_id, read_only=True) as session:
                found = _find(session, actor, Wanted(text=text), window)
            assert found.total == COUNT
            seen += [asset.id for asset in found.assets]
            after = found.following
            if after is None:
                break
        assert seen == ids


def test_a_short_register_comes_whole_and_a_place_that_is_gone_starts_anew(
    engine: Engine, actor: Actor, now: datetime, ids: list[UUID]
) -> None:
    with transaction(engine, actor.practice_id, read_only=True) as session:
        whole = _find(session, actor, Wanted(), Window(whole=COUNT, page=3, after=ids[4]))
        gone = Window(whole=1, page=3, after=new_id(now))
        anew = _find(session, actor, Wanted(), gone)
    assert [asset.id for asset in whole.assets] == ids
    assert [asset.id for asset in anew.assets] == ids[:3]


def test_assets_change_together_and_each_says_so_in_the_journal_or_none_does(
    engine: Engine, actor: Actor, now: datetime, ids: list[UUID]
) -> None:
    agency = add_provider(engine, actor, now, "Studio Exemple Web").id
    change = BulkChange(parties={"payer": agency}, importance=4)
    with transaction(engine, actor.practice_id) as session:
        edits = [Edit(id=each.id, version=each.version) for each in get_assets(session, actor, ids)]
        assert change_together(session, actor, edits[:10], change, now=now) == 10
    with (
        pytest.raises(AssetsChangedError) as refused,
        transaction(engine, actor.practice_id) as session,
    ):
        change_together(session, actor, edits[9:12], BulkChange(importance=1), now=now)
    assert refused.value.params["count"] == "1"
    with transaction(engine, actor.practice_id, read_only=True) as session:
        rows = session.scalars(select(Asset).where(Asset.payer_id == agency)).all()
        assert len(rows) == 10
        assert {row.importance for row in rows} == {4}
        assert not session.scalars(
            select(Asset).where(Asset.importance == 1, Asset.version > 1)
        ).all()


def test_an_archived_asset_or_a_party_of_nobody_lets_nothing_change(
    engine: Engine, actor: Actor, now: datetime, ids: list[UUID]
) -> None:
    with transaction(engine, actor.practice_id) as session:
        edits = [Edit(id=each.id, version=each.version) for each in get_assets(session, actor, ids)]
        archive_asset(session, actor, edits[0], now=now)
    for change, refusal in (
        (BulkChange(importance=2), AssetsChangedError),
        (BulkChange(parties={"payer": new_id(now)}), PartyMissingError),
    ):
        with pytest.raises(refusal), transaction(engine, actor.practice_id) as session:
            change_together(session, actor, edits[:3], change, now=now)


def test_views_have_names_of_their_own_and_are_not_without_number(
    engine: Engine, actor: Actor, now: datetime
) -> None:
    open_practice(engine, actor, now)
    with transaction(engine, actor.practice_id) as session:
        for number in range(MOST):
            save_view(session, actor, f"Vue {number:02}", {"nature": "gbp"}, now=now)
    for name, refusal in (("Vue 00", ViewNamedTwiceError), ("Une de plus", ViewsFullError)):
        with pytest.raises(refusal), transaction(engine, actor.practice_id) as session:
            save_view(session, actor, name, {"q": "x"}, now=now)
    with transaction(engine, actor.practice_id, read_only=True) as session:
        assert len(list_views(session, actor)) == MOST
