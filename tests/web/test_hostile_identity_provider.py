"""A provider that lies, stalls or is somebody else: nothing opens, and the page says what to do."""

import base64
import hmac
import json
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from sqlalchemy import Engine, select

from reversibility.accounts.models import User
from reversibility.accounts.sign_in_models import Identity, SignIn
from reversibility.http.identity import reaching
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor
from reversibility.kernel.ids import new_id
from reversibility.store.session import transaction
from tests.factories.identity_provider import (
    DISCOVERY,
    OpenIdProvider,
    open_id_provider,
    other_key,
    send_json,
    send_redirect,
)
from tests.factories.mail import certificate
from tests.web.conftest import AppMaker, let_in
from tests.web.pages import read
from tests.web.way_in import LEAVE, back_from, go, leave, said

UNVERIFIED = "n’a pas pu être vérifiée"
SILENT = "ne répond pas"
Change = Callable[[OpenIdProvider], None]


@pytest.fixture
def provider() -> Iterator[OpenIdProvider]:
    with open_id_provider() as running:
        yield running


@pytest.fixture
def app(
    make_app: AppMaker, sqlite: Engine, actor: Actor, provider: OpenIdProvider, tmp_path: Path
) -> Flask:
    """Return the app with one account that the provider opens, while it is honest."""
    person, now = let_in(sqlite, actor), clock.now()
    with transaction(sqlite, None) as session:
        user = session.scalars(select(User).where(User.email == person.email)).one()
        linked = Identity(
            id=new_id(now),
            user_id=user.id,
            issuer=provider.issuer,
            subject=provider.subject,
            added_at=now,
        )
        session.add(linked)
    return make_app(sqlite, **provider.settings(tmp_path))


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


def refused(engine: Engine, client: FlaskClient) -> bool:
    """Say whether nothing was opened."""
    with transaction(engine, None) as session:
        return (
            session.scalars(select(SignIn)).all() == []
            and client.get("/registre").status_code == 302
        )


def start(client: FlaskClient) -> str:
    """Press the button where the provider cannot be left for; return what the page says."""
    token = read(client.get("/connexion")).form["csrf_token"]
    return said(client, client.post(LEAVE, data={"csrf_token": token}))


def forge(header: dict[str, Any], claims: dict[str, Any], signature: bytes = b"") -> str:
    parts = (json.dumps(header).encode(), json.dumps(claims).encode(), signature)
    return ".".join(_base64(part) for part in parts)


def _base64(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def without_signature(provider: OpenIdProvider) -> None:
    provider.make_token = lambda claims: forge({"alg": "none"}, claims)


def signed_with_the_public_key(provider: OpenIdProvider) -> None:
    public = provider.keys[0].as_pem(private=False)

    def make(claims: dict[str, Any]) -> str:
        text = forge({"alg": "HS256", "kid": "a"}, claims).rstrip(".")
        return f"{text}.{_base64(hmac.digest(public, text.encode(), 'sha256'))}"

    provider.make_token = make


def signed_with_another_key(provider: OpenIdProvider) -> None:
    provider.make_token = lambda claims: jwt.encode(
        {"alg": "RS256", "kid": "a"}, claims, other_key()
    )


def signed_with_an_unknown_key(provider: OpenIdProvider) -> None:
    provider.make_token = lambda claims: jwt.encode(
        {"alg": "RS256", "kid": "never-published"}, claims, other_key()
    )


def with_a_key_of_its_own(provider: OpenIdProvider) -> None:
    header = {"alg": "RS256", "jwk": other_key().as_dict(private=False)}
    provider.make_token = lambda claims: jwt.encode(header, claims, other_key())


def changed_after_signing(provider: OpenIdProvider) -> None:
    key = provider.keys[0]

    def make(claims: dict[str, Any]) -> str:
        signed = jwt.encode({"alg": "RS256", "kid": "a"}, claims | {"sub": "x"}, key)
        head, _, signature = signed.split(".")
        return f"{head}.{forge({}, claims).split('.')[1]}.{signature}"

    provider.make_token = make


def with_claims(**claims: Any) -> Change:
    def change(provider: OpenIdProvider) -> None:
        provider.claims = claims

    return change


def with_text(text: str) -> Change:
    def change(provider: OpenIdProvider) -> None:
        provider.make_token = lambda _claims: text

    return change


def several_keys_without_a_name(provider: OpenIdProvider) -> None:
    provider.keys.append(RSAKey.import_key(other_key().as_dict(private=False) | {"kid": "b"}))
    key = provider.keys[0]
    provider.make_token = lambda claims: jwt.encode({"alg": "RS256"}, claims, key)


LIES: dict[str, Change] = {
    "no signature": without_signature,
    "HS256 with the public key": signed_with_the_public_key,
    "another key under the same name": signed_with_another_key,
    "unknown key": signed_with_an_unknown_key,
    "key inside the token": with_a_key_of_its_own,
    "changed after signing": changed_after_signing,
    "several keys, none named": several_keys_without_a_name,
    "wrong nonce": with_claims(nonce="of-another-browser"),
    "no nonce": with_claims(nonce=None),
    "another audience": with_claims(aud="another-client"),
    "another audience, made for us": with_claims(aud="another-client", azp="registre"),
    "no audience": with_claims(aud=None),
    "another authorised party": with_claims(aud=["registre", "other"], azp="other"),
    "several audiences and no party": with_claims(aud=["registre", "other"]),
    "another issuer": with_claims(iss="https://ailleurs.example"),
    "expired": with_claims(exp=1_700_000_000),
    "without an end": with_claims(exp=None),
    "made tomorrow": with_claims(iat=4_000_000_000),
    "nobody": with_claims(sub=""),
    "a list of people": with_claims(sub=["9f86d081884c7d65"]),
    "not a token": with_text("<b>jeton</b>"),
    "empty": with_text(""),
    "nested": with_text(".".join([_base64(b"[" * 9000)] * 3)),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_is_not_true_opens_nothing(
    browser: FlaskClient, provider: OpenIdProvider, sqlite: Engine, lie: str
) -> None:
    LIES[lie](provider)
    assert UNVERIFIED in said(browser, go(browser, provider))
    assert refused(sqlite, browser)


def new_rsa_key() -> RSAKey:
    return RSAKey.import_key(other_key().as_dict(private=True) | {"kid": "n", "use": "sig"})


# Ed25519 is what the library calls EdDSA now; both names are taken.
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize(
    ("algorithm", "make_key"),
    [
        ("RS256", new_rsa_key),
        ("PS256", new_rsa_key),
        ("ES256", lambda: ECKey.generate_key("P-256", {"kid": "n"})),
        ("Ed25519", lambda: OKPKey.generate_key("Ed25519", {"kid": "n"})),
        ("EdDSA", lambda: OKPKey.generate_key("Ed25519", {"kid": "n"})),
    ],
)
def test_what_a_true_provider_signs_is_believed_also_with_a_key_it_has_just_added(
    browser: FlaskClient,
    app: Flask,
    provider: OpenIdProvider,
    algorithm: str,
    make_key: Callable[[], Key],
) -> None:
    assert go(app.test_client(), provider).headers["Location"] == "/"
    provider.keys.append(make_key())
    provider.algorithm = algorithm
    assert go(browser, provider).headers["Location"] == "/"
    assert provider.asked.count("/jwks") == 2
    assert provider.asked.count(DISCOVERY) == 1


def test_keys_that_cannot_be_read_do_not_hide_the_others(
    browser: FlaskClient, provider: OpenIdProvider
) -> None:
    keys = provider.document("/jwks")["keys"]
    strange = [7, {"kty": "ML-DSA"}, {"kty": "RSA", "n": "?"}, {"kty": "oct", "k": "eA"}]
    provider.speak["/jwks"] = lambda handler: send_json(handler, 200, {"keys": strange + keys})
    assert go(browser, provider).headers["Location"] == "/"


def test_a_response_that_names_another_issuer_is_refused(
    browser: FlaskClient, app: Flask, provider: OpenIdProvider, sqlite: Engine
) -> None:
    provider.response = {"iss": "https://ailleurs.example"}
    assert UNVERIFIED in said(browser, go(browser, provider))
    assert refused(sqlite, browser)
    provider.response = {"iss": provider.issuer}
    assert go(browser, provider).headers["Location"] == "/"
    assert app


def test_a_provider_that_says_to_name_itself_has_to(
    browser: FlaskClient, provider: OpenIdProvider, sqlite: Engine
) -> None:
    provider.discovery = {"authorization_response_iss_parameter_supported": True}
    assert UNVERIFIED in said(browser, go(browser, provider))
    assert refused(sqlite, browser)


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "https://ailleurs.example"},
        {"issuer": None},
        {"authorization_endpoint": "http://ailleurs.example/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "https://ailleurs.example/a\r\nSet-Cookie: x=y"},
        {"token_endpoint": "http://ailleurs.example/token"},
        {"token_endpoint": 7},
        {"jwks_uri": "file:/keys.json"},
        {"jwks_uri": "file://ailleurs.example/keys.json"},
        {"jwks_uri": "https://user@ailleurs.example/jwks"},
    ],
)
def test_a_discovery_document_of_somebody_else_leads_nowhere(
    browser: FlaskClient, provider: OpenIdProvider, discovery: dict[str, Any]
) -> None:
    provider.discovery = discovery
    assert UNVERIFIED in start(browser)


@pytest.mark.parametrize(
    "speak",
    [
        lambda handler: send_json(handler, 200, ["no", "object"]),
        lambda handler: send_json(handler, 404, {}),
        lambda handler: send_json(handler, 200, {"padding": "x" * 70_000}),
        lambda handler: send_redirect(handler, "https://ailleurs.example/"),
        lambda handler: _send(handler, b"[" * 60_000),
        lambda handler: _send(handler, b"\x1f\x8b", "Content-Encoding: gzip"),
    ],
    ids=["list", "404", "too large", "redirect", "nested", "encoded"],
)
def test_a_document_that_is_no_document_is_refused(
    browser: FlaskClient,
    provider: OpenIdProvider,
    speak: Callable[[BaseHTTPRequestHandler], None],
) -> None:
    provider.speak[DISCOVERY] = speak
    assert UNVERIFIED in start(browser)


@pytest.mark.parametrize("path", ["/token", "/jwks"])
def test_a_redirect_after_the_way_back_is_not_followed(
    browser: FlaskClient, provider: OpenIdProvider, sqlite: Engine, path: str
) -> None:
    target = f"{provider.issuer}/elsewhere"
    provider.speak[path] = lambda handler: send_redirect(handler, target)
    text = said(browser, go(browser, provider))
    assert UNVERIFIED in text or "n’a pas pu vous identifier" in text
    assert "/elsewhere" not in provider.asked
    assert refused(sqlite, browser)


def test_an_answer_without_end_is_not_read_to_its_end(
    browser: FlaskClient, provider: OpenIdProvider
) -> None:
    provider.speak[DISCOVERY] = _without_end
    assert UNVERIFIED in start(browser)


@pytest.mark.parametrize("path", [DISCOVERY, "/token", "/jwks"])
def test_a_provider_that_takes_its_time_is_given_up(
    browser: FlaskClient,
    provider: OpenIdProvider,
    monkeypatch: pytest.MonkeyPatch,
    sqlite: Engine,
    path: str,
) -> None:
    monkeypatch.setattr(reaching, "SECONDS", 0.4)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not provider.over.wait(0.1) and _write(handler, b" "):
            pass

    provider.speak[path] = drip
    began = time.monotonic()
    text = start(browser) if path == DISCOVERY else said(browser, go(browser, provider))
    assert SILENT in text
    assert time.monotonic() - began < 5
    assert refused(sqlite, browser)


def test_a_provider_that_is_down_is_said_and_the_password_still_works(
    browser: FlaskClient, provider: OpenIdProvider
) -> None:
    provider.speak[DISCOVERY] = lambda handler: send_json(handler, 503, {})
    text = start(browser)
    assert SILENT in text
    assert "connectez-vous avec votre mot de passe ou une clé d’accès" in text
    del provider.speak[DISCOVERY]
    assert go(browser, provider).headers["Location"] == "/"


def test_one_provider_that_hangs_does_not_hold_everybody(
    app: Flask, provider: OpenIdProvider
) -> None:
    provider.speak[DISCOVERY] = lambda _handler: provider.over.wait(20)
    texts: Queue[str] = Queue()
    threads = [Thread(target=lambda: texts.put(start(app.test_client()))) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert "met trop de temps à répondre" in texts.get(timeout=20)
    assert provider.asked.count(DISCOVERY) == 2
    provider.over.set()
    for thread in threads:
        thread.join()


def test_other_hosts_of_the_discovery_document_must_be_public(
    browser: FlaskClient, provider: OpenIdProvider, sqlite: Engine
) -> None:
    with socket.create_server(("127.0.0.2", 0)) as inside:
        inside.settimeout(0)
        port = inside.getsockname()[1]
        provider.discovery = {"token_endpoint": f"https://127.0.0.2:{port}/token"}
        assert SILENT in said(browser, go(browser, provider))
        with pytest.raises(BlockingIOError):
            inside.accept()  # nobody knocked
    assert refused(sqlite, browser)


def test_a_certificate_that_nobody_vouches_for_is_refused(
    make_app: AppMaker, sqlite: Engine, provider: OpenIdProvider, tmp_path: Path
) -> None:
    chain, key = certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain, key)
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=_greet, args=(server, context))
        thread.start()
        issuer = f"https://localhost:{server.getsockname()[1]}"
        settings = provider.settings(tmp_path) | {"oidc_issuer": issuer}
        assert UNVERIFIED in start(make_app(sqlite, **settings).test_client())
        thread.join()


def test_a_secret_that_the_provider_does_not_know_is_told_to_the_operator_alone(
    make_app: AppMaker,
    sqlite: Engine,
    provider: OpenIdProvider,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = provider.settings(tmp_path)
    Path(settings["oidc_client_secret_file"]).write_text("wrong", encoding="utf-8")
    browser = make_app(sqlite, **settings).test_client()
    text = said(browser, go(browser, provider))
    assert "prévenez la personne qui gère ce service" in text
    assert "invalid_client" in caplog.text
    assert "wrong" not in caplog.text


def test_a_code_that_was_used_is_said_to_be_so(
    browser: FlaskClient, app: Flask, provider: OpenIdProvider, sqlite: Engine
) -> None:
    first = back_from(provider, leave(app.test_client()))
    used = first.partition("code=")[2].partition("&")[0]
    own = back_from(provider, leave(browser))
    provider.speak["/token"] = lambda handler: send_json(handler, 400, {"error": "invalid_grant"})
    text = said(browser, browser.get(own.replace("code-1", used)))
    assert "a expiré ou a déjà servi" in text
    assert refused(sqlite, browser)


def test_a_stolen_code_does_not_open_another_browser(
    browser: FlaskClient, app: Flask, provider: OpenIdProvider, sqlite: Engine
) -> None:
    # The thief puts the code of a victim into a journey of their own: PKCE and the nonce refuse it.
    victim = back_from(provider, leave(app.test_client()))
    stolen = victim.partition("code=")[2].partition("&")[0]
    own = back_from(provider, leave(browser))
    mine = own.partition("code=")[2].partition("&")[0]
    assert "a expiré ou a déjà servi" in said(browser, browser.get(own.replace(mine, stolen)))
    assert refused(sqlite, browser)


def _send(handler: BaseHTTPRequestHandler, body: bytes, header: str = "") -> None:
    handler.send_response(200)
    if header:
        name, _, value = header.partition(": ")
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _without_end(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while _write(handler, b" " * 16_384):
        pass


def _write(handler: BaseHTTPRequestHandler, piece: bytes) -> bool:
    try:
        handler.wfile.write(piece)
    except OSError:
        return False
    return True


def _greet(server: socket.socket, context: ssl.SSLContext) -> None:
    peer, _ = server.accept()
    try:
        context.wrap_socket(peer, server_side=True).close()
    except OSError:
        peer.close()
