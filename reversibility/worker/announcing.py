"""Mail the plans that were made by themselves to those who may act on them.

A worker notes that it sets out before it sends: one that is killed meanwhile leaves the mail to be
sent again a quarter of an hour later, never not at all. Sent twice it bears the same number, by
which a mailbox knows it for the same mail.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import Engine, select

from reversibility.accounts.queries import Recipient, list_who_may
from reversibility.exits.ahead.models import PlanAhead
from reversibility.exits.ahead.queries import AheadLine, get_line, lock_unmailed, unmailed
from reversibility.exits.words import Words
from reversibility.http.mailing import Mail, MailError, send, sends_mail
from reversibility.http.services import Services
from reversibility.kernel.actor import Permission, PracticeId, worker
from reversibility.kernel.digest import sha256
from reversibility.settings import Settings
from reversibility.store.session import transaction

AGAIN_AFTER = timedelta(minutes=15)
NEWS_FOR = timedelta(days=2)
"""What could not be mailed until then stands on the home page, and nowhere else."""
PER_ROUND = 20

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class _News:
    """A plan, and who is told of it."""

    practice_id: UUID
    line: AheadLine
    recipients: tuple[Recipient, ...]


def announce(services: Services, now: datetime) -> int:
    """Mail some of what nobody was told of yet; return how many mails a server took."""
    if not sends_mail(services.settings):
        return 0
    taken = 0
    for practice_id, step_id in _waiting(services.engine, now):
        news = _set_out(services.engine, practice_id, step_id, now)
        if news is not None:
            count = _send(services.settings, news)
            taken += count
            if count or not news.recipients:
                _note(services.engine, news, now)
    return taken


def mail_of(line: AheadLine, recipient: Recipient, settings: Settings) -> Mail:
    """Write the mail about a plan in the language of whoever gets it."""
    words = Words(locale="en" if recipient.locale == "en" else "fr")
    text = words.say(
        "ahead.mail",
        name=recipient.name,
        contract=line.contract,
        provider=line.provider,
        date=words.say(f"ahead.{line.date_kind.value}", day=words.day(line.date_on)),
        link=f"{settings.public_url}/contrats/{line.contract_id}#documents",
        number=line.number,
    )
    subject = words.say("ahead.subject", contract=" ".join(line.contract.split()))
    whose = sha256(recipient.email.casefold().encode())[:16]
    number = f"plan.{line.id}.{whose}"
    return Mail(to=recipient.email, subject=subject, text=text, number=number)


def _waiting(engine: Engine, now: datetime) -> Iterable[tuple[UUID, UUID]]:
    with transaction(engine, None, read_only=True) as session:
        return session.execute(
            select(PlanAhead.practice_id, PlanAhead.id)
            .where(*unmailed(now - AGAIN_AFTER), PlanAhead.ended_at > now - NEWS_FOR)
            .order_by(PlanAhead.ended_at, PlanAhead.id)
            .limit(PER_ROUND)
        ).all()


def _set_out(engine: Engine, practice_id: UUID, step_id: UUID, now: datetime) -> _News | None:
    needed = {Permission.CONTRACT_READ, Permission.MEMBER_READ}
    actor = worker(PracticeId(practice_id), needed)
    with transaction(engine, practice_id) as session:
        row = lock_unmailed(session, actor, step_id, tried_before=now - AGAIN_AFTER)
        if row is None:
            return None
        row.mail_tried_at = now
        return _News(
            practice_id=practice_id,
            line=get_line(session, actor, step_id),
            recipients=list_who_may(session, actor, Permission.EXIT_PRODUCE, now=now),
        )


def _send(settings: Settings, news: _News) -> int:
    taken = 0
    for recipient in news.recipients:
        try:
            send(settings, mail_of(news.line, recipient, settings))
        except MailError as error:
            log.warning("plan_not_mailed", plan=str(news.line.id), error=str(error))
        else:
            taken += 1
    return taken


def _note(engine: Engine, news: _News, now: datetime) -> None:
    # Those a server refused are not written to again: the others would have it twice.
    with transaction(engine, news.practice_id) as session:
        row = session.scalars(select(PlanAhead).where(PlanAhead.id == news.line.id)).one()
        row.mailed_at = now
