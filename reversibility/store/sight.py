"""The rows that an outsider may see: those about the assets and parties their mandate names."""

from uuid import UUID

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import InstrumentedAttribute

from reversibility.kernel.actor import Actor


def seen_assets(actor: Actor, asset_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Return the condition that a row is about an asset the actor may see."""
    return true() if actor.sight is None else asset_id.in_(actor.sight.assets)


def seen_parties(actor: Actor, party_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Return the condition that a row is about a party the actor may see."""
    return true() if actor.sight is None else party_id.in_(actor.sight.parties)
