"""Whoever may act on a plan that made itself is told by mail, once, in their language."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import Engine, select

from reversibility.accounts import service as accounts
from reversibility.accounts.models import User
from reversibility.exits.ahead.models import Outcome, PlanAhead
from reversibility.exits.ahead.service import Ending, begin_due, end_step
from reversibility.http.services import Services, build
from reversibility.kernel.actor import Role
from reversibility.settings import Settings
from reversibility.store.session import transaction
from reversibility.worker.announcing import AGAIN_AFTER, announce
from tests.web.house import House, furnish

OWNER, MANAGER = "c.martin@cabinet-exemple.example", "n.lopez@cabinet-exemple.example"
CONTRIBUTOR = "l.petit@cabinet-exemple.example"


@dataclass
class Mailbox:
    """A mail server's own: what it took, and what it answers."""

    answer: str = "250 OK"
    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        """Take a mail, or refuse it."""
        if self.answer.startswith("250"):
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
        return self.answer


@pytest.fixture
def box() -> Mailbox:
    return Mailbox()


@pytest.fixture
def services(engine: Engine, tmp_path: Path, box: Mailbox) -> Iterator[Services]:
    """Return a service with a mail server on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings = Settings(
        data_dir=str(tmp_path / "data"),
        smtp_host="127.0.0.1",
        smtp_port=str(port),
        smtp_tls="no",
        smtp_from="registre@cabinet-exemple.example",
    )
    built = build(settings)
    yield replace(built, engine=engine)
    built.close()
    server.stop()


@pytest.fixture
def home(engine: Engine, now: datetime) -> House:
    """Return the practice of the demo with its people, and a plan that was just made."""
    home = furnish(engine, now)
    roles = {OWNER: Role.OWNER, MANAGER: Role.MANAGER, CONTRIBUTOR: Role.CONTRIBUTOR}
    with transaction(engine, home.actor.practice_id) as session:
        for email, role in roles.items():
            draft = accounts.MemberDraft(email=email, name="Nadia Lopez", role=role)
            accounts.add_member(session, home.actor, draft, now=now)
        session.flush()
        session.scalars(select(User).where(User.email == MANAGER)).one().locale = "en"
    with transaction(engine, home.actor.practice_id) as session:
        begin_due(session, home.actor, now=now)
        for row in session.scalars(select(PlanAhead)):
            ending = Ending(outcome=Outcome.MADE, said_sha256="a" * 64, number=1)
            end_step(session, home.actor, row.id, ending, now=now)
    return home


def test_owner_and_manager_are_told_once_in_their_language(
    services: Services, home: House, box: Mailbox, now: datetime
) -> None:
    assert announce(services, now) == 2
    assert announce(services, now + timedelta(hours=1)) == 0
    mails = {mail["To"]: mail for mail in box.mails}
    assert set(mails) == {OWNER, MANAGER}
    french, english = mails[OWNER], mails[MANAGER]
    assert french["Subject"].startswith("Plan de sortie prêt")
    assert english["Subject"].startswith("Exit plan ready")
    contract_id = home.contracts["studio-web-2023"]
    for mail in (french, english):
        assert f"/contrats/{contract_id}#documents" in mail.get_content()
        assert "Studio Exemple Web" in mail.get_content()


def test_a_server_that_refuses_is_asked_again_later(
    services: Services, home: House, box: Mailbox, now: datetime
) -> None:
    assert home
    box.answer = "451 try again"
    assert announce(services, now) == 0
    box.answer = "250 OK"
    assert announce(services, now + timedelta(minutes=1)) == 0
    assert announce(services, now + AGAIN_AFTER) == 2


def test_a_worker_killed_while_it_sends_leaves_the_mail_to_another(
    services: Services, home: House, box: Mailbox, now: datetime
) -> None:
    with transaction(services.engine, home.actor.practice_id) as session:
        session.scalars(select(PlanAhead)).one().mail_tried_at = now
    assert announce(services, now) == 0
    assert announce(services, now + AGAIN_AFTER) == 2
    assert len(box.mails) == 2


def test_without_a_mail_server_nothing_is_sent(
    services: Services, home: House, box: Mailbox, now: datetime
) -> None:
    assert home
    silent = replace(services, settings=replace(services.settings, smtp_host=""))
    assert announce(silent, now) == 0
    assert box.mails == []
