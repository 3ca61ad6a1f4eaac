"""Enter what happens and happened with a provider, from a practice file."""

from uuid import UUID

from reversibility.catalogues.cases import cases
from reversibility.contracts.events import (
    EventDraft,
    RemarkDraft,
    add_event,
    add_remark,
    correct_event,
)
from reversibility.evidence.standing import Standing, list_standings
from reversibility.exits.first_hour.bringing import BroughtStep, bring_steps
from reversibility.exits.qualifying.expiring import expiring
from reversibility.exits.qualifying.rules import Answers, Message
from reversibility.exits.qualifying.service import Earlier, tell_situation
from reversibility.http.importing.entering import Entering, Told

_DATES = ("last_answer_on", "announced_end_on", "last_deliverable_on", "deadline_on")
_OF_EVENT = ("kind", "happened_on", "happened_at", "facts", "author", "effect", "because")


def enter_break_up(entering: Entering, contract_id: UUID, contract: Told) -> None:
    """Enter the situations of a contract, its first hour and its chronology, in their order."""
    if contract["situations"]:
        _situations(entering, contract_id, contract)
    steps = [BroughtStep(**told) for told in contract["first_hour"]]
    bring_steps(entering.session, entering.actor, contract_id, steps, now=entering.now)
    _events(entering, contract_id, contract)


def _situations(entering: Entering, contract_id: UUID, contract: Told) -> None:
    covered = {entering.assets[slug] for slug in contract["assets"]}
    standings: list[Standing] = [
        each
        for each in list_standings(
            entering.session, entering.actor, entering.catalogue, in_full=False
        )
        if each.asset.id in covered
    ]
    for told in contract["situations"]:
        told_at = told["told_at"] or entering.now
        tell_situation(
            entering.session,
            entering.actor,
            contract_id,
            _answers(told),
            catalogue=cases(),
            expiring=expiring(standings, today=told_at.date()),
            earlier=Earlier(told_at=told_at, told_by=told["told_by"] or entering.actor.label),
            now=entering.now,
        )


def _events(entering: Entering, contract_id: UUID, contract: Told) -> None:
    session, actor, now = entering.session, entering.actor, entering.now
    today = now.date()
    noted: dict[int, UUID] = {}
    corrected: set[int] = set()
    for number, told in enumerate(contract["events"], start=1):
        draft = EventDraft(**{name: told[name] for name in _OF_EVENT})
        before = told["corrects"]
        if before in noted and before not in corrected and draft.because:
            corrected.add(before)
            row = correct_event(session, actor, noted[before], draft, today=today, now=now)
        else:
            row = add_event(session, actor, contract_id, draft, today=today, now=now)
        session.flush()  # what corrects or observes it points to it
        noted[number] = row.id
        for remark in told["remarks"]:
            observed = RemarkDraft(text=remark["text"], dated_on=remark["dated_on"])
            add_remark(session, actor, row.id, observed, today=today, now=now)


def _answers(told: Told) -> Answers:
    """Keep the answers that the questions of today have."""
    known = {each.id: {choice.id for choice in each.choices} for each in cases().questions}
    return Answers(
        choices={
            question: choice
            for question, choice in told["choices"].items()
            if choice in known.get(question, ())
        },
        **{name: told[name] for name in _DATES},
        unanswered=tuple(
            Message(sent_on=each["sent_on"], channel=each["channel"]) for each in told["unanswered"]
        ),
    )
