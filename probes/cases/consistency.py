"""CON: the zone's servers among themselves."""

from collections.abc import Iterator

from probes.cases.finding import Finding, Seen
from probes.dns_lookup.comparison import speaks
from probes.interface import Delegation, ServerAnswer


def serials(seen: Seen) -> Iterator[Finding]:
    """CON01: every server publishes the same version of the zone."""
    by_serial: dict[int, set[str]] = {}
    for answer in _speaking(seen):
        if answer.serial is not None:
            by_serial.setdefault(answer.serial, set()).add(answer.server)
    if len(by_serial) > 1:
        told = ", ".join(
            f"{number} ({', '.join(sorted(who))})" for number, who in sorted(by_serial.items())
        )
        yield seen.finding("CON01_SERIALS_DIFFER", Delegation, zone=_zone(seen), serials=told)


def name_servers(seen: Seen) -> Iterator[Finding]:
    """CON02: every server lists the same name servers."""
    lists = {answer.name_servers for answer in _speaking(seen) if answer.name_servers}
    if len(lists) > 1:
        told = " / ".join(", ".join(names) for names in sorted(lists))
        yield seen.finding("CON02_NAME_SERVERS_DIFFER", Delegation, zone=_zone(seen), lists=told)


def mail_hosts(seen: Seen) -> Iterator[Finding]:
    """CON03: every server sends mail to the same hosts."""
    lists = {tuple(sorted(answer.mail_hosts)) for answer in _speaking(seen)}
    if len(lists) > 1:
        told = " / ".join(", ".join(hosts) or "-" for hosts in sorted(lists))
        yield seen.finding("CON03_MAIL_HOSTS_DIFFER", Delegation, zone=_zone(seen), lists=told)


def _speaking(seen: Seen) -> list[ServerAnswer]:
    answers = seen.delegation.answers if seen.delegation else ()
    return [answer for answer in answers if speaks(answer)]


def _zone(seen: Seen) -> str:
    return seen.delegation.zone if seen.delegation else ""
