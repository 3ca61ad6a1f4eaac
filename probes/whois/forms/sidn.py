"""The SIDN form (.nl): headings, and what belongs to each indented below it.

Port 43 no longer shows the holder at all: he is hidden. Answers from before 2010 have one, below
the registry's handle of him, and write days as day-month-year; later ones as year, month, day.
Source: the WHOIS server of SIDN, https://www.sidn.nl.
"""

import re

from probes.interface import Contact, Registration
from probes.published.days import DAY_FIRST
from probes.whois.postal import addressed
from probes.whois.sections import Answer, indented
from probes.whois.written import HIDDEN, Written

_HANDLE = re.compile(r"[A-Z]{3}\d{6}-[A-Z0-9]{1,10}")


def parse(text: str) -> Registration | None:
    """Read an answer of SIDN; None when it names no domain."""
    answer = indented(text)
    top = answer.top
    return Written(
        domain=top.first("domain name") or _first(answer, "domain name"),
        registrar=_first(answer, "registrar"),
        holder=_holder(answer) or HIDDEN,
        created=top.first("creation date", "date registered"),
        updated=top.first("updated date", "record last updated"),
        name_servers=answer.under("domain nameservers").bare,
        statuses=top.all("status"),
        dnssec=top.first("dnssec"),
    ).registration(DAY_FIRST)


def _first(answer: Answer, heading: str) -> str | None:
    return next(iter(answer.under(heading).bare), None)


def _holder(answer: Answer) -> Contact | None:
    lines = answer.under("registrant").address
    found = addressed([line for line in lines if not _HANDLE.fullmatch(line)])
    return found.contact() if found else None
