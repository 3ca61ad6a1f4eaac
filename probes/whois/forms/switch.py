"""The SWITCH form (.ch .li): a heading and its lines, set apart by blank lines.

The holder is an address: the name, perhaps a person who answers for it, street, place, country.
Most clients are refused, and classified so before anything is read. Days, where there are any, come
as year, month, day; no expiry is published.
Source: the WHOIS server of SWITCH, https://www.nic.ch.
"""

from probes.interface import Contact, Registration
from probes.whois.postal import addressed
from probes.whois.sections import Answer, paragraphs
from probes.whois.written import Written


def parse(text: str) -> Registration | None:
    """Read an answer of SWITCH; None when it names no domain."""
    answer = paragraphs(text)
    return Written(
        domain=_first(answer, "domain name"),
        registrar=_first(answer, "registrar"),
        holder=_holder(answer),
        created=_first(answer, "first registration date"),
        name_servers=answer.under("name servers").bare,
        dnssec=answer.everything.first("dnssec"),
    ).registration()


def _first(answer: Answer, heading: str) -> str | None:
    return next(iter(answer.under(heading).bare), None)


def _holder(answer: Answer) -> Contact | None:
    found = addressed(answer.under("holder of domain name").address)
    return found.contact() if found else None
