"""Verdicts on what no source says: not published, not reachable, not registered, not asked."""

from collections.abc import Sequence

from probes.interface import (
    LookupState,
    Message,
    Observation,
    Survey,
    Verdict,
    VerdictField,
    VerdictState,
    message,
)
from probes.judge.sources import Answer, answers, day_of, hashes, host_of

SILENT = frozenset({LookupState.UNREACHABLE, LookupState.THROTTLED, LookupState.REFUSED})
_CODES = {
    LookupState.UNREACHABLE: "VRD_NO_ANSWER",
    LookupState.THROTTLED: "VRD_THROTTLED",
    LookupState.REFUSED: "VRD_REFUSED",
    LookupState.UNPARSEABLE: "VRD_UNREADABLE",
}


def unseen(survey: Survey, field: VerdictField, declared: str) -> Verdict | None:
    """Say why a declared field cannot be compared; nothing when it is not declared either."""
    asked = answers(survey)
    if not declared:
        return None
    state = _state(field, [item.state for item in asked])
    not_registered = is_not_registered(survey)
    return Verdict(
        field=field,
        state=state,
        declared=declared,
        observed="",
        reasons=tuple(why(item, survey.name) for item in asked) or (message("VRD_NOT_ASKED"),),
        next_step=message("VRD_NEXT_CHECK_SPELLING") if not_registered else _next(field, state),
        observations=hashes(item.observation for item in asked),
    )


def unanswered(
    field: VerdictField, declared: str, asked: Sequence[Observation], speaker: str
) -> Verdict | None:
    """Say why DNS or a site gave nothing to compare a declared field with."""
    if not declared:
        return None
    silent = any(item.state in SILENT for item in asked)
    reasons = tuple(
        message(
            _CODES.get(item.state, "VRD_UNREADABLE"),
            on=day_of(item),
            who=f"{speaker} {host_of(item)}",
        )
        for item in asked
    )
    return Verdict(
        field=field,
        state=VerdictState.UNREACHABLE if silent else VerdictState.INCONCLUSIVE,
        declared=declared,
        observed="",
        reasons=reasons or (message("VRD_NOT_ASKED"),),
        next_step=message("VRD_NEXT_TRY_LATER"),
        observations=hashes(asked),
    )


def is_not_registered(survey: Survey) -> bool:
    """Whether a source says that the name is free or reserved, and none that it is registered."""
    states = {item.state for item in answers(survey)}
    free = {LookupState.AVAILABLE, LookupState.RESERVED} & states
    return bool(free) and LookupState.REGISTERED not in states


def _state(field: VerdictField, states: Sequence[LookupState]) -> VerdictState:
    """Weigh the look-ups: that a name is free matters most, then that a source did not answer."""
    if LookupState.REGISTERED not in states:
        if LookupState.AVAILABLE in states:
            is_holder = field is VerdictField.HOLDER
            return VerdictState.CONTRADICTED if is_holder else VerdictState.NOT_PUBLISHED
        if LookupState.RESERVED in states:
            return VerdictState.INCONCLUSIVE
    if SILENT.intersection(states):
        return VerdictState.UNREACHABLE
    published_nothing = LookupState.REGISTERED in states
    return VerdictState.NOT_PUBLISHED if published_nothing else VerdictState.INCONCLUSIVE


def _next(field: VerdictField, state: VerdictState) -> Message:
    if state is not VerdictState.NOT_PUBLISHED:
        return message("VRD_NEXT_TRY_LATER")
    if field is VerdictField.HOLDER:
        return message("VRD_NEXT_ASK_REGISTRAR")
    return message("VRD_NEXT_LOOK_IN_ACCOUNT")


def why(answer: Answer, name: str) -> Message:
    """Say what an answer gives instead of the field."""
    if answer.state is LookupState.AVAILABLE:
        return answer.says("VRD_NOT_REGISTERED", name=name)
    if answer.state is LookupState.RESERVED:
        return answer.says("VRD_RESERVED", name=name)
    return answer.says(_CODES.get(answer.state, "VRD_NOT_PUBLISHED"))
