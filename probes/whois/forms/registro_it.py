"""The Registro .it form (.it): headings, and labelled lines indented below them.

An address goes on below its label, down to the country. Statuses share a line ("pendingDelete /
redemptionPeriod"). A person's data say "hidden". Days come as year, month, day.
Source: the WHOIS server of Registro .it, https://www.nic.it.
"""

from probes.interface import Contact, Registration
from probes.whois.postal import ending_in_country
from probes.whois.sections import Section, indented
from probes.whois.written import Written, WrittenHolder


def parse(text: str) -> Registration | None:
    """Read an answer of Registro .it; None when it names no domain."""
    answer = indented(text)
    top = answer.top
    return Written(
        domain=top.first("domain"),
        registrar=answer.under("registrar").first("organization", "name"),
        holder=_holder(answer.under("registrant")),
        created=top.first("created"),
        updated=top.first("last update"),
        expires=top.first("expire date"),
        name_servers=answer.under("nameservers").bare,
        statuses=[part for line in top.all("status") for part in line.split("/")],
        dnssec=top.first("signed"),
    ).registration()


def _holder(section: Section) -> Contact | None:
    street, country = ending_in_country(section.all("address"))
    return WrittenHolder(
        name=section.first("name"),
        organization=section.first("organization"),
        street=street,
        country=country,
        handle=section.first("contactid"),
    ).contact()
