"""The authorization code flow with PKCE: where to send somebody, and who came back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import quote, urlsplit

from authlib.common.security import generate_token
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.discovery import get_well_known_url

from reversibility.http.identity.documents import (
    Metadata,
    PublicKey,
    read_keys,
    read_metadata,
    read_object,
)
from reversibility.http.identity.errors import Fault, ProviderError
from reversibility.http.identity.reaching import Answer, Question, ask
from reversibility.http.identity.tokens import Expected, UnknownKeyError, read_subject
from reversibility.settings import Settings

KEPT_FOR = timedelta(hours=1)
"""How long the discovery document and the keys are believed before they are fetched anew."""
_MOST_AT_ONCE = 2
_OK = 200
_SECRET_LENGTH = 48


@dataclass(frozen=True, kw_only=True)
class Departure:
    """Where to send somebody, and what to remember until they are back."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, kw_only=True)
class Return:
    """What somebody brought back, and what was remembered of their departure."""

    code: str
    issuer: str | None
    """As the response names it, if it does (RFC 9207)."""
    nonce: str
    verifier: str


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Somebody, as the provider knows them; never by an address, which may change hands."""

    issuer: str
    subject: str


class Provider:
    """One provider, set by the operator."""

    def __init__(self, settings: Settings) -> None:
        self.name = settings.oidc_name
        self.issuer = settings.oidc_issuer
        self._client_id = settings.oidc_client_id
        self._secret_file = Path(settings.oidc_client_secret_file)
        self._metadata: tuple[Metadata, datetime] | None = None
        self._keys: tuple[tuple[PublicKey, ...], datetime] | None = None
        # A provider that hangs must not take every thread of the service with it.
        self._turns = BoundedSemaphore(_MOST_AT_ONCE)

    def depart(self, redirect_uri: str, *, now: datetime) -> Departure:
        """Prepare a departure; raises ProviderError."""
        with self._turn():
            metadata = self._read_metadata(now)
        state, nonce, verifier = (generate_token(_SECRET_LENGTH) for _ in range(3))
        url = prepare_grant_uri(
            metadata.authorization_endpoint,
            client_id=self._client_id,
            response_type="code",
            redirect_uri=redirect_uri,
            scope="openid",  # who it is, and nothing about them
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
        return Departure(url=url, state=state, nonce=nonce, verifier=verifier)

    def identify(self, back: Return, redirect_uri: str, *, now: datetime) -> Identity:
        """Say who came back; raises ProviderError."""
        with self._turn():
            metadata = self._read_metadata(now)
            if back.issuer != self.issuer and (back.issuer is not None or metadata.names_itself):
                raise ProviderError(Fault.UNTRUSTED, f"response of the issuer {back.issuer!r}")
            told = self._exchange(metadata, back, redirect_uri)
            # The access token that comes with it is not used, and not kept.
            text = str(told.get("id_token", ""))
            expected = Expected(issuer=self.issuer, client_id=self._client_id, nonce=back.nonce)
            subject = self._read_subject(metadata, text, expected, now)
        return Identity(issuer=self.issuer, subject=subject)

    def _read_subject(
        self, metadata: Metadata, text: str, expected: Expected, now: datetime
    ) -> str:
        try:
            return read_subject(text, self._read_keys(metadata, now), expected, now=now)
        except UnknownKeyError:
            self._keys = None  # a key may have been added since
        try:
            return read_subject(text, self._read_keys(metadata, now), expected, now=now)
        except UnknownKeyError as error:
            raise ProviderError(Fault.UNTRUSTED, "ID token: signed by an unknown key") from error

    def _exchange(self, metadata: Metadata, back: Return, redirect_uri: str) -> dict[str, Any]:
        body = prepare_token_request(
            "authorization_code",
            redirect_uri=redirect_uri,
            code=back.code,
            code_verifier=back.verifier,
        )
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        url, headers, body = self._client_auth(metadata).prepare(
            "POST", metadata.token_endpoint, headers, body
        )
        answer = self._ask(url, headers, body)
        told = read_object(answer.body, "token response")
        if answer.status != _OK:
            # The one error that has a cause on this side: a code that was used, or is too old.
            is_late = told.get("error") == "invalid_grant"
            detail = f"token endpoint: {answer.status} {told.get('error')}"
            raise ProviderError(Fault.EXPIRED if is_late else Fault.FAILED, detail)
        return told

    def _client_auth(self, metadata: Metadata) -> ClientAuth:
        try:
            secret = self._secret_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ProviderError(Fault.FAILED, f"{self._secret_file}: {error}") from error
        if metadata.takes_secret_in_body:
            return ClientAuth(self._client_id, secret, "client_secret_post")
        # RFC 6749, section 2.3.1: both are form-encoded first, which Authlib leaves to its caller.
        return ClientAuth(
            quote(self._client_id, safe=""), quote(secret, safe=""), "client_secret_basic"
        )

    def _read_metadata(self, now: datetime) -> Metadata:
        if self._metadata is None or now - self._metadata[1] > KEPT_FOR:
            body = self._fetch(get_well_known_url(self.issuer, external=True))
            self._metadata = (read_metadata(body, self.issuer), now)
        return self._metadata[0]

    def _read_keys(self, metadata: Metadata, now: datetime) -> tuple[PublicKey, ...]:
        kept = self._keys
        if kept is None or now - kept[1] > KEPT_FOR:
            kept = self._keys = (read_keys(self._fetch(metadata.jwks_uri)), now)
        return kept[0]

    def _fetch(self, url: str) -> bytes:
        answer = self._ask(url, {"Accept": "application/json"})
        if answer.status != _OK:
            raise ProviderError(_fault_of(answer), f"{url}: {answer.status}")
        return answer.body

    def _ask(self, url: str, headers: dict[str, str], body: str | None = None) -> Answer:
        host = urlsplit(self.issuer).hostname or ""
        return ask(Question(url=url, trusted_host=host, headers=headers, body=body))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=1):
            raise ProviderError(Fault.BUSY, "others wait for it already")
        try:
            yield
        finally:
            self._turns.release()


def make_provider(settings: Settings) -> Provider | None:
    """Return the provider that is set, or None when none is."""
    return Provider(settings) if settings.oidc_issuer else None


_SERVER_FAULT = 500


def _fault_of(answer: Answer) -> Fault:
    return Fault.UNREACHABLE if answer.status >= _SERVER_FAULT else Fault.UNTRUSTED
