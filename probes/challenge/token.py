"""What is to be placed, where, and how a value that was found is compared with it.

The check itself never needs the value: it compares digests, in constant time. The digest is bound
to a context (whose challenge, about which name, to what end), so that the value of one is worth
nothing in another.
"""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from enum import StrEnum

LABEL = "_reversibility-challenge"
"""The label under which a TXT record is placed."""
FOLDER = "/.well-known/"
"""Where a site keeps what is meant for programs (RFC 8615)."""
FILE = "reversibility-challenge.txt"
_PREFIX = "reversibility-challenge="
_TOKEN_BYTES = 20
# What people copy along with a value, and what their editors add.
_AROUND = " \t\r\n\"'\u00a0\u202f«»“”\ufeff"


class Method(StrEnum):
    """Where the value is placed."""

    TXT = "txt"
    """In the zone of the name: shows who acts on the zone."""
    HTTP = "http"
    """On the site: shows who acts on the site."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a value must be, without the value."""

    context: tuple[str, ...]
    digest: str

    def is_met_by(self, token: str) -> bool:
        """Tell whether a token is the one, in a time that does not say how much of it is."""
        return hmac.compare_digest(self.digest, token_digest(token, self.context))


def make_token() -> str:
    """Return 160 random bits, in letters and digits that are hard to mistake."""
    return base64.b32encode(secrets.token_bytes(_TOKEN_BYTES)).decode("ascii").lower()


def token_digest(token: str, context: tuple[str, ...]) -> str:
    """Return the digest of a token in its context, hexadecimal."""
    return hashlib.sha256(json.dumps([*context, token]).encode("utf-8")).hexdigest()


def value_of(token: str) -> str:
    """Return what is to be placed."""
    return f"{_PREFIX}{token}"


def read_token(text: str) -> str | None:
    """Return the token of a text that was found; None when it is no value of ours."""
    value = text.strip(_AROUND).lower()
    return value.removeprefix(_PREFIX) if value.startswith(_PREFIX) else None


def record_name(name: str) -> str:
    """Return the name of the TXT record."""
    return f"{LABEL}.{name}"


def page_path() -> str:
    """Return the path of the file on the site."""
    return f"{FOLDER}{FILE}"


def nobodys_label() -> str:
    """Return a label that nobody has placed anything under."""
    return f"_{secrets.token_hex(12)}"


def nobodys_path() -> str:
    """Return a path of the same kind at which nobody has placed anything."""
    return f"{FOLDER}{secrets.token_hex(12)}.txt"
