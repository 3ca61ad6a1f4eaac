"""The verdict on the mail host."""

from probes.holder.links import is_at_or_below
from probes.interface import (
    Declaration,
    Message,
    Survey,
    Verdict,
    VerdictField,
    VerdictState,
    message,
)
from probes.judge.sources import hashes
from probes.judge.unseen import unanswered
from probes.judge.zone import Zone, asked_of_dns, find_zone, listed
from probes.published.names import ascii_name
from probes.texts import plain

_Outcome = tuple[VerdictState, tuple[Message, ...], Message | None]


def judge_mail_host(survey: Survey, declaration: Declaration) -> Verdict | None:
    """Compare the hosts that mail is delivered to: each equal to the declared one, or inside it.

    Servers that answer differently leave the verdict open. No mail host at all may also mean that
    the question for it was lost, so it is `not_published` rather than contradicted.
    """
    declared = plain(ascii_name(declaration.mail_host))
    zone = find_zone(survey)
    if zone is None:
        return unanswered(VerdictField.MAIL_HOST, declared, asked_of_dns(survey), "dns")
    told = sorted({(plain(item.server), listed(item.mail_hosts)) for item in zone.speaking})
    observed = told[0][1] if told else ""
    if not observed and not declared:
        return None
    state, reasons, step = _outcome(zone, told, declared)
    return Verdict(
        field=VerdictField.MAIL_HOST,
        state=state,
        declared=declared,
        observed=observed,
        reasons=(*reasons, *zone.silent),
        next_step=step,
        observations=hashes([zone.whole]),
    )


def _outcome(zone: Zone, told: list[tuple[str, str]], declared: str) -> _Outcome:
    if not told:
        return _no_server_speaks(zone)
    hosts = told[0][1]
    said = _statement(zone, [server for server, same in told if same == hosts], hosts)
    differing = [(server, other) for server, other in told if other != hosts]
    if differing:
        others = tuple(_disagrees(server, other) for server, other in differing)
        align = message("VRD_NEXT_ALIGN_SERVERS")
        return VerdictState.INCONCLUSIVE, (said, *others), align
    if not hosts:
        return VerdictState.NOT_PUBLISHED, (said,), message("VRD_NEXT_CORRECT_OR_ZONE")
    state, reason = _compare(hosts.split(", "), declared)
    return state, (said, reason), _next(state, declared)


def _no_server_speaks(zone: Zone) -> _Outcome:
    step = message("VRD_NEXT_TRY_LATER")
    if zone.delegation.parent_name_servers:
        return VerdictState.UNREACHABLE, (), step
    not_delegated = message("VRD_NOT_DELEGATED", on=zone.on, name=plain(zone.delegation.zone))
    return VerdictState.NOT_PUBLISHED, (not_delegated,), step


def _statement(zone: Zone, servers: list[str], hosts: str) -> Message:
    by = ", ".join(dict.fromkeys(servers))
    if not hosts:
        return message("VRD_NO_MAIL_HOST", on=zone.on, servers=by)
    return message("VRD_MAIL_SAYS", on=zone.on, servers=by, value=hosts)


def _disagrees(server: str, hosts: str) -> Message:
    if not hosts:
        return message("VRD_MAIL_DISAGREES_NONE", server=server)
    return message("VRD_MAIL_DISAGREES", server=server, value=hosts)


def _compare(hosts: list[str], declared: str) -> tuple[VerdictState, Message]:
    if not declared:
        return VerdictState.INCONCLUSIVE, message("VRD_NOTHING_DECLARED")
    fitting = [host for host in hosts if is_at_or_below(host, declared)]
    if len(fitting) == len(hosts):
        return VerdictState.CONFIRMED, message("VRD_MATCHES")
    if fitting:
        return VerdictState.INCONCLUSIVE, message("VRD_MAIL_PARTLY", declared=declared)
    return VerdictState.CONTRADICTED, message("VRD_DIFFERS", declared=declared)


def _next(state: VerdictState, declared: str) -> Message | None:
    if state is VerdictState.CONFIRMED:
        return None
    return message("VRD_NEXT_CORRECT_OR_ZONE" if declared else "VRD_NEXT_DECLARE")
