"""Enter the traces that somebody said yes to, and set aside those they said no to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.catalogues.models import Catalogue
from reversibility.evidence.discovering import DraftSheet, ProposalLine, get_draft, note_entered
from reversibility.first_steps.adding import add_seen
from reversibility.first_steps.seeing import names_of
from reversibility.first_steps.sentences import Means, expiry_note, meaning
from reversibility.first_steps.service import Advance, advance, hold
from reversibility.first_steps.suggesting import (
    is_declared,
    suggested_attributes,
    suggested_name,
    trace_key,
)
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.dates import Locale
from reversibility.register.errors import AssetInvalidError
from reversibility.register.queries import list_assets
from reversibility.register.service import AssetDraft, declare_asset

_LONGEST_NAME = 200


class Choice(StrEnum):
    """What somebody says of a trace."""

    KEEP = "keep"
    SET_ASIDE = "set_aside"
    REOPEN = "reopen"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What came of the choices."""

    assets: tuple[UUID, ...]
    """Entered into the register just now."""
    providers: int
    """Providers that were kept, of lines that name nobody's asset."""
    incomplete: tuple[int, ...]
    """Numbers of lines whose kind needs more than the trace tells: to be entered by its form."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """The run that looked at a name, the words its draft is read in, and the kinds."""

    run_id: UUID
    locale: Locale
    catalogue: Catalogue


def take_up(
    session: Session, actor: Actor, look: Look, choices: Mapping[int, Choice], *, now: datetime
) -> Taken:
    """Enter what is kept, once, however often it is sent; note what is set aside."""
    actor.require(Permission.REGISTER_WRITE)
    hold(session, actor, now=now)
    draft = get_draft(session, actor, look.run_id, look.locale, now=now)
    chosen = [(line, choices[line.number]) for line in draft.lines if line.number in choices]
    kept = [line for line, choice in chosen if choice is Choice.KEEP]
    named = [line for line in kept if meaning(line) is Means.PROVIDER]
    for name in names_of(named, draft):
        add_seen(session, actor, name, now=now)
        session.flush()
    fresh = _fresh(session, actor, draft, kept)
    entered, incomplete = _enter(session, actor, (draft, fresh), look, now=now)
    note_entered(session, actor, look.run_id, entered)
    aside = [trace_key(line) for line, choice in chosen if choice is Choice.SET_ASIDE]
    back = [trace_key(line) for line, choice in chosen if choice is not Choice.SET_ASIDE]
    advance(session, actor, Advance(set_aside=aside, taken_up=back), now=now)
    return Taken(assets=tuple(entered.values()), providers=len(named), incomplete=tuple(incomplete))


def _fresh(
    session: Session, actor: Actor, draft: DraftSheet, kept: Sequence[ProposalLine]
) -> list[ProposalLine]:
    assets = list_assets(session, actor)
    return [
        line
        for line in kept
        if line.entered_as is None
        and meaning(line) is Means.ASSET
        and not any(is_declared(line, draft.name, asset) for asset in assets)
    ]


def _enter(
    session: Session,
    actor: Actor,
    found: tuple[DraftSheet, Sequence[ProposalLine]],
    look: Look,
    *,
    now: datetime,
) -> tuple[dict[int, UUID], list[int]]:
    entered: dict[int, UUID] = {}
    incomplete = []
    draft, lines = found
    for line in lines:
        kind = look.catalogue.kind(line.kind)
        told = AssetDraft(
            kind=kind.id,
            name=suggested_name(kind, line, draft.name, look.locale)[:_LONGEST_NAME],
            importance=kind.importance,
            declared_on=now.date(),
            declared_by=actor.label,
            attributes=suggested_attributes(kind, line, draft.name),
            notes=expiry_note(line, draft.finished_at.date(), look.locale),
        )
        try:
            entered[line.number] = declare_asset(session, actor, told, kind=kind, now=now).id
        except AssetInvalidError:
            incomplete.append(line.number)
    return entered, incomplete
