"""When a check closes a task, keeps it open, or opens it again. Pure.

A verdict compares what was seen with what is declared; by itself it does not say that something
changed hands. So a task whose result is a change closes when what is seen matches the register
*and* is no longer what was seen when the task was made; the holder, when it is the practice. A task
that only takes note closes with any dated answer. Elsewhere a check is shown and decides nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from probes.interface import HolderClass, VerdictField, VerdictState


class Proving(StrEnum):
    """How a check bears on a task."""

    CHANGE = "change"
    ANSWER = "answer"
    SUPPORT = "support"
    """The check is shown; a document or a statement closes."""


class Said(StrEnum):
    """What a result says of a task."""

    REACHED = "reached"
    NOT_YET = "not_yet"
    NOTHING = "nothing"
    """Nobody answered, or nothing certain."""


_CHANGES = frozenset(
    {
        "change_servers", "check_result", "correct_holder", "issue", "order_transfer", "publish",
        "rebuild", "show_control", "switch", "switch_mail", "switch_mx", "test",
    }
)  # fmt: skip
_ANSWERS = frozenset(
    {"check_record", "copy_zone", "freeze_evidence", "identify_registrar", "list", "prepare_zone"}
)
SUPPORTED = frozenset(
    {
        "alternative_procedure", "ask_registrar", "billing", "confirm_holder", "court",
        "find_tenant", "mediation", "remove_provider", "secure_account", "unlock_and_code",
        "watch",
    }
)  # fmt: skip
"""Steps whose end needs more than public sources show: a code, a decision, a mailbox that works."""
KNOWN = _CHANGES | _ANSWERS | SUPPORTED
_ANSWERED = frozenset(
    {VerdictState.CONFIRMED, VerdictState.CONTRADICTED, VerdictState.NOT_PUBLISHED}
)


@dataclass(frozen=True, kw_only=True)
class Result:
    """A present verdict, as far as a task goes."""

    field: VerdictField
    state: VerdictState
    observed: str
    holder: HolderClass | None = None


def proving(step: str, probe: str) -> Proving | None:
    """Say how a check bears on a task; None where no check can tell."""
    if not probe:
        return None
    if step in _CHANGES:
        return Proving.CHANGE
    return Proving.ANSWER if step in _ANSWERS else Proving.SUPPORT


def what_it_says(how: Proving, result: Result, *, seen_before: str) -> Said:
    """Say whether the result of a task is there."""
    if how is Proving.ANSWER:
        return Said.REACHED if result.state in _ANSWERED else Said.NOTHING
    if result.field is VerdictField.HOLDER:
        return _holder(result)
    if result.state is VerdictState.CONFIRMED:
        moved = result.field is VerdictField.CONTROL or _moved(seen_before, result.observed)
        return Said.REACHED if moved else Said.NOT_YET
    return Said.NOT_YET if result.state is VerdictState.CONTRADICTED else Said.NOTHING


_HOLDERS: Mapping[HolderClass, Said] = {
    HolderClass.PRACTICE: Said.REACHED,
    HolderClass.PROVIDER: Said.NOT_YET,
    HolderClass.THIRD_PARTY: Said.NOT_YET,
}


def _holder(result: Result) -> Said:
    # Masked or not published says nothing of who it is.
    return _HOLDERS.get(result.holder, Said.NOTHING) if result.holder else Said.NOTHING


def _moved(before: str, now: str) -> bool:
    return bool(before) and before.casefold() != now.casefold()
