"""The ICANN form: one `Label: value` a line, from thin registries, thick ones and registrars.

A registry's answer may be followed by its registrar's, and an answer may speak of several names:
only the blocks about the name that was asked for are read, the registry's first; a later block
fills gaps. Labels: `icann_labels.toml`.
"""

import re
from collections.abc import Iterable
from datetime import date

from probes.interface import Contact, Registration
from probes.published.countries import country
from probes.published.days import DAY_FIRST, day
from probes.published.names import same_name
from probes.published.privacy import privacy_of
from probes.published.values import email, host, is_hidden, published, signed, status
from probes.whois.forms.icann_lines import DOMAIN, Entry, entries
from probes.whois.registries import Form

Values = dict[tuple[str, str], list[str]]

# A registry's own handle behind a name: "EXAMPLE LTD (SGNIC-ORG1234567)"; or in its place: "C4-SN".
_HANDLE = re.compile(r"\s*\(([A-Z][A-Z0-9]*-[A-Z]*[0-9]+)\)$")
_ONLY_A_HANDLE = re.compile(r"[A-Za-z]{1,10}\d{1,10}-[A-Za-z]{2,10}|[A-Za-z]{2,10}-\d{4,12}")
_DOMAIN = (DOMAIN, "domain")
_ROLES = ("registrant", "administrative", "technical", "billing")
# What tells the form: a domain with these of its labels, in English, one a line.
_TELLING = {"registrar", "created", "expires", "updated", "name_servers", "statuses", "dnssec"}
_DECLARED, _LOOKS_LIKE = 1, 4
# Contacts as objects of their own, named by handle (RIPE's form): whoever comes first there is not
# always the holder.
_OBJECTS = re.compile(
    r"^[ \t]*(?:nic-hdl|admin-c|tech-c|contact|holder-c)[ \t]*:", re.IGNORECASE | re.MULTILINE
)


def parse(text: str, name: str) -> Registration | None:
    """Read what the answer says about a name; None when it holds no block about any domain."""
    blocks = _blocks(entries(text))
    about = [block for block in blocks if any(same_name(it, name) for it in block.get(_DOMAIN, ()))]
    chosen = about or [block for block in blocks if _DOMAIN in block]
    if not chosen:
        return None
    values = _merged(chosen)
    contacts = tuple(contact for role in _ROLES if (contact := _contact(role, values)) is not None)
    holder = next((contact for contact in contacts if "registrant" in contact.roles), None)
    return Registration(
        domain=host(_text(values, "domain")),
        registrar=published(_text(values, "registrar")),
        registrar_id=published(_text(values, "registrar_id")),
        registrant=holder,
        contacts=contacts,
        created=_day(values, "created"),
        updated=_day(values, "updated"),
        expires=_day(values, "expires") or _day(values, "registrar_expires"),
        name_servers=_sorted(map(host, _words(values, "name_servers"))),
        statuses=_sorted(map(status, _split(values, "statuses"))),
        dnssec=signed(_text(values, "dnssec")),
        privacy=privacy_of(holder),
    )


def _blocks(lines: Iterable[Entry]) -> list[Values]:
    """Group the entries by the domain they speak of; names in a row are spellings of one."""
    blocks: list[Values] = [{}]
    for entry in lines:
        key = (entry.role, entry.field)
        if key == _DOMAIN and key in blocks[-1] and len(blocks[-1]) > 1:
            blocks.append({})
        blocks[-1].setdefault(key, []).append(entry.value)
    return blocks


def _merged(blocks: list[Values]) -> Values:
    """Return one set of values: a later block only says what no earlier one shows."""
    merged: Values = {}
    for block in blocks:
        for key, values in block.items():
            if not any(map(published, merged.get(key, ()))):
                merged[key] = values
    return merged


def _text(values: Values, field: str) -> str | None:
    return next(iter(values.get((DOMAIN, field), ())), None)


def _day(values: Values, field: str) -> date | None:
    """Return a day; where the year does not come first, the order is day, month, year."""
    days = (day(value, DAY_FIRST) for value in values.get((DOMAIN, field), ()))
    return next(filter(None, days), None)


def _split(values: Values, field: str) -> list[str]:
    return [part for value in values.get((DOMAIN, field), ()) for part in value.split(",")]


def _words(values: Values, field: str) -> list[str]:
    """Return the words of a field: several name servers may share a line."""
    return [word for part in _split(values, field) for word in part.split()]


def _sorted(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))


def _contact(role: str, values: Values) -> Contact | None:
    own = {field: texts for (whose, field), texts in values.items() if whose == role}
    if not own:
        return None
    first = {field: published(texts[0]) for field, texts in own.items()}
    name, handle = _without_handle(first.get("name"))
    return Contact(
        roles=(role,),
        name=name,
        organization=first.get("organization"),
        email=email(next(iter(own.get("email", ())), None)),
        phone=first.get("phone"),
        street=", ".join(filter(None, map(published, own.get("street", ())))) or None,
        postcode=first.get("postcode"),
        city=first.get("city"),
        country=country(first.get("country")),
        handle=first.get("handle") or handle,
        masked=any(is_hidden(text) for texts in own.values() for text in texts),
    )


def _without_handle(name: str | None) -> tuple[str | None, str | None]:
    if name and _ONLY_A_HANDLE.fullmatch(name):
        return None, name
    found = _HANDLE.search(name) if name else None
    if name is None or found is None:
        return name, None
    return name[: found.start()] or None, found[1]


def recognises(text: str, declared: Form) -> bool:
    """Tell whether an answer is written in this form.

    A registry that declares it may have answered in an older one; one that declares nothing, or
    another, may well write it. What python-whois is declared for is not this form.
    """
    enough = _DECLARED if declared is Form.ICANN else _LOOKS_LIKE
    if declared is Form.PYTHON_WHOIS or _OBJECTS.search(text):
        return False
    seen = {entry.field for entry in entries(text) if entry.role == DOMAIN}
    return "domain" in seen and len(seen & _TELLING) >= enough
