"""A plain list of domain names, one a line: every line explained, the good ones entered."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from sqlalchemy import Engine

from probes import names, registries
from probes.errors import NameRefusedError
from probes.interface import Message, message
from probes.options import ProbeOptions
from reversibility.catalogues.models import Catalogue
from reversibility.kernel.actor import Actor
from reversibility.register.queries import list_assets
from reversibility.register.service import AssetDraft, declare_assets
from reversibility.store.session import transaction

MAX_BYTES = 4_194_304
"""Of a file: some 100,000 names."""
_SHOWN = 80
_BATCH = 200
"""Names kept in one transaction: whoever works in the register meanwhile waits a second at most."""
_COMMENTS = ("#", ";", "//")
_IMPORTANCE = 3
_KINDS = {"afnic": "domain_fr", "eurid": "domain_eu"}


class LineState(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    THERE = "there"
    """The register has this name."""
    REPEATED = "repeated"
    """An earlier line has it."""
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class NameLine:
    """One line that holds something, and what becomes of it."""

    number: int
    typed: str
    """Fit for display."""
    state: LineState
    name: str = ""
    """The name it stands for, in A-labels."""
    display: str = ""
    kind: str = ""
    fault: Message | None = None
    first: int = 0
    """The earlier line that has the same name."""


def read_list(
    content: bytes, options: ProbeOptions, there: Collection[str] = ()
) -> tuple[NameLine, ...]:
    """Read a list; empty lines and comments are passed over. `there`: names the register has."""
    seen: dict[str, int] = {}
    known = set(there)
    lines = []
    for number, text in _lines(_text(content)):
        line = _read(number, text, options)
        if line.state is LineState.NEW:
            line = _placed(line, known, seen)
        lines.append(line)
    return tuple(lines)


def names_there(engine: Engine, actor: Actor) -> frozenset[str]:
    """Return the domain names that the register has, archived ones left out."""
    with transaction(engine, actor.practice_id, read_only=True) as session:
        assets = list_assets(session, actor)
    return frozenset(
        str(asset.attributes.get("domain", "")).lower().removesuffix(".")
        for asset in assets
        if asset.kind.startswith("domain_")
    )


def enter(
    engine: Engine, actor: Actor, lines: Sequence[NameLine], catalogue: Catalogue, *, now: datetime
) -> int:
    """Enter the new names into the register; return how many.

    A list that is broken off and given again goes on: what was entered is there.
    """
    new = [line for line in lines if line.state is LineState.NEW]
    for start in range(0, len(new), _BATCH):
        drafts = [_draft(line, actor, now) for line in new[start : start + _BATCH]]
        with transaction(engine, actor.practice_id) as session:
            declare_assets(session, actor, drafts, kinds=catalogue.kinds, now=now)
    return len(new)


def _text(content: bytes) -> str:
    """Read what editors and workbooks write: UTF-8, UTF-16 with its mark, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        bare = line.partition(" #")[0].partition("\t#")[0].strip()
        if bare and not bare.startswith(_COMMENTS):
            yield number, bare


def _read(number: int, text: str, options: ProbeOptions) -> NameLine:
    shown = _shown(text)
    try:
        read = names.read_name(_host(text), options.extra_suffixes, options.tables.folder)
    except NameRefusedError as error:
        params = {key: _shown(value) for key, value in error.params.items()}
        return NameLine(
            number=number,
            typed=shown,
            state=LineState.REFUSED,
            fault=message(error.code, **params),
        )
    name = read.tenant_name
    is_whole = read.name in {name, f"www.{name}"}
    display = read.display.removeprefix("www.") if is_whole else name
    return NameLine(
        number=number,
        typed=shown,
        state=LineState.NEW,
        name=name,
        display=display,
        kind=_kind(read.registered_name, options),
    )


def _placed(line: NameLine, known: set[str], seen: dict[str, int]) -> NameLine:
    state = LineState.NEW
    if line.name in known:
        state = LineState.THERE
    elif line.name in seen:
        state = LineState.REPEATED
    first = seen.setdefault(line.name, line.number)
    return replace(line, state=state, first=first if state is LineState.REPEATED else 0)


def _host(text: str) -> str:
    """Return the name in what people copy from a browser."""
    if "://" not in text:
        return text.removesuffix("/")
    try:
        return urlsplit(text).hostname or text
    except ValueError:
        return text


def _kind(registered_name: str, options: ProbeOptions) -> str:
    known = _KINDS.get(registries.find_registry(registered_name, options).id)
    is_of_a_country = len(registered_name.rpartition(".")[2]) == len("fr")
    return known or ("domain_cctld" if is_of_a_country else "domain_gtld")


def _draft(line: NameLine, actor: Actor, now: datetime) -> AssetDraft:
    return AssetDraft(
        kind=line.kind,
        name=line.display,
        importance=_IMPORTANCE,
        declared_on=now.date(),
        declared_by=actor.label,
        attributes={"domain": line.name},
    )


def _shown(text: str) -> str:
    clean = "".join(sign if sign.isprintable() else "?" for sign in text[: _SHOWN + 1])
    return clean if len(clean) <= _SHOWN else f"{clean[:_SHOWN]}…"
