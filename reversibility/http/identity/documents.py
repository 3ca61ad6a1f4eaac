"""What a provider publishes of itself: where to send people, where to ask, its keys."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

from reversibility.http.identity.errors import Fault, ProviderError

PublicKey = RSAKey | ECKey | OKPKey
_MOST_KEYS = 50


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """The discovery document, as far as it is used."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    takes_secret_in_body: bool
    """Whether the client's secret goes into the body, because the header is not taken."""
    names_itself: bool
    """Whether it says to name itself in each response (RFC 9207)."""


def read_object(body: bytes, what: str) -> dict[str, Any]:
    """Read a JSON object; raises ProviderError."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ProviderError(Fault.UNTRUSTED, f"{what}: no JSON") from error
    if not isinstance(content, dict):
        raise ProviderError(Fault.UNTRUSTED, f"{what}: no JSON object")
    return content


def read_metadata(body: bytes, issuer: str) -> Metadata:
    """Read a discovery document; raises ProviderError when it is not that of the issuer."""
    told = read_object(body, "discovery document")
    if told.get("issuer") != issuer:
        raise ProviderError(Fault.UNTRUSTED, f"it is the issuer {told.get('issuer')!r}")
    methods = told.get("token_endpoint_auth_methods_supported")
    taken = methods if isinstance(methods, list) else ["client_secret_basic"]
    return Metadata(
        authorization_endpoint=_endpoint(told, "authorization_endpoint", issuer),
        token_endpoint=_endpoint(told, "token_endpoint", issuer),
        jwks_uri=_endpoint(told, "jwks_uri", issuer),
        takes_secret_in_body="client_secret_basic" not in taken and "client_secret_post" in taken,
        names_itself=told.get("authorization_response_iss_parameter_supported") is True,
    )


def read_keys(body: bytes) -> tuple[PublicKey, ...]:
    """Read the public keys of a key set; what is none, or cannot be read, is left out."""
    keys = read_object(body, "keys").get("keys")
    if not isinstance(keys, list):
        raise ProviderError(Fault.UNTRUSTED, "keys: no list")
    return tuple(key for told in keys[:_MOST_KEYS] if (key := _key(told)) is not None)


def _endpoint(told: Mapping[str, Any], name: str, issuer: str) -> str:
    url = told.get(name)
    if not isinstance(url, str) or not url.isascii() or not url.isprintable() or " " in url:
        raise ProviderError(Fault.UNTRUSTED, f"{name} is no address")
    try:
        parts, own = urlsplit(url), urlsplit(issuer)
        _ = parts.port
    except ValueError as error:
        raise ProviderError(Fault.UNTRUSTED, f"{name} is no address") from error
    # Without TLS only where the operator set it so: on this very machine.
    is_own = parts.scheme == own.scheme and parts.hostname == own.hostname
    if not parts.hostname or parts.username or not (is_own or parts.scheme == "https"):
        raise ProviderError(Fault.UNTRUSTED, f"{name} is {url!r}")
    return url


def _key(told: object) -> PublicKey | None:
    if not isinstance(told, dict) or told.get("kty") not in {"RSA", "EC", "OKP"}:
        return None
    if told.get("use", "sig") != "sig":
        return None
    try:
        key = JWKRegistry.import_key(told)
    except (JoseError, ValueError, TypeError):
        return None
    return key if isinstance(key, PublicKey) else None
