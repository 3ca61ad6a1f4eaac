"""The Red.es form (.es): a notice, then one list of `Label: value`.

Only registered addresses are answered. What the notice announces: the holder's name, the days of
creation and expiry, up to four name servers, each with a number. "LAST UPDATE" is the server's.
Days are written day/month/year; no registrar is published.
Source: the notice in the answers; the labels as in Ruby Whois (whois.nic.es).
"""

from probes.interface import Registration
from probes.published.days import DAY_FIRST
from probes.whois.sections import indented
from probes.whois.written import Written, WrittenHolder

_MOST_SERVERS = 7


def parse(text: str) -> Registration | None:
    """Read an answer of Red.es; None when it names no domain."""
    lines = indented(text).everything
    servers = (lines.first(f"name server {number}") for number in range(1, _MOST_SERVERS + 1))
    return Written(
        domain=lines.first("domain name"),
        holder=WrittenHolder(name=lines.first("registrant name")).contact(),
        created=lines.first("creation date"),
        expires=lines.first("expiration date"),
        name_servers=list(filter(None, servers)),
    ).registration(DAY_FIRST)
