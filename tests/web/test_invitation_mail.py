"""Invitations by mail, to a real mail server on loopback: TLS, sign-in, and what goes wrong."""

import re
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from flask.testing import FlaskClient
from sqlalchemy import Engine

from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from tests.factories.mail import certificate
from tests.web.conftest import AppMaker
from tests.web.house import House, seat
from tests.web.pages import Page, read

LEA = {"name": "Léa Petit", "email": "lea@cabinet-exemple.example", "role": "contributor"}


@dataclass
class Mailbox:
    """What a mail server took, and what it answers."""

    answer: str = "250 OK"
    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail, or refuse it."""
        if self.answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            mail = message_from_bytes(content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
        return self.answer


Serve = Callable[..., tuple[Mailbox, dict[str, str]]]


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Return what starts a mail server on loopback, and the settings that lead to it."""
    running: list[Controller] = []
    authority, key = certificate(tmp_path)

    def serve(tls: str = "no", answer: str = "250 OK", password: str = ""):
        box, options = Mailbox(answer=answer), {}
        if tls == "starttls":
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(authority, key)
            options = {"tls_context": context, "require_starttls": True}
        if password:
            options |= {"authenticator": _only(password), "auth_required": True}
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        controller = Controller(box, hostname="127.0.0.1", port=port, **options)
        controller.start()
        running.append(controller)
        settings = {
            "smtp_host": "localhost" if tls == "starttls" else "127.0.0.1",
            "smtp_port": str(port),
            "smtp_tls": tls,
            "smtp_from": "registre@cabinet-exemple.example",
        }
        return box, settings

    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    yield serve
    for controller in running:
        controller.stop()


def _only(password: str):
    def check(_server, _session, _envelope, _mechanism: str, data: LoginPassword) -> AuthResult:
        right = (data.login, data.password) == (b"registre", password.encode())
        return AuthResult(success=right)

    return check


def invite(
    make_app: AppMaker, engine: Engine, house: House, settings: dict[str, str]
) -> tuple[FlaskClient, Page]:
    app = make_app(engine, base_url="http://localhost", **settings)
    owner = seat(app, engine, house, Role.OWNER, clock.now())
    token = read(owner.get("/membres/inviter")).form
    answer = owner.post(
        "/membres/inviter",
        data=LEA | {"csrf_token": token["csrf_token"]},
    )
    page = read(owner.get(answer.headers["Location"]))
    return owner, page


def test_the_mail_holds_who_invites_where_and_the_link_that_opens(
    serve: Serve, make_app: AppMaker, desk_engine: Engine, house: House
) -> None:
    box, settings = serve()
    _, page = invite(make_app, desk_engine, house, settings)
    (mail,) = box.mails
    text = mail.get_content().replace("\u00a0", " ")
    assert mail["To"] == "lea@cabinet-exemple.example"
    assert mail["From"] == "registre@cabinet-exemple.example"
    assert mail["Subject"].startswith("Invitation à rejoindre")
    assert "Nadia Lopez vous invite" in text
    assert "Contributeur" in text
    assert page.form["link"] in text
    assert re.search(r"http://localhost/invitation/\S{40,}", text)
    assert "Le courriel est parti" in page.text
    assert "remis au serveur de messagerie" in page.text


def test_the_mail_travels_over_verified_tls_with_a_password(
    serve: Serve, make_app: AppMaker, desk_engine: Engine, house: House, tmp_path: Path
) -> None:
    box, settings = serve("starttls", password="un secret de serveur")
    file = tmp_path / "smtp-password"
    file.write_text("un secret de serveur\n", encoding="utf-8")
    known = {"smtp_user": "registre", "smtp_password_file": str(file)}
    invite(make_app, desk_engine, house, settings | known)
    assert len(box.mails) == 1


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    serve: Serve,
    make_app: AppMaker,
    desk_engine: Engine,
    house: House,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    box, settings = serve("starttls")
    monkeypatch.delenv("SSL_CERT_FILE")
    _, page = invite(make_app, desk_engine, house, settings)
    assert box.mails == []
    assert "n’a pas pu être envoyé" in page.text


@pytest.mark.parametrize("answer", ["550 no such mailbox", "451 try later"])
def test_a_mail_that_is_refused_loses_nothing_and_the_link_is_there_to_copy(
    serve: Serve, make_app: AppMaker, desk_engine: Engine, house: House, answer: str
) -> None:
    _, settings = serve(answer=answer)
    owner, page = invite(make_app, desk_engine, house, settings)
    assert "n’a pas pu être envoyé" in page.text
    assert "/invitation/" in page.form["link"]
    assert "pas envoyé" in page.text
    assert "Léa Petit" in read(owner.get("/membres")).text


def test_a_mail_server_that_is_not_there_is_said(
    make_app: AppMaker, desk_engine: Engine, house: House
) -> None:
    settings = {
        "smtp_host": "127.0.0.1",
        "smtp_port": "9",
        "smtp_tls": "no",
        "smtp_from": "registre@cabinet-exemple.example",
    }
    _, page = invite(make_app, desk_engine, house, settings)
    assert "n’a pas pu être envoyé" in page.text
