"""The rows that an outsider may see: those about the assets their mandate names."""

from uuid import UUID

from sqlalchemy import ColumnElement, false, true
from sqlalchemy.orm import InstrumentedAttribute

from reversibility.kernel.actor import Actor


def seen_assets(actor: Actor, asset_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Return the condition that a row is about an asset the actor may see."""
    return true() if actor.sight is None else asset_id.in_(actor.sight.assets)


def seen_parties(actor: Actor, party_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Return the condition that the details and people of a party are the actor's to read."""
    if actor.sight is None:
        return true()
    return false() if actor.sight.party_id is None else party_id == actor.sight.party_id


def seen_people(actor: Actor, party_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Return the condition that the actor may know that somebody of a party gets in."""
    if actor.sight is None or actor.sight.party_id is None:
        return true()
    return party_id == actor.sight.party_id
