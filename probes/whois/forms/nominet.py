"""The Nominet form (.uk): everything indented, each value on the line below its heading.

Since May 2018 an answer has a registrant only where he asked for it. The registrar's name is
followed by its tag, and may say "No registrar listed". Only the first line of the status is one.
Days name the month ("14-Feb-1999"); "before Aug-1996" is no day.
Source: the WHOIS server of Nominet, https://www.nominet.uk.
"""

import re

from probes.interface import Contact, Registration
from probes.whois.postal import addressed
from probes.whois.sections import Answer, indented
from probes.whois.written import Written

_TAG = re.compile(r"\[Tag = [^\]]*\]$")
_NONE = "No "


def parse(text: str) -> Registration | None:
    """Read an answer of Nominet; None when it names no domain."""
    answer = indented(text)
    dates = answer.under("relevant dates")
    registrar, status = (_first(answer, name) for name in ("registrar", "registration status"))
    return Written(
        domain=_first(answer, "domain name"),
        registrar=_TAG.sub("", registrar or "").strip(),
        holder=_holder(answer),
        created=dates.first("registered on"),
        updated=dates.first("last updated"),
        expires=dates.first("expiry date", "renewal date"),
        name_servers=answer.under("name servers").bare,
        statuses=[status] if status else [],
    ).registration()


def _first(answer: Answer, heading: str) -> str | None:
    value = next(iter(answer.under(heading).bare), None)
    return None if value and value.startswith(_NONE) else value


def _holder(answer: Answer) -> Contact | None:
    names, address = answer.under("registrant").address, answer.under("registrant s address").bare
    found = addressed([*names[:1], *address]) if names else None
    return found.contact() if found else None
