"""The Restena form (.lu): one list of `key: value`, the holder's keys beginning with `org-`.

`adm-` and `tec-` are other contacts. `ownertype` says whether the holder is an organisation. What
is not published is left out. Days are written day/month/year.
Source: the WHOIS server of Restena, https://www.dns.lu.
"""

from probes.interface import Contact, Registration
from probes.published.days import DAY_FIRST
from probes.whois.sections import Section, paragraphs
from probes.whois.written import Written, WrittenHolder

_ORGANISATION = "ORGANISATION"


def parse(text: str) -> Registration | None:
    """Read an answer of Restena; None when it names no domain."""
    lines = paragraphs(text).everything
    return Written(
        domain=lines.first("domainname"),
        registrar=lines.first("registrar name"),
        holder=_holder(lines),
        created=lines.first("registered"),
        name_servers=lines.all("nserver"),
        statuses=lines.all("domaintype"),
    ).registration(DAY_FIRST)


def _holder(lines: Section) -> Contact | None:
    owner_type, name = lines.first("ownertype"), lines.first("org name")
    is_organisation = owner_type == _ORGANISATION
    return WrittenHolder(
        kind=("org" if is_organisation else "individual") if owner_type else None,
        name=None if is_organisation else name,
        organization=name if is_organisation else None,
        email=lines.first("org email"),
        street=lines.all("org address"),
        postcode=lines.first("org zipcode"),
        city=lines.first("org city"),
        country=lines.first("org country"),
    ).contact()
