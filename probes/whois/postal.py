"""A contact written as an address: a name, then lines without labels down to the country."""

import re
from collections.abc import Sequence
from dataclasses import replace

from probes.published.countries import country_code
from probes.published.values import email
from probes.whois.written import WrittenHolder

_PHONE = re.compile(
    r"(?:tel|phone|fax)?[:. ]*\(?\+?[\d(][\d ().x/-]{5,40}(?:\(FAX\).*)?", re.IGNORECASE
)


def addressed(lines: Sequence[str]) -> WrittenHolder | None:
    """Read such lines: the first is the name, an e-mail address and phones may stand among them."""
    if not lines:
        return None
    first, rest = lines[0], [line for line in lines[1:] if not _PHONE.fullmatch(line.strip())]
    mail = next(filter(None, map(email, lines)), None)
    rest = [line for line in rest if not email(line)]
    land = country_code(rest[-1].strip()) if rest else None
    holder = WrittenHolder(name=first, email=mail, street=rest[:-1] if land else rest)
    return replace(holder, country=land)
