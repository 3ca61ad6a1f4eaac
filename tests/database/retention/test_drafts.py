"""What a name showed is kept for a time, then goes; what was entered from it stays."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from probes.options import ProbeOptions
from reversibility.evidence.discovering import get_draft, request_discovery
from reversibility.evidence.errors import DraftMissingError
from reversibility.jobs import service as jobs
from reversibility.jobs.models import Unit
from reversibility.kernel.actor import Actor
from reversibility.pieces.errors import ContentErasedError
from reversibility.pieces.models import Erasure, PieceKind
from reversibility.retention.holds import set_hold
from reversibility.retention.queries import list_pieces
from reversibility.retention.service import Piece, erase_piece, purge
from reversibility.store.session import transaction
from tests.factories.evidence import House, open_house

NAME = "cabinet-exemple.fr"
MONTHS = timedelta(days=31)
KEPT = {
    "name": NAME,
    "finished_at": "2026-11-24T08:30:00+00:00",
    "proposals": [],
    "questions": [],
    "related": [{"name": "cabinet-exemple.com"}],
    "notes": [],
}


@pytest.fixture
def house(engine: Engine, actor: Actor, now: datetime) -> House:
    """Return a practice."""
    return open_house(engine, actor, now)


@pytest.fixture
def run_id(engine: Engine, house: House, now: datetime) -> UUID:
    """Return a run that looked what a name shows, and ended."""
    actor = house.actor
    with transaction(engine, actor.practice_id) as session:
        run = request_discovery(session, actor, NAME, ProbeOptions(), now=now)
    with transaction(engine, None) as session:
        claim = jobs.claim(session, run.units[0].unit_id, now)
        assert claim is not None
        jobs.finish(session, claim, {"fr": KEPT, "en": KEPT}, now)
    return run.id


def _purge(engine: Engine, actor: Actor, when: datetime) -> dict[str, int]:
    with transaction(engine, actor.practice_id) as session:
        return dict(purge(session, actor, now=when).counts)


def test_a_draft_goes_after_its_time_and_its_page_says_when(
    engine: Engine, actor: Actor, now: datetime, run_id: UUID
) -> None:
    assert "drafts" not in _purge(engine, actor, now + 5 * MONTHS)
    later = now + 7 * MONTHS
    assert _purge(engine, actor, later)["drafts"] == 1
    assert "drafts" not in _purge(engine, actor, later + MONTHS)
    with transaction(engine, actor.practice_id, read_only=True) as session:
        draft = get_draft(session, actor, run_id, "fr", now=later)
        assert (draft.name, draft.erased_at, draft.related) == (NAME, later, ())
        assert session.scalars(select(Unit.result)).all() == [{}]
        stone = session.scalars(select(Erasure)).one()
        assert (stone.piece_kind, stone.rule) == (PieceKind.DRAFT, "drafts")


def test_a_draft_can_be_erased_on_request_and_only_once(
    engine: Engine, actor: Actor, now: datetime, run_id: UUID
) -> None:
    draft = Piece(kind=PieceKind.DRAFT, id=run_id)
    with transaction(engine, actor.practice_id) as session:
        assert [line.title for line in list_pieces(session, actor, PieceKind.DRAFT)] == [NAME]
        erase_piece(session, actor, draft, "Ce nom n’est pas au cabinet", now=now)
    with transaction(engine, actor.practice_id) as session:
        assert get_draft(session, actor, run_id, "en", now=now).erased_at == now
        with pytest.raises(ContentErasedError):
            erase_piece(session, actor, draft, "Une fois de plus", now=now)


def test_a_hold_on_everything_keeps_drafts_too(
    engine: Engine, actor: Actor, now: datetime, run_id: UUID
) -> None:
    with transaction(engine, actor.practice_id) as session:
        set_hold(session, actor, None, "Litige avec l’agence", now=now)
    assert _purge(engine, actor, now + 12 * MONTHS) == {}
    with transaction(engine, actor.practice_id, read_only=True) as session:
        assert get_draft(session, actor, run_id, "fr", now=now).related == ("cabinet-exemple.com",)


def test_a_run_that_has_not_ended_has_no_draft_to_erase(
    engine: Engine, house: House, now: datetime
) -> None:
    actor = house.actor
    with transaction(engine, actor.practice_id) as session:
        run = request_discovery(session, actor, NAME, ProbeOptions(), now=now)
    assert "drafts" not in _purge(engine, actor, now + 12 * MONTHS)
    with transaction(engine, actor.practice_id, read_only=True) as session:
        assert list_pieces(session, actor, PieceKind.DRAFT) == ()
        with pytest.raises(DraftMissingError):
            get_draft(session, actor, run.id, "fr", now=now)
