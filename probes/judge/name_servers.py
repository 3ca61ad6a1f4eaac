"""The verdict on the name servers."""

from collections.abc import Sequence

from probes.interface import (
    Declaration,
    Message,
    ServerAnswer,
    Survey,
    Verdict,
    VerdictField,
    VerdictState,
    message,
)
from probes.judge.sources import hashes, values
from probes.judge.unseen import unanswered
from probes.judge.zone import Zone, asked_of_dns, find_zone, listed
from probes.texts import plain


def judge_name_servers(survey: Survey, declaration: Declaration) -> Verdict | None:
    """Compare the servers that the parent names with those declared, as sets.

    A server that names others than its parent does leaves the verdict open. Where DNS could not be
    asked, the registration's own list is compared.
    """
    declared = listed(declaration.name_servers)
    zone = find_zone(survey)
    if zone is None:
        return _from_registration(survey, declared)
    if not zone.delegation.parent_name_servers:
        return _not_delegated(zone, declared, survey.name)
    observed = listed(zone.delegation.parent_name_servers)
    differing = [answer for answer in zone.speaking if _names_others(answer, observed)]
    state, reason = _compare(declared, observed)
    said = message("VRD_SERVERS_SAY", on=zone.on, who=zone.parent, value=observed)
    return Verdict(
        field=VerdictField.NAME_SERVERS,
        state=VerdictState.INCONCLUSIVE if differing else state,
        declared=declared,
        observed=observed,
        reasons=(said, reason, *_differences(differing), *zone.silent),
        next_step=message("VRD_NEXT_ALIGN_SERVERS") if differing else _next(state, declared),
        observations=hashes([zone.whole]),
    )


def _names_others(answer: ServerAnswer, parent: str) -> bool:
    return bool(answer.name_servers) and listed(answer.name_servers) != parent


def _differences(answers: Sequence[ServerAnswer]) -> tuple[Message, ...]:
    said = {(plain(answer.server), listed(answer.name_servers)) for answer in answers}
    return tuple(
        message("VRD_SERVERS_DISAGREE", server=server, value=value)
        for server, value in sorted(said)
    )


def _compare(declared: str, observed: str) -> tuple[VerdictState, Message]:
    if not declared:
        return VerdictState.INCONCLUSIVE, message("VRD_NOTHING_DECLARED")
    if declared == observed:
        return VerdictState.CONFIRMED, message("VRD_MATCHES")
    return VerdictState.CONTRADICTED, message("VRD_DIFFERS", declared=declared)


def _next(state: VerdictState, declared: str) -> Message | None:
    if state is VerdictState.CONFIRMED:
        return None
    return message("VRD_NEXT_CORRECT_OR_ZONE" if declared else "VRD_NEXT_DECLARE")


def _from_registration(survey: Survey, declared: str) -> Verdict | None:
    found = values(survey, lambda registration: listed(registration.name_servers) or None)
    if not found:
        return unanswered(VerdictField.NAME_SERVERS, declared, asked_of_dns(survey), "dns")
    first = found[0]
    state, reason = _compare(declared, first.value)
    return Verdict(
        field=VerdictField.NAME_SERVERS,
        state=state,
        declared=declared,
        observed=first.value,
        reasons=(first.answer.says("VRD_SERVERS_SAY", value=first.value), reason),
        next_step=_next(state, declared),
        observations=hashes([first.answer.observation]),
    )


def _not_delegated(zone: Zone, declared: str, name: str) -> Verdict | None:
    if not declared:
        return None
    return Verdict(
        field=VerdictField.NAME_SERVERS,
        state=VerdictState.CONTRADICTED,
        declared=declared,
        observed="",
        reasons=(
            message("VRD_NOT_DELEGATED", on=zone.on, name=plain(name)),
            message("VRD_DIFFERS", declared=declared),
        ),
        next_step=message("VRD_NEXT_CORRECT_OR_REGISTRAR"),
        observations=hashes([zone.whole]),
    )
