"""The DNS Belgium form (.be): headings, and what belongs to each indented below it.

The holder is never shown on port 43 ("Not shown, please visit ..."); who stands below "Registrar
Technical Contacts" works for the registrar. "NOT AVAILABLE" only says that the name is taken. Days
name the month ("Tue Dec 12 2000"); no expiry is published.
Source: the WHOIS server of DNS Belgium, version 6.1, https://www.dnsbelgium.be.
"""

from probes.interface import Registration
from probes.whois.sections import indented
from probes.whois.written import Written, hidden_holder

_TAKEN = "NOT AVAILABLE"


def parse(text: str) -> Registration | None:
    """Read an answer of DNS Belgium; None when it names no domain."""
    answer = indented(text)
    said = [value for value in answer.top.all("status") if value != _TAKEN]
    return Written(
        domain=answer.top.first("domain"),
        registrar=answer.under("registrar").first("name"),
        holder=hidden_holder(answer.under("registrant").bare),
        created=answer.top.first("registered"),
        name_servers=answer.under("nameservers").bare,
        statuses=[*said, *answer.under("flags").bare],
        dnssec=True if answer.under("keys").lines else None,
    ).registration()
