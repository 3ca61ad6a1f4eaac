"""Believe an ID token, or not (OpenID Connect Core 1.0, section 3.1.3.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from reversibility.http.identity.documents import PublicKey
from reversibility.http.identity.errors import Fault, ProviderError

LEEWAY = 60
"""Seconds by which the provider's clock may differ from ours."""
LONGEST_SUBJECT = 255
# Signatures that only the provider can make. `none` is nobody's, and HS256 would take the public
# key, which everybody knows, for a shared secret.
_KINDS: dict[str, type[PublicKey]] = {
    "RS256": RSAKey,
    "PS256": RSAKey,
    "ES256": ECKey,
    "EdDSA": OKPKey,
    "Ed25519": OKPKey,
}


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a token has to say."""

    issuer: str
    client_id: str
    nonce: str


class UnknownKeyError(Exception):
    """The token names a key that is not among the known ones."""


def read_subject(text: str, keys: Sequence[PublicKey], expected: Expected, *, now: datetime) -> str:
    """Return whom a token is about; raises UnknownKeyError or ProviderError."""
    try:
        header = jws.extract_compact(text.encode()).headers()
        key = _find_key(header, keys)
        told = jwt.decode(text, key, algorithms=[str(header["alg"])])
        claims = CodeIDToken(
            told.claims,
            told.header,
            options={
                "iss": {"essential": True, "value": expected.issuer},
                "aud": {"essential": True, "value": expected.client_id},
                "sub": {"essential": True},
            },
            params={"nonce": expected.nonce, "client_id": expected.client_id},
        )
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise ProviderError(Fault.UNTRUSTED, f"ID token: {type(error).__name__} {error}") from error
    return _subject(claims["sub"])


def _find_key(header: dict[str, object], keys: Sequence[PublicKey]) -> PublicKey:
    algorithm, name = header.get("alg"), header.get("kid")
    kind = _KINDS.get(str(algorithm))
    if kind is None:
        raise ProviderError(Fault.UNTRUSTED, f"ID token signed by {algorithm!r}")
    fit = [
        key
        for key in keys
        if isinstance(key, kind)
        and key.get("alg") in {None, algorithm}
        and (name is None or key.kid == name)
    ]
    if not fit:
        raise UnknownKeyError
    if len(fit) > 1:
        raise ProviderError(Fault.UNTRUSTED, "ID token: several keys, and none is named")
    return fit[0]


def _subject(value: str) -> str:
    if not 0 < len(value) <= LONGEST_SUBJECT or not value.isprintable():
        raise ProviderError(Fault.UNTRUSTED, "ID token: a subject that cannot be kept")
    return value
