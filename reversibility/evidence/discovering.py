"""Ask what a name shows, and keep the draft: nothing of it enters the register without a yes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from probes import names
from probes.discovery.discover import discover
from probes.discovery.report import for_programs
from probes.errors import NameRefusedError as NameRefusedByProbesError
from probes.options import ProbeOptions
from probes.pacing.ledger import Ledger
from reversibility.evidence.errors import DraftMissingError, NameRefusedError
from reversibility.jobs import service as jobs
from reversibility.jobs.models import RunKind
from reversibility.jobs.queries import RunProgress, get_progress
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.dates import Locale
from reversibility.pieces.models import PieceKind
from reversibility.pieces.queries import find_erasure

LOCALES: tuple[Locale, ...] = ("fr", "en")
_SPACES = "\u00a0\u202f"
"""Of French printing."""
_ENTERED = "entered"
_PUBLISHED = "DIS03_HELD_PUBLISHED"
_NO_KIND = "other"
"""What the register has no kind for: it can be asked about, and is no line to enter."""


@dataclass(frozen=True, kw_only=True)
class TraceLine:
    """What was found, and where."""

    id: str
    """Of the catalogue of traces."""
    source: str
    place: str
    text: str
    count: int


@dataclass(frozen=True, kw_only=True)
class ProposalLine:
    """One thing that the practice seems to have, or one that can only be asked about."""

    number: int
    """Its place in the draft, from 0; questions follow the proposals."""
    kind: str
    provider: str
    identifier: str
    is_practice: bool
    """Known practice only (grade C): to be checked on the screen."""
    held_by: str
    traces: tuple[TraceLine, ...]
    asks: tuple[str, ...]
    entered_as: UUID | None
    """The asset as which it was entered from this draft."""
    is_question: bool = False
    """Whether no trace proves it, so that it can only be asked about."""
    published_holder: str = ""
    """In whose name a registry publishes it; empty where it publishes nobody."""
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class DraftSheet:
    """What a name shows, in one language."""

    name: str
    finished_at: datetime
    proposals: tuple[ProposalLine, ...]
    questions: tuple[ProposalLine, ...]
    others: tuple[ProposalLine, ...]
    """What the register has no kind for, to be asked about."""
    related: tuple[str, ...]
    notes: tuple[str, ...]
    erased_at: datetime | None = None
    """When its content went; what was entered from it is in the register."""

    @property
    def lines(self) -> tuple[ProposalLine, ...]:
        """What is proposed, and what can only be asked about, of the kinds of the register."""
        return (*self.proposals, *self.questions)


def request_discovery(
    session: Session, actor: Actor, typed: str, options: ProbeOptions, *, now: datetime
) -> jobs.StartedRun:
    """Ask what a name shows; raises NameRefusedError for what is no name to ask about.

    Hand the run's units to the queue once the transaction is committed.
    """
    actor.require(Permission.REGISTER_WRITE)
    try:
        name = names.read_name(typed, options.extra_suffixes, options.tables.folder).name
    except NameRefusedByProbesError as error:
        raise NameRefusedError(error.code, error.params) from error
    unit = jobs.UnitDraft(subject_id=actor.practice_id, label=name, options={"name": name})
    started = jobs.start_run(session, actor, RunKind.DISCOVERY, [unit], now=now)
    subject = journal.Subject(type="run", id=started.id)
    content = {"domains": [name]}
    journal.record(
        session, actor, "evidence.discovery_requested", subject, now=now, content=content
    )
    return started


def look(name: str, options: ProbeOptions, ledger: Ledger) -> Mapping[str, object]:
    """Ask the network, outside any transaction; return what a run keeps, in both languages."""
    draft = discover(name, options, ledger)
    return {locale: _storable(for_programs(draft, locale)) for locale in LOCALES}


def get_draft(
    session: Session, actor: Actor, run_id: UUID, locale: Locale, *, now: datetime
) -> DraftSheet:
    """Return the draft of a run that has ended; raises DraftMissingError where there is none."""
    return read_draft(session, actor, get_progress(session, actor, run_id, now=now), locale)


def read_draft(session: Session, actor: Actor, run: RunProgress, locale: Locale) -> DraftSheet:
    """Return the draft of a run that was read; raises DraftMissingError where there is none."""
    actor.require(Permission.REGISTER_WRITE)
    gone = find_erasure(session, actor, PieceKind.DRAFT, run.id)
    if gone is not None:
        return _erased(run, gone.erased_at)
    kept = run.units[0].result.get(locale) if run.kind is RunKind.DISCOVERY else None
    if not isinstance(kept, dict):
        raise DraftMissingError
    entered: Any = run.units[0].result.get(_ENTERED) or {}
    proposals = [_line(number, each, entered) for number, each in enumerate(kept["proposals"])]
    questions = [
        replace(_line(number, each, entered), is_question=True)
        for number, each in enumerate(kept["questions"], len(proposals))
    ]
    return DraftSheet(
        name=kept["name"],
        finished_at=datetime.fromisoformat(kept["finished_at"]),
        proposals=tuple(line for line in proposals if line.kind != _NO_KIND),
        questions=tuple(line for line in questions if line.kind != _NO_KIND),
        others=tuple(line for line in (*proposals, *questions) if line.kind == _NO_KIND),
        related=tuple(each["name"] for each in kept["related"]),
        notes=tuple(each["text"] for each in kept["notes"]),
    )


def note_entered(session: Session, actor: Actor, run_id: UUID, entered: Mapping[int, UUID]) -> None:
    """Note as which assets lines of a draft were entered, by their numbers."""
    actor.require(Permission.REGISTER_WRITE)
    noted = {str(number): str(asset_id) for number, asset_id in entered.items()}
    jobs.note_result(session, actor, run_id, {_ENTERED: noted})


def _erased(run: RunProgress, at: datetime) -> DraftSheet:
    return DraftSheet(
        name=run.units[0].label,
        finished_at=run.finished_at or run.requested_at,
        proposals=(),
        questions=(),
        others=(),
        related=(),
        notes=(),
        erased_at=at,
    )


def _line(number: int, kept: Mapping[str, Any], entered: Mapping[str, str]) -> ProposalLine:
    asset_id, held_by = entered.get(str(number)), kept["held_by"]
    ends = kept.get("expires_on")  # drafts of before it was told have none
    return ProposalLine(
        number=number,
        kind=kept["kind"],
        provider=kept["provider"],
        identifier=kept["identifier"],
        is_practice=kept["grade"] == "C",
        held_by=held_by["text"],
        traces=tuple(
            TraceLine(
                id=each["id"],
                source=each["source"],
                place=each["place"],
                text=each["text"],
                count=each["count"],
            )
            for each in kept["traces"]
        ),
        asks=tuple(each["text"] for each in kept["asks"]),
        entered_as=UUID(asset_id) if asset_id else None,
        published_holder=held_by["params"]["name"] if held_by["code"] == _PUBLISHED else "",
        expires_on=date.fromisoformat(ends) if ends else None,
    )


def _storable(value: object) -> object:
    """Return plain values without the characters that a database refuses: peers wrote the texts."""
    if isinstance(value, Mapping):
        return {key: _storable(each) for key, each in value.items() if key != "asked"}
    if isinstance(value, list | tuple):
        return [_storable(each) for each in value]
    return "".join(filter(_is_storable, value)) if isinstance(value, str) else value


def _is_storable(sign: str) -> bool:
    return sign.isprintable() or sign in _SPACES
