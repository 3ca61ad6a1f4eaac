"""A contact written as an address: a name, then lines without labels down to the country."""

import re
from collections.abc import Sequence

from probes.published.countries import country_code
from probes.published.values import email
from probes.whois.written import WrittenHolder

_PHONE = re.compile(
    r"(?:tel|phone|fax)?[:. ]{0,4}\(?\+?[\d(][\d ().x/-]{7,40}(?:\(FAX\).*)?", re.IGNORECASE
)
# What stands behind a name on its line: "Example Ltd  (example-dom)  somebody@example.net".
_HANDLE = re.compile(r"\s*\([\w.-]{1,80}\)$")


def addressed(lines: Sequence[str]) -> WrittenHolder | None:
    """Read such lines: the first is the name; an e-mail address and phones may stand among them."""
    if not lines:
        return None
    mails = [(line, mail) for line in lines if (mail := email(line))]
    first, *others = lines
    rest = [line for line in others if not email(line) and not _PHONE.fullmatch(line.strip())]
    street, country = ending_in_country(rest)
    return WrittenHolder(
        name=_alone(first, dict(mails).get(first)),
        email=mails[0][1] if mails else None,
        street=street,
        country=country,
    )


def ending_in_country(lines: Sequence[str]) -> tuple[Sequence[str], str | None]:
    """Split the country off the end of an address, when it ends with one."""
    country = country_code(lines[-1].strip()) if lines else None
    return (lines[:-1] if country else lines), country


def _alone(name: str, mail: str | None) -> str:
    """Return a name without the handle and the e-mail address on its line."""
    if mail is None:
        return name
    return _HANDLE.sub("", name.partition(mail)[0].rstrip()) or name
