"""Names that people type, made fit for the DNS or refused with a sentence.

IDNA 2008 with the UTS 46 mapping, as browsers do for the address bar; then the limits of RFC 1035
and the names that are nobody's on the Internet (IANA Special-Use Domain Names, RFC 6761).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import idna

from probes import suffixes
from probes.errors import NameRefusedError

MAX_LENGTH = 253
MAX_LABEL = 63
# More than anybody types: the cost of IDNA grows with the length.
_MAX_TYPED = 1_000
# IANA Special-Use Domain Names, read 2026-11-23, top level only; `internal` by ICANN's
# resolution of 2024-07-29; the last line is what routers and offices use although nobody said so.
SPECIAL_USE = frozenset(
    {"alt", "arpa", "example", "invalid", "local", "localhost", "onion", "test"}
    | {"internal"}
    | {"corp", "home", "lan", "localdomain", "mail", "intranet", "private"}
)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# Peers carry underscores although RFC 952 forbids them; they do exist.
_PEER_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")


@dataclass(frozen=True, kw_only=True)
class ProbeName:
    """A name that may be probed."""

    name: str
    """In A-labels, lower case, no final dot."""
    display: str
    """In the writing people use."""
    registered_name: str
    """What the registry knows: registry suffix plus one label."""
    tenant_name: str
    """What its user holds; differs under suffixes such as `avocat.fr`."""


def read_name(
    typed: str, extra_suffixes: Iterable[str] = (), tables: Path | None = None
) -> ProbeName:
    """Read a domain name as typed; raises NameRefusedError saying what is wrong with it.

    `tables` is the folder of refreshed tables, where the public suffix list may be.
    """
    extra = tuple(suffix.lower().strip(".") for suffix in extra_suffixes)
    name = _to_ascii(_only_a_name(typed))
    _refuse_malformed(name, _LABEL)
    _refuse_nobodys(name, extra)
    suffix = suffixes.icann_suffix(name, extra, tables)
    if name == suffix:
        raise NameRefusedError("NAM01_PUBLIC_SUFFIX", name=name)
    return ProbeName(
        name=name,
        display=_to_unicode(name),
        registered_name=suffixes.one_label_below(name, suffix),
        tenant_name=suffixes.one_label_below(name, suffixes.any_suffix(name, extra, tables)),
    )


def read_host(text: str) -> str:
    """Return the name of a peer (from a URL, a referral, an NS record) in lower case A-labels.

    Its addresses pass the guard later; here only what is no host name at all is refused, above
    all names whose last label is a number, which some systems read as addresses.
    """
    if len(text) > _MAX_TYPED:
        raise NameRefusedError("NAM01_TOO_LONG", name=f"{text[:40]}…", limit=str(MAX_LENGTH))
    host = _to_ascii(text)
    _refuse_malformed(host, _PEER_LABEL)
    return host


def is_label(text: str) -> bool:
    """Tell whether a text is one label of a name, in lower case A-labels."""
    return _LABEL.fullmatch(text) is not None


def _only_a_name(typed: str) -> str:
    text = typed.strip()
    if not text:
        raise NameRefusedError("NAM01_EMPTY")
    if len(text) > _MAX_TYPED:
        raise NameRefusedError("NAM01_TOO_LONG", name=f"{text[:40]}…", limit=str(MAX_LENGTH))
    if re.search(r"[/@:?#\\]", text):
        raise NameRefusedError("NAM01_NOT_ONLY_A_NAME", name=text)
    return text


def _to_ascii(text: str) -> str:
    lowered = text.lower().removesuffix(".")
    if lowered.isascii() and "xn--" not in lowered:
        return lowered
    try:
        return idna.encode(text, uts46=True, std3_rules=True).decode("ascii").removesuffix(".")
    except idna.IDNAError as error:
        raise NameRefusedError("NAM01_IDN", name=text) from error


def _to_unicode(name: str) -> str:
    if "xn--" not in name:
        return name
    try:
        return idna.decode(name)
    except idna.IDNAError:
        return name


def _refuse_malformed(name: str, allowed: re.Pattern[str]) -> None:
    labels = name.split(".")
    if len(name) > MAX_LENGTH or any(len(label) > MAX_LABEL for label in labels):
        raise NameRefusedError("NAM01_TOO_LONG", name=f"{name[:40]}…", limit=str(MAX_LENGTH))
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]):
        raise NameRefusedError("NAM01_ADDRESS", name=name)
    if not all(allowed.fullmatch(label) for label in labels):
        raise NameRefusedError("NAM01_MALFORMED", name=name)
    if len(labels) == 1:
        raise NameRefusedError("NAM01_SINGLE_LABEL", name=name)


def _refuse_nobodys(name: str, extra: tuple[str, ...]) -> None:
    last = name.rsplit(".", 1)[-1]
    if last in SPECIAL_USE and not any(suffixes.covers(suffix, name) for suffix in extra):
        raise NameRefusedError("NAM01_SPECIAL_USE", name=name, suffix=last)
