"""The exit of a contract as a practice file has it: ids of the file in place of those of rows."""

from typing import Any

from reversibility.exits.models import Exit
from reversibility.exits.tasks.bringing import CARRIED
from reversibility.exits.tasks.models import ExitTask
from reversibility.http.exporting.rows import Rows

_OF_CASE = ("situation", "begins_on", "target_on", "mission_ends_on", "successor")
_OF_ANSWER = ("list_id", "item", "answer", "note", "answered_at", "answered_by")


def exit_document(rows: Rows, case: Exit) -> dict[str, Any]:
    """Return a case with its tasks and answers."""
    return {
        **{name: getattr(case, name) for name in _OF_CASE},
        "lead": rows.person_slugs.get(case.lead_id),
        "successor_party": rows.party_slugs.get(case.successor_id),
        "unanswered": [
            {name: message[name] for name in ("sent_on", "channel")} for message in case.unanswered
        ],
        "tasks": [_task(rows, task) for task in rows.tasks[case.id]],
        "answers": [
            {name: getattr(answer, name) for name in _OF_ANSWER} for answer in rows.answers[case.id]
        ],
    }


def _task(rows: Rows, task: ExitTask) -> dict[str, Any]:
    slugs = {str(asset_id): slug for asset_id, slug in rows.asset_slugs.items()}
    return {
        "id": _key(task.key, slugs),
        **{name: getattr(task, name) for name in CARRIED},
        "title": task.title,
        "asset": rows.asset_slugs.get(task.asset_id) if task.asset_id else None,
        "needs": [_key(key, slugs) for key in task.needs],
        "owner_person": rows.person_slugs.get(task.owner_person_id),
        "owner_party": rows.party_slugs.get(task.owner_party_id),
    }


def _key(key: str, slugs: dict[str, str]) -> str:
    asset, _, step = key.partition("/")
    return f"{slugs.get(asset, asset)}/{step}"
