"""Every other registry: read by python-whois, and believed only where it is right.

python-whois 0.9.6 hands back one flat table per answer, made by regular expressions. Which of its
columns name the holder differs by suffix, and for some registries they are wrong
(docs/registration-data.md): `registries.toml` says which.
"""

import re
from collections.abc import Callable

from probes.interface import Contact, Registration
from probes.published.countries import country_code
from probes.published.days import DAY_FIRST, day
from probes.published.privacy import privacy_of
from probes.published.values import email, host, is_hidden, published, signed, status
from probes.whois.limited import SHARED, LimitedReader
from probes.whois.registries import HolderColumn

Values = dict[str, list[str]]

# What python-whois calls the same thing, suffix by suffix.
_NAMES = ("registrant_name", "name", "registrant", "holder", "owner")
_ORGANIZATIONS = ("registrant_organization", "registrant_org", "org", "organization")
_COUNTRIES = ("registrant_country", "registrant_country_code", "country")
_CREATED = ("creation_date", "created")
_UPDATED = ("updated_date", "last_updated", "modified")
_EXPIRES = ("expiration_date", "expires")


def parse(
    text: str, name: str, column: HolderColumn, reader: LimitedReader = SHARED
) -> Registration | None:
    """Read an answer of a registry without a parser of ours; None when nothing could be read."""
    answer = reader.ask(name, text)
    values = answer.get("values") if answer else None
    if not isinstance(values, dict):
        return None
    holder = _holder(values, column)
    registration = Registration(
        domain=host(_first(values, "domain_name", "domain")) or _named_in(text, name),
        registrar=published(_first(values, "registrar")),
        registrant=holder,
        contacts=(holder,) if holder else (),
        created=day(_first(values, *_CREATED), DAY_FIRST),
        updated=day(_first(values, *_UPDATED), DAY_FIRST),
        expires=day(_first(values, *_EXPIRES), DAY_FIRST),
        name_servers=_sorted(host, values, "name_servers"),
        statuses=_sorted(status, values, "status"),
        dnssec=signed(_first(values, "dnssec")),
        privacy=privacy_of(holder),
    )
    return registration if _says_something(registration) else None


def _says_something(found: Registration) -> bool:
    """Tell whether there is more than the name that was asked for."""
    told = (found.registrar, found.created, found.expires, found.registrant, found.statuses)
    return any(told) or bool(found.name_servers)


def _named_in(text: str, name: str) -> str | None:
    """Return the name when the answer speaks of it: python-whois has no domain column for some."""
    return name if name.lower() in text.lower() else None


def _first(values: Values, *keys: str) -> str | None:
    """Return the first value of the first of these columns that has one."""
    return next((texts[0] for key in keys if (texts := values.get(key))), None)


def _sorted(read: Callable[[str], str | None], values: Values, key: str) -> tuple[str, ...]:
    """Return a column read one by one; several values may come as the lines of one."""
    lines = (line for text in values.get(key, ()) for line in re.split(r"[\n,]|\s/\s", text))
    return tuple(sorted({word for line in lines if (word := read(line))}))


def _holder(values: Values, column: HolderColumn) -> Contact | None:
    """Build the holder from the columns that may be believed; None when they are empty."""
    if column is HolderColumn.WRONG:
        return None
    if column is HolderColumn.HANDLE:
        handle = published(_first(values, "registrant_name", "registrant", "holder"))
        return Contact(roles=("registrant",), handle=handle) if handle else None
    name, organization = _first(values, *_NAMES), _first(values, *_ORGANIZATIONS)
    land, address = _first(values, *_COUNTRIES), _first(values, "registrant_email")
    if not any((name, organization, land, address)):
        return None
    return Contact(
        roles=("registrant",),
        name=published(name),
        organization=published(organization),
        email=email(address),
        country=country_code(published(land)),
        masked=any(map(is_hidden, (name, organization, address))),
    )
