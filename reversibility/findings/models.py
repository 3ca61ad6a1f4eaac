"""What the rules found, and what the practice chose to leave as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, Index, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.findings.answers import Value
from reversibility.findings.policy import Rule
from reversibility.recovery.models import Severity
from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import UtcDateTime


class Acceptance(PracticeRow, Base):
    """A finding that is left as it is, by whom, why and until when; ended rows stay.

    It holds for the severity of that day: a finding that becomes graver comes back at once.
    """

    __tablename__ = "finding_acceptances"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    rule: Mapped[str] = mapped_column(String(8), comment="Id of the rule, such as R-07.")
    subject_id: Mapped[UUID] = mapped_column(
        Uuid, comment="The asset, party or contract that the rule is about."
    )
    severity: Mapped[int] = mapped_column(Integer, comment="1 critical to 4 minor, that day.")
    reason: Mapped[str] = mapped_column(String(500), comment="Why, in that person's words.")
    until: Mapped[date] = mapped_column(Date, comment="Last day; the finding comes back after.")
    accepted_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    ended_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When it was taken up again before that day."
    )
    ended_by: Mapped[str | None] = mapped_column(String(200), default=None, comment="By whom.")

    __table_args__ = (Index("ix_finding_acceptances_subject", "practice_id", "subject_id", "rule"),)


@dataclass(frozen=True, kw_only=True)
class AcceptanceLine:
    """Why a finding is left as it is."""

    reason: str
    until: date
    accepted_by: str
    accepted_at: datetime


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A rule that fired, or what the register does not say that a rule asks."""

    rule: Rule
    subject_id: UUID
    """The asset, provider or contract that the rule is about."""
    subject_name: str
    severity: Severity
    is_unknown: bool
    """Information is missing: one level lower than if the rule had fired."""
    fact: str
    """Which sentence of the rule says so; `texts` writes it."""
    values: Mapping[str, Value]
    importance: int
    """Of the asset, or of the most important one that the provider has to do with; 1 to 4."""
    phase: int
    """Its place in the order of recovery: what others depend on comes first."""
    due_on: date | None = None
    asset_id: UUID | None = None
    contract_id: UUID | None = None
    party_ids: frozenset[UUID] = frozenset()
    """The providers that it has to do with."""
    provider_id: UUID | None = None
    """Where the rule is about a provider or its contract."""
    grant_id: UUID | None = None
    acceptance: AcceptanceLine | None = None
    """Where it is left as it is."""

    @property
    def key(self) -> tuple[str, UUID]:
        """Return what tells it from every other one."""
        return self.rule.id, self.subject_id

    @property
    def exposure(self) -> int:
        """Return what it weighs in the index: severity (4 critical to 1 minor) x importance."""
        return weight(self.severity) * self.importance


def weight(severity: Severity) -> int:
    """Return 4 for critical to 1 for minor."""
    return len(Severity) + 1 - severity
