"""In hand, to confirm, out of reach; and what needs attention. Pure.

In hand = the holder is the practice and one of its administrators gets in. Out of reach = nobody of
the practice administers it, while somebody else holds or administers it. Everything else is to be
confirmed: among it a masked or unclear holder, which is normal and never counts as "not yours".
"""

from collections.abc import Iterable, Iterator
from datetime import date

from probes.interface import VerdictState
from reversibility.recovery.models import AssetFacts, AssetState, Problem, Severity, Side

_SETTLED = {None, VerdictState.CONFIRMED, VerdictState.PROVED_BY_DOCUMENT}
_VITAL = 4
_SOON_DAYS, _NEAR_DAYS = 30, 60
"""An expiry within 30 days leaves no time for a transfer that is refused; 60 days is the limit of
the first hour (renew what expires within 60 days)."""


def asset_state(facts: AssetFacts) -> AssetState:
    """Say how an asset stands."""
    held_by_others = facts.holder in {Side.PROVIDER, Side.OTHER}
    if facts.practice_administrators == 0 and (held_by_others or facts.other_administrators):
        return AssetState.OUT_OF_REACH
    holds = facts.holder is Side.PRACTICE and facts.holder_verdict in _SETTLED
    if holds and facts.practice_administrators:
        return AssetState.IN_HAND
    return AssetState.TO_CONFIRM


def find_problems(assets: Iterable[AssetFacts], *, today: date) -> tuple[Problem, ...]:
    """List what needs attention, worst first: severity, importance, nearest date, title."""
    found = [problem for facts in assets for problem in _problems(facts, today)]
    return tuple(sorted(found, key=_rank))


def _rank(problem: Problem) -> tuple[int, int, date, int]:
    # The sort keeps the order of the register, and title before access, where all else is equal.
    day = problem.due_on or date.max
    return (problem.severity, -problem.importance, day, _TITLE_FIRST.get(problem.code, 2))


_TITLE_FIRST = {"holder_differs": 0, "holder_is_provider": 1}


def _problems(facts: AssetFacts, today: date) -> Iterator[Problem]:
    yield from _title(facts)
    yield from _expiry(facts, today)
    yield from _access(facts)
    if facts.payer is Side.PROVIDER:
        yield _problem(facts, "payer_is_provider", Severity.MODERATE, payer=facts.payer_name)
    for field in facts.contradicted:
        yield _problem(facts, f"differs_{field}", Severity.MODERATE)


def _title(facts: AssetFacts) -> Iterator[Problem]:
    vital = facts.importance == _VITAL
    grave = Severity.CRITICAL if vital else Severity.IMPORTANT
    if facts.holder_verdict is VerdictState.CONTRADICTED:
        yield _problem(facts, "holder_differs", grave, holder=facts.observed_holder_name)
    elif facts.holder in {Side.PROVIDER, Side.OTHER}:
        yield _problem(facts, "holder_is_provider", grave, holder=facts.declared_holder_name)
    elif facts.holder is Side.NOBODY:
        yield _problem(facts, "holder_unknown", Severity.IMPORTANT)
    elif facts.holder_verdict not in _SETTLED:
        yield _problem(facts, "holder_to_justify", Severity.MODERATE)


def _expiry(facts: AssetFacts, today: date) -> Iterator[Problem]:
    if facts.expires_on is None:
        return
    days = (facts.expires_on - today).days
    if days < 0:
        yield _dated(facts, "expired", Severity.CRITICAL, days)
    elif days <= _SOON_DAYS:
        yield _dated(facts, "expires_soon", Severity.CRITICAL, days)
    elif days <= _NEAR_DAYS:
        yield _dated(facts, "expires_soon", Severity.IMPORTANT, days)


def _access(facts: AssetFacts) -> Iterator[Problem]:
    vital = facts.importance == _VITAL
    if facts.practice_administrators == 0 and facts.other_administrators:
        severity = Severity.CRITICAL if vital else Severity.IMPORTANT
        parties = ", ".join(facts.other_administrators)
        yield _problem(facts, "provider_alone", severity, parties=parties)
    elif facts.practice_administrators == 0:
        yield _problem(facts, "nobody_administers", Severity.IMPORTANT)
    elif facts.practice_administrators == 1:
        severity = Severity.IMPORTANT if vital else Severity.MODERATE
        yield _problem(facts, "sole_administrator", severity)
    if facts.administrators_without_second_factor:
        count = str(facts.administrators_without_second_factor)
        yield _problem(facts, "no_second_factor", Severity.MODERATE, count=count)


def _problem(facts: AssetFacts, code: str, severity: Severity, **params: str) -> Problem:
    return Problem(
        code=code,
        severity=severity,
        asset_id=facts.id,
        asset_name=facts.name,
        importance=facts.importance,
        params={"asset": facts.name, **params},
    )


def _dated(facts: AssetFacts, code: str, severity: Severity, days: int) -> Problem:
    return Problem(
        code=code,
        severity=severity,
        asset_id=facts.id,
        asset_name=facts.name,
        importance=facts.importance,
        params={"asset": facts.name, "days": str(abs(days))},
        due_on=facts.expires_on,
    )
