"""Call providers as people do, where a look showed nothing of them but their domain."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.first_steps.published import HOST
from reversibility.first_steps.service import hold
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.archiving import Edit
from reversibility.register.models import PartyKind
from reversibility.register.parties import change_party
from reversibility.register.queries import PartySheet, list_parties
from reversibility.register.service import PartyDraft


def without_name(parties: Iterable[PartySheet]) -> tuple[PartySheet, ...]:
    """Return the providers that are called by a domain."""
    return tuple(
        party
        for party in parties
        if party.kind is PartyKind.PROVIDER and HOST.fullmatch(party.name)
    )


def name_providers(
    session: Session, actor: Actor, names: Mapping[UUID, str], *, now: datetime
) -> None:
    """Give providers that are called by a domain the names that were typed; domains stay known."""
    actor.require(Permission.REGISTER_WRITE)
    hold(session, actor, now=now)
    # One that somebody has named meanwhile keeps that name: a form may be sent twice.
    for party in without_name(list_parties(session, actor)):
        if names.get(party.id):
            edit = Edit(id=party.id, version=party.version)
            change_party(session, actor, edit, _named(party, names[party.id]), now=now)


def _named(party: PartySheet, name: str) -> PartyDraft:
    kept: dict[str, Any] = {
        each: getattr(party, each) for each in PartyDraft.__dataclass_fields__ if each != "name"
    }
    for each in ("phones", "emails", "domains", "brands"):
        kept[each] = list(kept[each])
    kept["domains"] = list(dict.fromkeys([*kept["domains"], party.name.casefold()]))
    return PartyDraft(**kept, name=name)
