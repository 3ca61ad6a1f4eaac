"""Passkeys, with an authenticator in software; on both databases."""

import base64
import hashlib
import json
import os
import re
import struct
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.pages import read

KEYS = "/compte/cles-d-acces"
PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """What a fingerprint reader or a security key does."""

    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    id: bytes = field(default_factory=lambda: os.urandom(16))
    owner: bytes = b""
    uses: int = 0

    def create(self, options: dict[str, Any]) -> str:
        """Make the key that a page asks for."""
        self.owner = _bytes(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        told = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(PRESENT | VERIFIED | WITH_KEY) + told
        return self._answer(
            clientDataJSON=_client_data("webauthn.create", options),
            attestationObject=cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data}),
        )

    def get(self, options: dict[str, Any], flags: int = PRESENT | VERIFIED) -> str:
        """Use the key."""
        self.uses += 1
        told, data = _client_data("webauthn.get", options), self._data(flags)
        signed = data + hashlib.sha256(told).digest()
        return self._answer(
            clientDataJSON=told,
            authenticatorData=data,
            signature=self.key.sign(signed, ec.ECDSA(hashes.SHA256())),
            userHandle=self.owner,
        )

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(b"localhost").digest() + struct.pack(">BI", flags, self.uses)

    def _answer(self, **response: bytes) -> str:
        told = {name: _text(value) for name, value in response.items()}
        name = _text(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": told})


@pytest.fixture
def authenticator(browser: FlaskClient) -> Authenticator:
    """Return an authenticator with a key that is known here."""
    made = Authenticator()
    ask(browser, KEYS, made.create, name="Ordinateur du bureau")
    page = read(browser.get(KEYS))
    assert "La clé d’accès « Ordinateur du bureau » est enregistrée." in page.text
    return made


def ask(client: FlaskClient, page: str, answer: Any, **values: str) -> TestResponse:
    """Do what passkeys.js does: read the options, ask the authenticator, send its answer."""
    token = read(client.get(page)).form["csrf_token"]
    asked = client.post(page, data={"csrf_token": token} | values).get_data(as_text=True)
    options = re.search(r'data-options="([^"]+)"', asked)
    action = re.search(rf'action="({page}/[^"]+)"', asked)
    assert options
    assert action
    credential = answer(json.loads(unescape(options[1])))
    return client.post(action[1], data={"csrf_token": token, "credential": credential})


def enter(app: Flask, answer: Any) -> FlaskClient:
    client = app.test_client()
    ask(client, "/connexion/cle-d-acces", answer)
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/compte").status_code == 200


def test_a_passkey_opens_a_session_without_password(
    app: Flask, authenticator: Authenticator
) -> None:
    client = enter(app, authenticator.get)
    assert is_in(client)
    assert "par clé d’accès" in read(client.get("/compte")).text


def test_an_authenticator_that_does_not_know_its_owner_does_not_open(
    app: Flask, authenticator: Authenticator
) -> None:
    client = enter(app, lambda options: authenticator.get(options, flags=PRESENT))
    assert not is_in(client)
    assert "n’ouvre aucun compte ici" in read(client.get("/connexion/cle-d-acces")).text


def test_another_key_under_the_same_name_does_not_open(
    app: Flask, authenticator: Authenticator
) -> None:
    forged = Authenticator(id=authenticator.id, owner=authenticator.owner, uses=5)
    assert not is_in(enter(app, forged.get))


def test_a_copied_key_is_noticed_by_its_count(app: Flask, authenticator: Authenticator) -> None:
    copy = Authenticator(key=authenticator.key, id=authenticator.id, owner=authenticator.owner)
    authenticator.uses = 10
    assert is_in(enter(app, authenticator.get))
    assert not is_in(enter(app, copy.get))


def test_a_removed_key_does_not_open(
    app: Flask, browser: FlaskClient, authenticator: Authenticator
) -> None:
    token = read(browser.get(KEYS)).form["csrf_token"]
    gone = {"csrf_token": token, "name": "Ordinateur du bureau"}
    browser.post("/compte/retirer-une-cle", data=gone)
    assert not is_in(enter(app, authenticator.get))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("  ", "Donnez un nom à cette clé"),
        ("x" * 65, "trop long"),
        ("Ordinateur  du bureau", "porte déjà ce nom"),
    ],
)
def test_a_name_that_cannot_be_used_is_explained(
    browser: FlaskClient, authenticator: Authenticator, name: str, sentence: str
) -> None:
    assert authenticator.owner
    token = read(browser.get(KEYS)).form["csrf_token"]
    answer = browser.post(KEYS, data={"csrf_token": token, "name": name})
    assert sentence in read(answer).text


def test_any_authenticator_may_be_asked_also_that_of_the_device(browser: FlaskClient) -> None:
    seen: dict[str, Any] = {}

    def look(options: dict[str, Any]) -> str:
        seen.update(options)
        return "{}"

    ask(browser, KEYS, look, name="Téléphone")
    assert "authenticatorAttachment" not in seen["authenticatorSelection"]
    assert seen["authenticatorSelection"]["userVerification"] == "required"
    assert "n’a pas pu être enregistrée" in read(browser.get(KEYS)).text


def _client_data(kind: str, options: dict[str, Any]) -> bytes:
    told = {"type": kind, "challenge": options["challenge"], "origin": "http://localhost"}
    return json.dumps(told).encode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "==")


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
