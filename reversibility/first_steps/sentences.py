"""What a trace means, in one plain sentence, and where it was seen; French and English."""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from reversibility.catalogues.models import AssetKind
from reversibility.evidence.discovering import ProposalLine
from reversibility.kernel.dates import Locale, day

_Entry = dict[str, Any]


class Means(StrEnum):
    """What a yes to a trace enters."""

    ASSET = "asset"
    PROVIDER = "provider"
    """It names somebody, and no asset: a maker at the foot of a page."""
    NOTHING = "nothing"
    """It is worth knowing or asking, and there is nothing to enter."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """A trace in plain words."""

    fact: str
    why: str
    seen_in: str
    """The public source, so that nobody has to read the record itself."""


def meaning(line: ProposalLine) -> Means:
    """Say what a yes to a line enters: what no trace proves enters no second asset."""
    entry = _of_question(line)
    if not entry:
        return Means.ASSET
    return Means.PROVIDER if line.provider and entry.get("is_party") else Means.NOTHING


def tell(kind: AssetKind, line: ProposalLine, locale: Locale) -> Told:
    """Say what a line means, what hangs on it, and where it was seen."""
    own = _of_question(line)
    entry = own or _of_proposal(kind, line)
    fact = entry["named" if line.provider and "named" in entry else "unnamed"][locale]
    fact = fact.replace("{provider}", line.provider)
    if line.is_question and not own:
        fact = f"{sentences()['perhaps'][locale]}{fact[:1].lower()}{fact[1:]}"
    return Told(fact=fact, why=entry["why"][locale], seen_in=source_of(line, locale))


def why_of(kind: AssetKind, locale: Locale) -> str:
    """Say what hangs on the assets of a kind."""
    text: str = _of_kind(kind)["why"][locale]
    return text


def source_of(line: ProposalLine, locale: Locale) -> str:
    """Name the public source in which a line was first seen."""
    entry = sentences()["seen_in"].get(line.traces[0].source) if line.traces else None
    return str(entry[locale]) if entry else ""


def expiry_note(line: ProposalLine, seen_on: date, locale: Locale) -> str:
    """Say until when a thing runs as published, in which source and when that was read."""
    if line.expires_on is None:
        return ""
    text: str = sentences()["expiry_note"][locale]
    return text.format(
        expires=day(line.expires_on, locale),
        place=source_of(line, locale),
        seen=day(seen_on, locale),
    )


@cache
def sentences() -> _Entry:
    """Return the whole file."""
    content = files("reversibility.first_steps").joinpath("sentences.toml").read_text("utf-8")
    return tomllib.loads(content)


def _of_question(line: ProposalLine) -> _Entry:
    """Return the sentences of what no trace proves, where it has its own."""
    if not line.is_question or not line.traces:
        return {}
    entry: _Entry = sentences()["questions"].get(line.traces[0].id, {})
    return entry


def _of_proposal(kind: AssetKind, line: ProposalLine) -> _Entry:
    # Who may send in a name need not be who receives: only the record of the mailboxes tells that.
    receives = not line.traces or any(trace.source == "mx" for trace in line.traces)
    if kind.family == "email" and kind.id != "email_filter" and not receives:
        entry: _Entry = sentences()["email_sending"]
        return entry
    return _of_kind(kind)


def _of_kind(kind: AssetKind) -> _Entry:
    entry: _Entry = sentences().get(kind.id) or sentences()[kind.family]
    return entry
