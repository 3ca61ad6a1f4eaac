"""Who is at the desk: the signed-in person in one of their practices, and their units of work."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from flask import current_app, g
from flask import session as cookie
from flask_security import current_user
from sqlalchemy.orm import Session

from reversibility.accounts.errors import SeatMissingError
from reversibility.accounts.queries import (
    PracticeSheet,
    get_actor,
    member,
    open_membership,
)
from reversibility.http.services import Services
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor, PracticeId, Role
from reversibility.mandates.acting import under_mandate
from reversibility.mandates.queries import MandateSheet, find_own
from reversibility.mandates.rules import ROLES as OUTSIDE
from reversibility.store.session import transaction

EXTENSION = "reversibility"
"""Where an app keeps its services: app.extensions[EXTENSION]."""
_PRACTICE = "practice_id"


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A signed-in person in one practice, as the shell shows them."""

    person: str
    address: str
    """What they sign in with."""
    role: Role
    identity: PracticeSheet
    """Of the practice, as it was when the request began."""
    actor: Actor
    mandate: MandateSheet | None = None
    """Of somebody from outside; None without one, and for the practice's own people."""
    practice_count: int = 1
    """To how many practices they belong."""

    @property
    def practice_id(self) -> PracticeId:
        """Id of the practice."""
        return self.identity.id

    @property
    def practice(self) -> str:
        """Name of the practice."""
        return self.identity.legal_name


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One unit of work of a person in their practice: hand its parts to services and queries."""

    session: Session
    actor: Actor
    now: datetime
    seat: Seat


def services() -> Services:
    """Return the services of the app that answers this request."""
    return cast("Services", current_app.extensions[EXTENSION])


@contextmanager
def reading() -> Iterator[Desk]:
    """Open a unit of work that only reads; close it before the page is rendered."""
    with _desk(read_only=True) as desk:
        yield desk


@contextmanager
def writing() -> Iterator[Desk]:
    """Open a unit of work that may write; committed at the end, rolled back on an error."""
    with _desk(read_only=False) as desk:
        yield desk


def find_seat() -> Seat | None:
    """Return the seat of the person who signed in, or None before signing in.

    Asked once a request: the practice chosen in this session, else the one they opened last. When
    they no longer belong to the chosen one there is no seat: what they were doing there must not
    be carried out in another practice.
    """
    if "seat" not in g:
        g.seat = _find_seat() if current_user.is_authenticated else None
    seat: Seat | None = g.seat
    return seat


def chosen_practice() -> str | None:
    """Return the practice that was chosen in this session, if one was."""
    return cookie.get(_PRACTICE)


def sit_down(practice_id: UUID) -> None:
    """Choose the practice for the rest of this session.

    Forms that were opened in another practice are refused from now on: they must not be saved here.
    """
    cookie[_PRACTICE] = str(practice_id)
    cookie.pop("csrf_token", None)
    g.pop("csrf_token", None)
    g.pop("seat", None)


@contextmanager
def _desk(*, read_only: bool) -> Iterator[Desk]:
    seat = find_seat()
    if seat is None:
        raise SeatMissingError
    with transaction(services().engine, seat.practice_id, read_only=read_only) as session:
        # The membership was read a moment ago; before anything is written it is read once more.
        now = clock.now()
        actor = (
            seat.actor
            if read_only
            else get_actor(session, current_user.id, seat.practice_id, now=now)
        )
        if not read_only and seat.role in OUTSIDE:
            mandate = find_own(session, seat.practice_id, current_user.id, now=now)
            actor = under_mandate(session, actor, mandate)
        yield Desk(session=session, actor=actor, now=now, seat=seat)


def _find_seat() -> Seat | None:
    now = clock.now()
    with transaction(services().engine, None, read_only=True) as session:
        opened = open_membership(session, current_user.id, cookie.get(_PRACTICE), now=now)
        if opened is None:
            return None
        actor = member(current_user.id, current_user.name, opened.practice.id, opened.role)
        mandate = None
        if opened.role in OUTSIDE:
            mandate = find_own(session, opened.practice.id, current_user.id, now=now)
            actor = under_mandate(session, actor, mandate)
    return Seat(
        person=current_user.name,
        address=current_user.email,
        role=opened.role,
        identity=opened.practice,
        actor=actor,
        mandate=mandate,
        practice_count=opened.count,
    )
