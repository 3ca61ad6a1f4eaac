"""An asset that does not fit its kind is refused by the register itself, whoever asks."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from reversibility.catalogues.loader import load_catalogue
from reversibility.kernel.actor import Actor
from reversibility.register.errors import AssetInvalidError
from reversibility.register.queries import list_assets
from reversibility.register.service import AssetDraft, declare_asset
from reversibility.store.session import transaction
from tests.factories.practices import open_practice


def test_an_asset_without_what_its_kind_requires_is_refused(
    engine: Engine, actor: Actor, now: datetime
) -> None:
    open_practice(engine, actor, now)
    draft = AssetDraft(
        slug="domaine",
        kind="domain_fr",
        name="Domaine",
        importance=4,
        declared_on=now.date(),
        declared_by="N. Lopez",
        attributes={"expires_on": "demain"},
    )
    kind = load_catalogue().kinds["domain_fr"]
    with (
        pytest.raises(AssetInvalidError) as refused,
        transaction(engine, actor.practice_id) as session,
    ):
        declare_asset(session, actor, draft, kind=kind, now=now)
    assert refused.value.fields == {"domain": "required", "expires_on": "date"}
    with transaction(engine, actor.practice_id, read_only=True) as session:
        assert list_assets(session, actor) == ()
