"""What a name shows, line by line, in plain sentences."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import url_for

from reversibility.evidence.discovering import ProposalLine, TraceLine, get_draft
from reversibility.evidence.errors import DraftMissingError
from reversibility.first_steps.queries import Progress
from reversibility.first_steps.sentences import tell
from reversibility.first_steps.suggesting import is_declared, trace_key
from reversibility.first_steps.taking_up import Choice
from reversibility.http.seat import Desk, services
from reversibility.register.queries import AssetSheet, list_assets
from reversibility.web.forms.traces import TracesForm
from reversibility.web.icons import family_icon
from reversibility.web.languages import current_language
from reversibility.web.parts import Link

_TRACES_SHOWN = 2


@dataclass(frozen=True, kw_only=True)
class TraceRow:
    """One thing that the name shows."""

    number: int
    icon: str
    fact: str
    why: str
    held_by: str
    traces: tuple[TraceLine, ...]
    asks: tuple[str, ...]
    declared: Link | None
    """The element of the register that it is already."""
    is_aside: bool
    chosen: str
    """What was typed of it before, and is not kept yet; else where it stands."""
    by_hand: str
    """Where it is entered with what the trace does not tell."""


@dataclass(frozen=True, kw_only=True)
class DraftPart:
    """What a name shows, line by line."""

    run_id: UUID
    name: str
    found_at: datetime
    rows: tuple[TraceRow, ...]
    questions: tuple[TraceRow, ...]
    notes: tuple[str, ...]
    open_count: int


def draft_part(desk: Desk, progress: Progress, run_id: UUID) -> DraftPart | None:
    """Describe the draft of a look that has ended; None where it holds none."""
    try:
        draft = get_draft(desk.session, desk.actor, run_id, current_language(), now=desk.now)
    except DraftMissingError:
        return None
    assets = list_assets(desk.session, desk.actor)
    # Filled again where a session ended before the answers were sent.
    typed = TracesForm.of([line.number for line in draft.lines]).choices()

    def rows(lines: Collection[ProposalLine]) -> tuple[TraceRow, ...]:
        made = [_row(run_id, line, _known(draft.name, line, assets), progress) for line in lines]
        return tuple(
            replace(row, chosen=typed.get(row.number, Choice.SET_ASIDE if row.is_aside else ""))
            for row in made
        )

    proposed = rows(draft.proposals)
    return DraftPart(
        run_id=run_id,
        name=draft.name,
        found_at=draft.finished_at,
        rows=proposed,
        questions=rows(draft.questions),
        notes=draft.notes,
        open_count=sum(row.declared is None and not row.is_aside for row in proposed),
    )


def _known(domain: str, line: ProposalLine, assets: Collection[AssetSheet]) -> AssetSheet | None:
    return next((each for each in assets if is_declared(line, domain, each)), None)


def _row(
    run_id: UUID, line: ProposalLine, known: AssetSheet | None, progress: Progress
) -> TraceRow:
    kind = services().catalogue.kind(line.kind)
    told = tell(kind, line.provider, current_language())
    link = Link(text=known.name, href=url_for("assets.show", asset_id=known.id)) if known else None
    return TraceRow(
        number=line.number,
        icon=family_icon(kind.family),
        fact=told.fact,
        why=told.why,
        held_by=line.held_by,
        traces=line.traces[:_TRACES_SHOWN],
        asks=line.asks,
        declared=link,
        is_aside=known is None and trace_key(line) in progress.set_aside,
        chosen="",
        by_hand=url_for("discovering.ask_line", run_id=run_id, number=line.number),
    )
