"""Enter what happens and happened with a provider, from a practice file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.catalogues.cases import cases
from reversibility.contracts.events import (
    EventDraft,
    RemarkDraft,
    add_event,
    add_remark,
    correct_event,
)
from reversibility.exits.qualifying.rules import Answers, Message
from reversibility.exits.qualifying.service import tell_situation
from reversibility.kernel.actor import Actor

_DATES = ("last_answer_on", "announced_end_on", "last_deliverable_on", "deadline_on")
_OF_EVENT = ("kind", "happened_on", "happened_at", "facts", "author", "effect", "because")


def enter_break_up(
    session: Session, actor: Actor, contract_id: UUID, contract: Mapping[str, Any], *, now: datetime
) -> None:
    """Enter the situations and the chronology of a contract, in their order."""
    for told in contract["situations"]:
        tell_situation(
            session,
            actor,
            contract_id,
            _answers(told),
            catalogue=cases(),
            expiring=(),
            told_at=told["told_at"],
            now=now,
        )
    noted: dict[int, UUID] = {}
    corrected: set[int] = set()
    for number, told in enumerate(contract["events"], start=1):
        draft = EventDraft(**{name: told[name] for name in _OF_EVENT})
        before = told["corrects"]
        if before in noted and before not in corrected and draft.because:
            corrected.add(before)
            row = correct_event(session, actor, noted[before], draft, today=now.date(), now=now)
        else:
            row = add_event(session, actor, contract_id, draft, today=now.date(), now=now)
        session.flush()  # what corrects or observes it points to it
        noted[number] = row.id
        for remark in told["remarks"]:
            observed = RemarkDraft(text=remark["text"], dated_on=remark["dated_on"])
            add_remark(session, actor, row.id, observed, today=now.date(), now=now)


def _answers(told: Mapping[str, Any]) -> Answers:
    """Keep the answers that the questions of today have."""
    known = {each.id: {choice.id for choice in each.choices} for each in cases().questions}
    return Answers(
        choices={
            question: str(choice)
            for question, choice in told["choices"].items()
            if choice in known.get(question, ())
        },
        **{name: told[name] for name in _DATES},
        unanswered=tuple(
            Message(sent_on=each["sent_on"], channel=each["channel"]) for each in told["unanswered"]
        ),
    )
