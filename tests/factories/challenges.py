"""A challenge whose value is seen at one of two servers so far, made by hand."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from probes.challenge.model import Check, Judgement, Outcome, Place
from probes.interface import message
from probes.options import ProbeOptions
from reversibility.evidence.challenges import record_check, request_challenge
from reversibility.kernel.actor import Actor

OPTIONS = ProbeOptions(extra_suffixes=("fr.example", "com.example"))
SERVERS = ("ns1.studio-exemple-web.fr.example", "ns2.studio-exemple-web.fr.example")


def looked_for(session: Session, actor: Actor, asset_id: UUID, *, now: datetime) -> UUID:
    """Ask that control of an asset be shown, and look once; return the challenge."""
    row = request_challenge(session, actor, asset_id, OPTIONS, now=now)
    session.flush()
    reason = message("CTL01_PARTLY_SEEN", count="1", total="2")
    check = Check(
        name=row.name,
        registered_name=row.name,
        registry="afnic",
        method=row.method,
        judgement=Judgement(outcome=Outcome.PARTLY_SEEN, reasons=(reason,)),
        places=tuple(
            Place(server=server, address=f"192.0.2.{number}", saw=number == 1)
            for number, server in enumerate(SERVERS, 1)
        ),
        observations=(),
        started_at=now,
        finished_at=now,
    )
    record_check(session, actor, row.id, check, unit_id=None, now=now)
    return row.id
