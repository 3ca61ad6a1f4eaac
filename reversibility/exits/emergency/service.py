"""Write on a practice's emergency card, and note that it was printed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.exits.emergency.models import EmergencyCard
from reversibility.exits.emergency.rules import kept
from reversibility.exits.errors import CardChangedError
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id


def write_card(
    session: Session, actor: Actor, version: int, answers: Mapping[str, str], *, now: datetime
) -> None:
    """Keep what the register lacks; raises CardChangedError when somebody else wrote meanwhile."""
    actor.require(Permission.REGISTER_WRITE)
    row = session.scalar(select(EmergencyCard).with_for_update())
    if (row.version if row else 0) != version:
        raise CardChangedError
    after = kept(answers)
    if row is None:
        row = _new(session, actor, now)
    elif row.answers == after:
        return
    before = {name: row.answers.get(name, "") for name in after.keys() | row.answers.keys()}
    changed = sorted(name for name, text in before.items() if text != after.get(name, ""))
    row.answers, row.changed_by, row.version = after, actor.label, row.version + 1
    session.flush()
    subject = journal.Subject(type="practice", id=actor.practice_id)
    # Which lines; what they say stands on the card, and no longer than it does.
    content = {"lines": changed}
    journal.record(session, actor, "practice.card_changed", subject, now=now, content=content)


def note_printed(session: Session, actor: Actor, said_sha256: str, *, now: datetime) -> None:
    """Note that the card was printed, and what it said."""
    actor.require(Permission.REGISTER_WRITE)
    row = session.scalar(select(EmergencyCard).with_for_update()) or _new(session, actor, now)
    row.printed_at, row.printed_sha256 = now, said_sha256
    session.flush()
    subject = journal.Subject(type="practice", id=actor.practice_id)
    content = {"said_sha256": said_sha256}
    journal.record(session, actor, "practice.card_printed", subject, now=now, content=content)


def _new(session: Session, actor: Actor, now: datetime) -> EmergencyCard:
    row = EmergencyCard(id=new_id(now), practice_id=actor.practice_id)
    session.add(row)
    return row
