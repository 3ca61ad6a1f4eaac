"""The DENIC form (.de): blocks of `Key: value`; contacts headed by their role in brackets.

Port 43 "never discloses any information concerning the domain holder", as the notice above every
answer says: the holder is hidden, and whoever stands in `[Tech-C]` or `[Zone-C]` is somebody else.
Answers from before that notice have a `[Holder]`. Neither the registrar nor the days of creation
and expiry are published.
Source: the notice in the answers, and DENIC's WHOIS, https://www.denic.de.
"""

from probes.interface import Contact, Registration
from probes.whois.sections import Section, paragraphs
from probes.whois.written import HIDDEN, Written, WrittenHolder

_KINDS = {"ORG": "org", "PERSON": "individual"}


def parse(text: str) -> Registration | None:
    """Read an answer of DENIC; None when it names no domain."""
    answer = paragraphs(text)
    lines = answer.everything
    return Written(
        domain=lines.first("domain ace", "domain"),
        holder=_holder(answer.under("holder")) or HIDDEN,
        updated=lines.first("changed"),
        name_servers=lines.all("nserver"),
        statuses=lines.all("status"),
        dnssec=True if lines.all("dnskey") else None,
    ).registration()


def _holder(section: Section) -> Contact | None:
    kind = _KINDS.get((section.first("type") or "").upper())
    name = section.first("name")
    return WrittenHolder(
        kind=kind,
        name=None if kind == "org" else name,
        organization=name if kind == "org" else section.first("organisation"),
        email=section.first("email"),
        street=section.all("address"),
        postcode=section.first("postalcode", "pcode"),
        city=section.first("city"),
        country=section.first("countrycode", "country"),
    ).contact()
