"""Enter the exit of a contract from a practice file."""

from uuid import UUID

from reversibility.exits import service as exits
from reversibility.exits.tasks.bringing import (
    CARRIED,
    Brought,
    BroughtAnswer,
    BroughtTask,
    bring_tasks,
)
from reversibility.exits.tasks.models import OWN
from reversibility.http.importing.entering import Entering, Told


def enter_exit(entering: Entering, contract_id: UUID, case: Told) -> UUID:
    """Enter a case with its tasks and answers; return it."""
    session, actor, now = entering.session, entering.actor, entering.now
    draft = exits.ExitDraft(
        contract_id=contract_id,
        situation=case["situation"],
        begins_on=case["begins_on"] or now.date(),
        lead_id=entering.people.get(case["lead"]),
        successor=case["successor"],
        successor_id=entering.parties.get(case["successor_party"]),
        target_on=case["target_on"],
        mission_ends_on=case["mission_ends_on"],
        unanswered=[
            {"sent_on": each["sent_on"].isoformat(), "channel": each["channel"]}
            for each in case["unanswered"]
        ],
    )
    row = exits.open_exit(session, actor, draft, now=now)
    session.flush()  # its tasks point to it
    brought = Brought(
        tasks=[_task(entering, task) for task in case["tasks"]],
        answers=[BroughtAnswer(**answer) for answer in case["answers"]],
    )
    bring_tasks(session, actor, row.id, brought, now=now)
    return row.id


def _task(entering: Entering, task: Told) -> BroughtTask:
    return BroughtTask(
        key=_key(entering, task["id"]),
        title=dict(task["title"]),
        needs=tuple(_key(entering, key) for key in task["needs"]),
        asset_id=entering.assets.get(task["asset"]),
        owner_person_id=entering.people.get(task["owner_person"]),
        owner_party_id=entering.parties.get(task["owner_party"]),
        **{name: task[name] for name in CARRIED},
    )


def _key(entering: Entering, key: str) -> str:
    asset, _, step = key.partition("/")
    return key if asset == OWN else f"{entering.assets.get(asset, asset)}/{step}"
