"""The tasks of an exit, as rows: what is done stays when they are generated anew."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.catalogues.models import Right, Who
from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime, enum_type


class TaskState(StrEnum):
    """Where a task stands; whether it can begin is worked out from those it needs."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    SET_ASIDE = "set_aside"
    """Not applicable, with a reason."""


OWN = "own"
"""How the keys of one's own tasks begin; those of the others begin with their asset."""
OVER = frozenset({TaskState.DONE, TaskState.SET_ASIDE})


class TaskOrigin(StrEnum):
    """Where a task comes from."""

    STEP = "step"
    """A step of a playbook."""
    CONTROL = "control"
    """Showing that one can act on a name or a site."""
    AFTER = "after"
    """What follows once an asset is back."""
    OWN = "own"
    """Added by somebody of the practice."""


class ClosedBy(StrEnum):
    """What a task was closed with."""

    CHECK = "check"
    """Public sources show the result."""
    DOCUMENT = "document"
    STATEMENT = "statement"


class ExitTask(PracticeRow, Base):
    """One thing to do in an exit, by somebody, until a day."""

    __tablename__ = "exit_tasks"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    version: Mapped[int] = mapped_column(Integer, init=False, comment="Optimistic lock.")
    exit_id: Mapped[UUID] = mapped_column(ForeignKey("exits.id"), index=True, comment="The case.")
    key: Mapped[str] = mapped_column(String(120), comment="Its name among those of the case.")
    origin: Mapped[TaskOrigin] = mapped_column(enum_type(TaskOrigin), comment="Where it is from.")
    position: Mapped[int] = mapped_column(Integer, comment="Place in the order of recovery.")
    title: Mapped[dict[str, str]] = mapped_column(Json, comment="Verb and object, fr and en.")
    days: Mapped[int] = mapped_column(Integer, comment="How long it takes, calendar days.")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    asset_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("assets.id"), default=None, comment="What it brings back, if one asset."
    )
    step: Mapped[str] = mapped_column(
        String(40), default="", comment="Step or item of the catalogue; empty for an own task."
    )
    needs: Mapped[list[str]] = mapped_column(
        Json, default_factory=list, comment="Keys of the tasks that come first."
    )
    who: Mapped[Who] = mapped_column(
        enum_type(Who), default=Who.PRACTICE, comment="Whose part it is."
    )
    right: Mapped[Right | None] = mapped_column(
        enum_type(Right), default=None, comment="On what right it rests, if it signs in or copies."
    )
    is_question: Mapped[bool] = mapped_column(
        Boolean, default=False, comment="That right is not recorded: ask instead."
    )
    probe: Mapped[str] = mapped_column(
        String(20), default="", comment="Verdict field that tells, where a check can."
    )
    seen_before: Mapped[str] = mapped_column(
        Text, default="", comment="What that field showed when the task was made."
    )
    not_before: Mapped[date | None] = mapped_column(
        Date, default=None, comment="The day it is tied to: the end of the mission."
    )
    owner_person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("persons.id"), default=None, comment="Who does it."
    )
    owner_party_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("parties.id"), default=None, comment="Which firm does it, if no person is named."
    )
    due_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="Last day that was agreed; none = as computed."
    )
    state: Mapped[TaskState] = mapped_column(
        enum_type(TaskState), default=TaskState.TODO, comment="Where it stands."
    )
    reason: Mapped[str] = mapped_column(
        String(500), default="", comment="Why it was set aside, or opened again."
    )
    check_asked_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="Since when checks are looked at for it."
    )
    closed_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="The day on which it was done or set aside."
    )
    closed_by: Mapped[str] = mapped_column(String(200), default="", comment="By whom.")
    closed_with: Mapped[ClosedBy | None] = mapped_column(
        enum_type(ClosedBy), default=None, comment="With what it was closed."
    )
    statement: Mapped[str] = mapped_column(
        Text, default="", comment="What that person states, or what the check showed."
    )
    proof_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("proofs.id"), default=None, comment="The filed document it was closed with."
    )
    piece_sha256: Mapped[str] = mapped_column(
        String(64), default="", comment="Digest of the answer or document it was closed with."
    )
    gone_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="No longer in the plan since; kept for what was done."
    )

    __table_args__ = (UniqueConstraint("exit_id", "key"),)
    __mapper_args__ = {"version_id_col": version}

    def open_again(self, reason: str) -> None:
        """Take a closing back."""
        self.state, self.reason = TaskState.TODO, reason
        self.closed_on, self.closed_by, self.closed_with = None, "", None
        self.statement, self.proof_id, self.piece_sha256 = "", None, ""


class HandingList(StrEnum):
    """A list of questions of an exit."""

    REUSE = "reuse"
    """What can be reused, and whose it is."""
    ONBOARDING = "onboarding"
    """What to check with the new provider."""


class ExitAnswer(PracticeRow, Base):
    """What somebody answered to one question of a list of an exit."""

    __tablename__ = "exit_answers"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    exit_id: Mapped[UUID] = mapped_column(ForeignKey("exits.id"), index=True, comment="The case.")
    list_id: Mapped[HandingList] = mapped_column(enum_type(HandingList), comment="Which list.")
    item: Mapped[str] = mapped_column(String(40), comment="Item of that list.")
    answer: Mapped[str] = mapped_column(String(20), comment="Code of the answer.")
    note: Mapped[str] = mapped_column(Text, comment="In that person's words.")
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    answered_by: Mapped[str] = mapped_column(
        String(200), comment="By whom, as they were called that day."
    )

    __table_args__ = (UniqueConstraint("exit_id", "list_id", "item"),)
