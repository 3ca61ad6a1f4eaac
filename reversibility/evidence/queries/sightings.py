"""Which name servers the parent of a name gave, look by look."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from probes.challenge.model import Sighting
from probes.interface import Source
from reversibility.evidence.models import ObservationRow
from reversibility.kernel.actor import Actor, Permission

_LOOKED_AT = 300


def list_sightings(session: Session, actor: Actor, name: str) -> tuple[Sighting, ...]:
    """List the parent's earlier answers about a name, the oldest first, whatever the asset."""
    actor.require(Permission.EVIDENCE_PROBE)
    rows = session.execute(
        select(ObservationRow.asked_at, ObservationRow.facts)
        .where(
            ObservationRow.practice_id == actor.practice_id,
            ObservationRow.name == name,
            ObservationRow.source == Source.DNS,
        )
        .order_by(ObservationRow.asked_at.desc(), ObservationRow.id.desc())
        .limit(_LOOKED_AT)
    ).all()
    found = [
        Sighting(seen_at=asked_at, name_servers=tuple(facts["parent_name_servers"]))
        for asked_at, facts in reversed(rows)
        if facts and facts.get("kind") == "delegation" and facts.get("parent_name_servers")
    ]
    return tuple(found)
