"""What happens and happened with a provider, as a practice file carries it.

Papers that show a fact are not carried: they are named apart, and filed again after a move.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from reversibility.contracts.event_models import ContractEvent, EventRemark
from reversibility.exits.first_hour.models import FirstHourStep
from reversibility.exits.qualifying.models import ToldSituation

_OF_SITUATION = (
    "told_at", "told_by", "choices", "last_answer_on", "announced_end_on", "last_deliverable_on",
    "deadline_on", "unanswered",
)  # fmt: skip
_OF_EVENT = ("kind", "happened_on", "happened_at", "facts", "author", "effect", "because")


def situation_document(row: ToldSituation) -> dict[str, Any]:
    """Write what was answered one day; what it led to follows from it."""
    return {name: getattr(row, name) for name in _OF_SITUATION}


def step_document(row: FirstHourStep) -> dict[str, Any]:
    """Write a step of the first hour that is done."""
    return {name: getattr(row, name) for name in ("step", "done_at", "done_by")}


def event_documents(
    rows: Sequence[ContractEvent], remarks: Mapping[UUID, Sequence[EventRemark]]
) -> list[dict[str, Any]]:
    """Write facts in the order in which they were noted; `corrects` counts in it from 1."""
    numbers = {row.id: number for number, row in enumerate(rows, start=1)}
    return [
        {
            **{name: getattr(row, name) for name in _OF_EVENT},
            "corrects": numbers[row.corrects_id] if row.corrects_id else None,
            "remarks": [
                {"text": each.text, "dated_on": each.dated_on} for each in remarks.get(row.id, ())
            ],
        }
        for row in rows
    ]
