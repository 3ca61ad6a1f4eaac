"""One published value: tidy text, or None when the source puts a placeholder in its place."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from probes.published.names import ascii_name

LONGEST_VALUE = 1_000
_USUAL_LENGTH = 100

_EMAIL = re.compile(r"[\w.%+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,10}[^\W\d_][\w-]{1,62}")
_HOST_ENDS = re.compile(r"[\s(,\[]")
_ASIDE = re.compile(r"\([^)]*\)|https?://\S+")
_BETWEEN_WORDS = re.compile(r"[\s_-]+")
_SIGNED = re.compile(r"(?:signed|yes|active|true|y$|1$)", re.IGNORECASE)
_UNSIGNED = re.compile(
    r"(?:un-?signed|no\b|none|inactive|false|n$|0$|not signed|disabled)", re.IGNORECASE
)
_EPP_WORD = re.compile(
    r"(?:client|server)?(?:delete|renew|transfer|update)prohibited|(?:client|server)hold"
    r"|pending(?:create|delete|renew|restore|transfer|update)"
    r"|(?:add|autorenew|redemption|renew|transfer)(?:grace)?period"
)


@dataclass(frozen=True, kw_only=True)
class Placeholders:
    """What registries write where a value would stand; see `placeholders.toml`."""

    exact: frozenset[str]
    starts: tuple[str, ...]
    contains: tuple[str, ...]
    unpublished: frozenset[str]
    """The exact ones that say "there is nothing here" rather than "this is hidden"."""
    proxies: tuple[str, ...]
    """Parts of the names of services that stand in for the holder."""


@cache
def placeholders() -> Placeholders:
    """Return the shipped placeholders."""
    text = resources.files(__package__).joinpath("placeholders.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return Placeholders(
        exact=frozenset(table["hidden"] + table["empty"]),
        starts=tuple(table["hidden_starts"]),
        contains=tuple(table["hidden_contains"]),
        unpublished=frozenset(table["empty"]),
        proxies=tuple(table["proxies"]),
    )


def published(value: object) -> str | None:
    """Return the value as tidy text; None for nothing, a placeholder or what is no text."""
    return _read(value).published if value and isinstance(value, str) else None


def tidy(value: object) -> str:
    """Return text in NFC, single spaces and printable characters only; empty for no text.

    What is left out would not survive storage or could reorder a line on paper: control
    characters, lone surrogates, marks that change the direction of writing.
    """
    if not value or not isinstance(value, str):
        return ""
    text = value[:LONGEST_VALUE]
    if text.isascii() and text.isprintable() and "  " not in text:  # as nearly all values are
        return text.strip()
    words = unicodedata.normalize("NFC", text).split()
    return " ".join("".join(filter(str.isprintable, word)) for word in words).strip()


def is_placeholder(text: str) -> bool:
    """Tell whether the text stands for a value that is hidden or missing."""
    return _standing(text).is_placeholder


def is_hidden(value: object) -> bool:
    """Tell whether the source says that this value exists and is not shown."""
    return bool(value) and isinstance(value, str) and _read(value).is_hidden


class _Read(NamedTuple):
    published: str | None
    is_hidden: bool


def _read(value: str) -> _Read:
    return _read_before(value) if len(value) <= _USUAL_LENGTH else _read_now(value)


def _read_now(value: str) -> _Read:
    text = tidy(value)
    standing = _standing(text)
    is_nothing = not text or standing.is_placeholder
    return _Read(None if is_nothing else text, standing.is_hidden)


# A registrar's own data stand in each of its answers.
_read_before = lru_cache(maxsize=4_096)(_read_now)


class _Standing(NamedTuple):
    is_placeholder: bool
    is_hidden: bool


# The same text is looked at several times in one answer, and in those of one registry.
@lru_cache(maxsize=1_024)
def _standing(text: str) -> _Standing:
    known, folded = placeholders(), _folded(text)
    is_exact, is_hidden_ = folded in known.exact, _is_hidden(folded)
    return _Standing(
        is_placeholder=not folded or is_exact or is_hidden_,
        is_hidden=(is_exact and folded not in known.unpublished) or is_hidden_,
    )


def _is_hidden(folded: str) -> bool:
    known = placeholders()
    return folded.startswith(known.starts) or contains_one(folded, known.contains)


def contains_one(text: str, parts: tuple[str, ...]) -> bool:
    """Tell whether one of these parts is in a text."""
    for part in parts:  # noqa: SIM110 - read for every value; `any` takes half as long again
        if part in text:
            return True
    return False


def _folded(text: str) -> str:
    folded = text.casefold()
    if "_" in folded or "  " in folded:
        folded = " ".join(folded.replace("_", " ").split())
    return folded.strip(" .-*!<>()[]")


def email(value: object) -> str | None:
    """Return the first e-mail address; a web form or a placeholder is none."""
    text = published(value)
    found = _EMAIL.search(text) if text else None
    if found is None or found[0].casefold().startswith("redacted"):
        return None
    return found[0]


def host(value: object) -> str | None:
    """Return a host name as A-labels in lower case; what follows it, such as glue, is dropped."""
    return _host(value) if isinstance(value, str) else None


@lru_cache(maxsize=4_096)
def _host(value: str) -> str | None:
    name = _HOST_ENDS.split(tidy(value).lower(), maxsplit=1)[0].rstrip(".")
    return ascii_name(name) if _HOST.fullmatch(name) and not is_placeholder(name) else None


def status(value: object) -> str | None:
    """Return a status in lower case: an EPP word joined, else its first word.

    RDAP writes "client transfer prohibited", EPP `clientTransferProhibited`, some add a URL: all
    become `clienttransferprohibited`.
    """
    return _status(value) if isinstance(value, str) else None


@lru_cache(maxsize=1_024)
def _status(value: str) -> str | None:
    text = _ASIDE.sub("", tidy(value)).strip(" ,;.").lower()
    if not text:
        return None
    joined = _BETWEEN_WORDS.sub("", text).replace("xfer", "transfer")
    return joined if _EPP_WORD.fullmatch(joined) else text.split()[0].strip(".,;")


def signed(value: object) -> bool | None:
    """Return what a DNSSEC line says; None when it says neither."""
    text = tidy(value)
    if _UNSIGNED.match(text):
        return False
    return True if _SIGNED.match(text) else None
