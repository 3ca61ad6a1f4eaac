"""Which contents are over their time. Pure.

Of the answers to one question the first, each change and the latest stay; what repeats the answer
before it goes. Two answers are the same when they say the same: a serial or a date of update that
moved is no change (a registry writes a new one every night).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from reversibility.kernel.digest import canonical_json
from reversibility.kernel.period import Period

MOVING = frozenset({"serial", "updated"})
"""Facts that move by themselves."""

SECURITY_FAMILIES = ("accounts", "views")
"""The families of actions (journal/texts.toml) that make the security journal."""
KEPT_FAMILY = "data"
"""What tells why a content is gone stays."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer, as far as it matters here."""

    id: UUID
    asset_id: UUID
    source: str
    question: str
    state: str
    facts: Mapping[str, Any] | None
    asked_at: datetime

    @property
    def stream(self) -> tuple[UUID, str, str]:
        """What it answers: answers to the same question about the same asset follow each other."""
        return self.asset_id, self.source, self.question

    @property
    def says(self) -> bytes:
        """What it says, without what moves by itself."""
        return canonical_json([self.state, _steady(self.facts)])


Latest = Mapping[tuple[UUID, str, str, str], datetime]
"""When each question last had an answer of each state: asset, source, question, state."""


def repeats(answers: Iterable[Answer], latest: Latest) -> list[Answer]:
    """Return the answers that only repeat the one before, and of which a later one is there."""
    found: list[Answer] = []
    said: dict[tuple[UUID, str, str], bytes] = {}
    for answer in sorted(answers, key=lambda each: (each.asked_at, each.id)):
        says = answer.says
        if said.get(answer.stream) == says and not is_latest(answer, latest):
            found.append(answer)
        said[answer.stream] = says
    return found


def is_latest(answer: Answer, latest: Latest) -> bool:
    """Say whether no later answer to the same question came out the same way."""
    return latest.get((*answer.stream, answer.state), answer.asked_at) <= answer.asked_at


def cut(now: datetime, months: int) -> datetime:
    """Return the instant before which a content is over its time."""
    day = Period(months=months).before(now.date())
    return datetime.combine(day, now.timetz())


def due_at(since: datetime, months: int) -> datetime:
    """Return when a content that dates from an instant is over its time."""
    day = Period(months=months).after(since.date())
    return datetime.combine(day, since.timetz())


def _steady(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _steady(each) for name, each in value.items() if name not in MOVING}
    return [_steady(each) for each in value] if isinstance(value, list) else value
