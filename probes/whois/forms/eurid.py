"""The EURid form (.eu): headings, and what belongs to each indented below it.

The holder is never shown on port 43 ("NOT DISCLOSED!"); who stands below "Technical" or
"On-site(s)" is somebody else. Neither days nor statuses are published.
Source: the WHOIS server of EURid and its WHOIS policy, https://eurid.eu.
"""

from probes.interface import Registration
from probes.whois.sections import indented
from probes.whois.written import Written, hidden_holder


def parse(text: str) -> Registration | None:
    """Read an answer of EURid; None when it names no domain."""
    answer = indented(text)
    return Written(
        domain=answer.top.first("domain"),
        registrar=answer.under("registrar").first("name"),
        holder=hidden_holder(answer.under("registrant").bare),
        name_servers=answer.under("name servers").bare,
        dnssec=True if answer.under("keys").lines else None,
    ).registration()
