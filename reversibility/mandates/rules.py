"""What a mandate lets somebody do, and when. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from reversibility.kernel.actor import Permission, Role
from reversibility.mandates.models import Scope

ROLES = (Role.AUDITOR, Role.PROVIDER_GUEST)
LONGEST = timedelta(days=366)
LONGEST_NOTE = 4000
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.AUDITOR: frozenset(
        {
            Permission.REGISTER_READ,
            Permission.EVIDENCE_READ,
            Permission.EVIDENCE_PROBE,
            Permission.NOTE_ADD,
            Permission.REPORT_TAKE,
        }
    ),
    Role.PROVIDER_GUEST: frozenset({Permission.REGISTER_READ}),
}
"""Once the statement is signed; before that, nothing."""


class MandateState(StrEnum):
    """Where a mandate stands at a moment."""

    UPCOMING = "upcoming"
    IN_FORCE = "in_force"
    OVER = "over"
    """Its last day has passed."""
    ENDED = "ended"
    """Somebody of the practice ended it."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """From the first day to the last, as instants."""

    opens_at: datetime
    closes_at: datetime


def span(starts_on: date, ends_on: date, zone: str) -> Span:
    """Return when a period of days opens and closes where the practice is."""
    place = ZoneInfo(zone)
    return Span(
        opens_at=datetime.combine(starts_on, time.min, place),
        closes_at=datetime.combine(ends_on + timedelta(days=1), time.min, place),
    )


def state_at(period: Span, ended_at: datetime | None, now: datetime) -> MandateState:
    """Say where a mandate stands."""
    if ended_at is not None and ended_at <= now:
        return MandateState.ENDED
    if now >= period.closes_at:
        return MandateState.OVER
    return MandateState.IN_FORCE if now >= period.opens_at else MandateState.UPCOMING


def period_faults(starts_on: date, ends_on: date, today: date) -> dict[str, str]:
    """Return what is wrong with a period, by field."""
    if ends_on < starts_on:
        return {"ends_on": "mandate_backwards"}
    if ends_on < today:
        return {"ends_on": "mandate_past"}
    if ends_on - starts_on > LONGEST:
        return {"ends_on": "mandate_long"}
    return {}


def scope_faults(role: Role, scope: Scope) -> dict[str, str]:
    """Return what is wrong with a scope: a provider is never shown the whole practice."""
    if role not in ROLES:
        return {"role": "mandate_role"}
    if role is Role.PROVIDER_GUEST and scope is Scope.PRACTICE:
        return {"scope": "mandate_guest_scope"}
    return {}
