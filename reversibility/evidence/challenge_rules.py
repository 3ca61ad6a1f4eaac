"""How long a challenge lives, what it counts for, and what a look makes of it. Pure.

A value passes once. While its time lasts it may be looked at again, so that what it showed can be
relied on; after that only a new one shows anything: a record that stays in a zone is copied with
it, and says nothing of who can act today.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from probes.challenge.model import NEXT_NEW, Check, Outcome
from probes.challenge.token import Method, page_path, record_name
from probes.interface import (
    Observation,
    Placed,
    Verdict,
    VerdictField,
    VerdictState,
)
from reversibility.evidence.challenge_models import ChallengeRow, ChallengeState

LASTS = timedelta(days=7)
FRESH = timedelta(hours=1)
"""How old the last look may be where something relies on it."""

_STATES = {Outcome.PASSED: VerdictState.CONFIRMED, Outcome.UNREACHABLE: VerdictState.UNREACHABLE}


class Stage(StrEnum):
    """How a challenge stands today."""

    WAITING = "waiting"
    PASSED = "passed"
    LAPSED = "lapsed"
    """It passed, and its time is up: what it showed is of the past."""
    EXPIRED = "expired"
    """Its time is up, and it never passed."""
    CANCELLED = "cancelled"

    @property
    def is_live(self) -> bool:
        """Whether one may look."""
        return self in {Stage.WAITING, Stage.PASSED}


def stage_of(state: ChallengeState, expires_at: datetime, now: datetime) -> Stage:
    """Say how a challenge stands at an instant."""
    if state is ChallengeState.CANCELLED:
        return Stage.CANCELLED
    is_over = now >= expires_at
    if state is ChallengeState.PASSED:
        return Stage.LAPSED if is_over else Stage.PASSED
    return Stage.EXPIRED if is_over else Stage.WAITING


def can_rely(
    stage: Stage, outcome: Outcome | None, checked_at: datetime | None, now: datetime
) -> bool:
    """Say whether something may rely on it now: seen in place within the last hour."""
    if stage is not Stage.PASSED or outcome is not Outcome.PASSED or checked_at is None:
        return False
    return timedelta() <= now - checked_at <= FRESH


def where_of(method: Method, name: str) -> str:
    """Return where the value is to be placed: the name of a record, or a URL."""
    return record_name(name) if method is Method.TXT else f"https://{name}{page_path()}"


def context_of(row: ChallengeRow) -> tuple[str, ...]:
    """Return what the value is bound to."""
    return (str(row.practice_id), row.name, row.purpose.value)


def verdict_of(row: ChallengeRow, check: Check) -> Verdict | None:
    """Return what a look says of control; None while nothing was ever shown.

    A value that is not there says nothing: it contradicts nobody. Once it was there, its absence
    leaves the result open.
    """
    outcome = check.judgement.outcome
    if outcome is not Outcome.PASSED and row.state is not ChallengeState.PASSED:
        return None
    passed = outcome is Outcome.PASSED
    return Verdict(
        field=VerdictField.CONTROL,
        state=_STATES.get(outcome, VerdictState.INCONCLUSIVE),
        declared=row.name,
        observed=where_of(row.method, row.name) if passed else "",
        reasons=check.judgement.reasons,
        next_step=None if passed else NEXT_NEW,
        observations=tuple(each.sha256 for each in _behind(check) if each.raw),
    )


def _behind(check: Check) -> list[Observation]:
    """Return the parent's answer, then what each server or the site showed."""
    shown = [each for each in check.observations[1:] if isinstance(each.facts, Placed)]
    return [*check.observations[:1], *shown]
