"""Whoever may act on a plan that made itself is told by mail, once, in their language."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from reversibility.accounts import service as accounts
from reversibility.accounts.models import User
from reversibility.exits.ahead.models import Outcome, PlanAhead
from reversibility.exits.ahead.service import Ending, begin_due, end_step
from reversibility.http.services import Services, build
from reversibility.kernel.actor import Role
from reversibility.store.session import transaction
from reversibility.worker.announcing import AGAIN_AFTER, announce
from tests.web.house import House, furnish
from tests.worker.mailbox import Mailbox, settings_with

OWNER, MANAGER = "c.martin@cabinet-exemple.example", "n.lopez@cabinet-exemple.example"
CONTRIBUTOR = "l.petit@cabinet-exemple.example"


@pytest.fixture
def box() -> Mailbox:
    return Mailbox()


@pytest.fixture
def services(engine: Engine, tmp_path: Path, box: Mailbox) -> Iterator[Services]:
    """Return a service with a mail server on loopback."""
    with settings_with(box, str(tmp_path / "data")) as settings:
        built = build(settings)
        yield replace(built, engine=engine)
        built.close()


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


def test_a_mail_that_goes_out_twice_bears_one_number(
    services: Services, home: House, box: Mailbox, now: datetime
) -> None:
    announce(services, now)
    with transaction(services.engine, home.actor.practice_id) as session:
        session.scalars(select(PlanAhead)).one().mailed_at = None  # killed before it could note it
    announce(services, now + AGAIN_AFTER)
    numbers = {(mail["To"], mail["Message-ID"]) for mail in box.mails}
    assert (len(box.mails), len(numbers)) == (4, 2)
