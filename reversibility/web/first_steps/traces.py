"""What a name shows, line by line, in plain sentences."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from flask import url_for

from reversibility.evidence.discovering import DraftSheet, ProposalLine, TraceLine, read_draft
from reversibility.evidence.errors import DraftMissingError
from reversibility.first_steps.published import Whose, find_published, whose
from reversibility.first_steps.queries import Progress
from reversibility.first_steps.sentences import Means, meaning, tell
from reversibility.first_steps.suggesting import is_declared, trace_key
from reversibility.first_steps.taking_up import Choice
from reversibility.http.seat import Desk, services
from reversibility.jobs.queries import RunProgress
from reversibility.register.queries import AssetSheet, PartySheet, list_assets, list_parties
from reversibility.web.forms.traces import TracesForm
from reversibility.web.icons import family_icon
from reversibility.web.languages import current_language
from reversibility.web.parts import Link


@dataclass(frozen=True, kw_only=True)
class TraceRow:
    """One thing that the name shows."""

    number: int
    icon: str
    fact: str
    why: str
    seen_in: str
    identifier: str
    """The number it is known by there, such as GTM-ABC123; may be empty."""
    published_holder: str
    whose: Whose
    """Whose the published holder's name seems to be."""
    expires_on: date | None
    traces: tuple[TraceLine, ...]
    """As they were read; for whoever wants to check."""
    asks: tuple[str, ...]
    means: Means
    declared: Link | None
    """The element or provider of the register that it is already."""
    is_aside: bool
    chosen: str
    """What was typed of it before, and is not kept yet; else where it stands."""
    by_hand: str
    """Where it is entered with what the trace does not tell."""

    @property
    def is_open(self) -> bool:
        """Whether an answer is awaited."""
        return self.means is not Means.NOTHING and self.declared is None and not self.is_aside


@dataclass(frozen=True, kw_only=True)
class DraftPart:
    """What a name shows, line by line."""

    run_id: UUID
    name: str
    found_at: datetime
    rows: tuple[TraceRow, ...]
    questions: tuple[TraceRow, ...]
    notes: tuple[str, ...]

    @property
    def open_rows(self) -> tuple[TraceRow, ...]:
        """The lines of which nothing was said yet."""
        return tuple(row for row in (*self.rows, *self.questions) if row.is_open)

    @property
    def open_count(self) -> int:
        """How many of what is proposed are without an answer."""
        return sum(row.is_open for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What the register holds, to find the lines in it."""

    assets: Collection[AssetSheet]
    parties: Collection[PartySheet]
    progress: Progress


def draft_part(desk: Desk, progress: Progress, run: RunProgress) -> DraftPart | None:
    """Describe the draft of a look that has ended; None where it holds none."""
    try:
        draft = read_draft(desk.session, desk.actor, run, current_language())
    except DraftMissingError:
        return None
    known = _Known(
        assets=list_assets(desk.session, desk.actor),
        parties=list_parties(desk.session, desk.actor),
        progress=progress,
    )
    # Filled again where a session ended before the answers were sent.
    typed = TracesForm.of([line.number for line in draft.lines]).choices()

    def rows(lines: Collection[ProposalLine]) -> tuple[TraceRow, ...]:
        made = [_row(run.id, draft, line, known) for line in lines]
        return tuple(
            replace(row, chosen=typed.get(row.number, Choice.SET_ASIDE if row.is_aside else ""))
            for row in made
        )

    return DraftPart(
        run_id=run.id,
        name=draft.name,
        found_at=draft.finished_at,
        rows=rows(draft.proposals),
        questions=rows(draft.questions),
        notes=draft.notes,
    )


def _row(run_id: UUID, draft: DraftSheet, line: ProposalLine, known: _Known) -> TraceRow:
    kind = services().catalogue.kind(line.kind)
    told, declared = tell(kind, line, current_language()), _declared(draft, line, known)
    return TraceRow(
        number=line.number,
        icon=family_icon(kind.family),
        fact=told.fact,
        why=told.why,
        seen_in=told.seen_in,
        identifier=line.identifier,
        published_holder=line.published_holder,
        whose=whose(line.published_holder, known.parties),
        expires_on=line.expires_on,
        traces=line.traces,
        asks=line.asks,
        means=meaning(line),
        declared=declared,
        is_aside=declared is None and trace_key(line) in known.progress.set_aside,
        chosen="",
        by_hand=url_for("discovering.ask_line", run_id=run_id, number=line.number),
    )


def _declared(draft: DraftSheet, line: ProposalLine, known: _Known) -> Link | None:
    if meaning(line) is Means.PROVIDER:
        party = find_published(line.provider, known.parties)
        here = url_for("parties.show", party_id=party.id) if party else ""
        return Link(text=party.name, href=here) if party else None
    if meaning(line) is Means.NOTHING:
        return None
    found = (each for each in known.assets if is_declared(line, draft.name, each))
    asset = next(found, None)
    return Link(text=asset.name, href=url_for("assets.show", asset_id=asset.id)) if asset else None
