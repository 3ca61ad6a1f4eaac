"""An OpenID provider on loopback, over real sockets: honest, until a test turns it."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import Key, KeySet, RSAKey

CLIENT = "registre"
SECRET = "un secret+partagé/avec le fournisseur="
NAME = "Compte du cabinet"
DISCOVERY = "/.well-known/openid-configuration"
Speak = Callable[[BaseHTTPRequestHandler], None]


@cache
def own_key() -> RSAKey:
    """Return the usual key, made once: it takes a while."""
    return RSAKey.generate_key(2048, {"kid": "a"})


@cache
def other_key() -> RSAKey:
    """Return a key that is not published, under the same name."""
    return RSAKey.generate_key(2048, {"kid": "a"})


@dataclass
class OpenIdProvider:
    """One provider, and what it does; each part can be changed by a test."""

    issuer: str = ""
    subject: str = "9f86d081884c7d65"
    """Who is signed in there."""
    keys: list[Key] = field(default_factory=lambda: [own_key()])
    algorithm: str = "RS256"
    discovery: dict[str, Any] = field(default_factory=dict)
    """What stands in the discovery document beside, or in place of, the usual."""
    claims: dict[str, Any] = field(default_factory=dict)
    """The same for ID tokens; None takes a claim out."""
    header: dict[str, Any] = field(default_factory=dict)
    make_token: Callable[[dict[str, Any]], str] | None = None
    refusal: str = ""
    """What the provider answers instead of a code."""
    response: dict[str, str] = field(default_factory=dict)
    """What it adds to its response."""
    speak: dict[str, Speak] = field(default_factory=dict)
    """How it answers on a path, in place of the usual."""
    asked: list[str] = field(default_factory=list)
    """The paths that were asked for."""
    over: Event = field(default_factory=Event)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def settings(self, folder: Path) -> dict[str, str]:
        """Return what an operator sets."""
        path = folder / "oidc-secret"
        path.write_text(f"{SECRET}\n", encoding="utf-8")
        return {
            "oidc_issuer": self.issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret_file": str(path),
            "oidc_name": NAME,
        }

    def visit(self, url: str) -> str:
        """Go to the provider as a browser would; return where it leads back to."""
        parts = urlsplit(url)
        connection = HTTPConnection(str(parts.hostname), parts.port, timeout=10)
        connection.request("GET", f"{parts.path}?{parts.query}")
        answer = connection.getresponse()
        location = answer.getheader("Location", "")
        answer.read()
        connection.close()
        assert answer.status == 302
        return location

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where to send somebody who is signed in here."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["scope"] == "openid"
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self._codes)}"
        self._codes[code] = asked
        told = {"error": self.refusal} if self.refusal else {"code": code}
        told |= {"state": asked["state"]} | self.response
        return f"{asked['redirect_uri']}?{urlencode(told)}"

    def exchange(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Return what the token endpoint answers."""
        user, _, password = base64.b64decode(authorization[6:]).decode().partition(":")
        decoded = parse_qs(f"user={user}&password={password}")
        if decoded != {"user": [CLIENT], "password": [SECRET]}:
            return 401, {"error": "invalid_client"}
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None or asked["redirect_uri"] != form["redirect_uri"]:
            return 400, {"error": "invalid_grant", "error_description": "<b>used</b>"}
        digest = sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self._token(asked)}

    def _token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        usual = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "exp": now + 300,
            "iat": now,
            "nonce": asked["nonce"],
        }
        claims = {name: value for name, value in (usual | self.claims).items() if value is not None}
        if self.make_token is not None:
            return self.make_token(claims)
        key = self.keys[-1]
        header = {"alg": self.algorithm, "kid": key.kid} | self.header
        return jwt.encode(header, claims, key, algorithms=[self.algorithm])

    def document(self, path: str) -> dict[str, Any]:
        """Return a document that is published."""
        if path == "/jwks":
            return dict(KeySet(self.keys).as_dict(private=False))
        usual = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
        }
        return usual | self.discovery


class _Server(ThreadingHTTPServer):
    provider: OpenIdProvider


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if self._speaks(path):
            return
        if path == "/authorize":
            asked = {name: value[0] for name, value in query.items()}
            send_redirect(self, self.server.provider.authorize(asked))
        else:
            send_json(self, 200, self.server.provider.document(path))

    def do_POST(self) -> None:
        if self._speaks(self.path):
            return
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: value[0] for name, value in parse_qs(body).items()}
        authorization = self.headers.get("Authorization", "")
        send_json(self, *self.server.provider.exchange(form, authorization))

    def _speaks(self, path: str) -> bool:
        self.server.provider.asked.append(path)
        speak = self.server.provider.speak.get(path)
        if speak is not None:
            speak(self)
        return speak is not None

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def open_id_provider() -> Iterator[OpenIdProvider]:
    """Run a provider until the end of the block."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        provider = server.provider = OpenIdProvider(
            issuer=f"http://127.0.0.1:{server.server_address[1]}"
        )
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield provider
        finally:
            provider.over.set()
            server.shutdown()
            thread.join()


def send_redirect(handler: BaseHTTPRequestHandler, location: str) -> None:
    """Answer with another address."""
    handler.send_response(302)
    handler.send_header("Location", location)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def send_json(handler: BaseHTTPRequestHandler, status: int, content: object) -> None:
    """Answer with a JSON document."""
    body = json.dumps(content).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
