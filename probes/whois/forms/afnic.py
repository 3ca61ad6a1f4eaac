"""The AFNIC form: blocks of `key: value`, contacts named by handle (.fr .re .pm .tf .wf .yt).

A domain block names its contacts by handle (`holder-c`, `admin-c`, `tech-c`, each possibly several
times); each handle has its own `nic-hdl` block. A natural person is hidden by law: the handle is
`ANO00-FRNIC` or the block says `anonymous: YES`, and "Ano Nymous" is not a name.
"""

import re

from probes.interface import Contact, Registration
from probes.published.countries import country
from probes.published.days import DAY_FIRST, day
from probes.published.privacy import privacy_of
from probes.published.values import email, host, published, status
from probes.whois.sections import Section, paragraphs

MASKED_HANDLE = "ANO00-FRNIC"
_ROLES = {
    "holder c": "registrant",
    "admin c": "administrative",
    "tech c": "technical",
    "bill c": "billing",
}
_KINDS = {"ORGANIZATION": "org", "PERSON": "individual"}
_POSTCODE_AND_CITY = re.compile(r"(?:[A-Z]{1,3}-)?(\d{4,5})\s+(.+)")


def parse(text: str) -> Registration | None:
    """Read an AFNIC answer; None when it holds no domain block."""
    blocks = paragraphs(text).sections
    domain = next((block for block in blocks if block.heading == "domain"), None)
    if domain is None:
        return None
    contacts = _contacts(domain, blocks)
    holder = next((contact for contact in contacts if "registrant" in contact.roles), None)
    return Registration(
        domain=host(domain.first("domain")),
        registrar=published(domain.first("registrar")),
        registrant=holder,
        contacts=contacts,
        created=day(domain.first("created"), DAY_FIRST),
        updated=day(domain.first("last update"), DAY_FIRST),
        expires=day(domain.first("expiry date"), DAY_FIRST),
        name_servers=_name_servers(blocks),
        statuses=tuple(sorted(filter(None, {status(value) for value in domain.all("status")}))),
        dnssec=True if any(_is_signed(block) for block in blocks) else None,
        privacy=privacy_of(holder),
    )


def _name_servers(blocks: list[Section]) -> tuple[str, ...]:
    """Return every `nserver`: in the domain block, under `ns-list`, or in a block of their own."""
    names = {
        host(value)
        for block in blocks
        if block.heading in {"domain", "ns list", "nserver"}
        for value in block.all("nserver")
    }
    return tuple(sorted(filter(None, names)))


def _is_signed(block: Section) -> bool:
    return block.heading in {"ds list", "key1 tag"} or block.first("key1 tag") is not None


def _contacts(domain: Section, blocks: list[Section]) -> tuple[Contact, ...]:
    """Resolve the handles of the domain block, one contact per handle, in order of appearance."""
    details: dict[str, Section] = {}
    for block in blocks:
        if block.heading == "nic hdl":
            details.setdefault((block.first("nic hdl") or "").upper(), block)
    roles: dict[str, list[str]] = {}
    for key, value, _ in domain.lines:
        if key in _ROLES and value:
            named = roles.setdefault(value.upper(), [])
            named.extend([_ROLES[key]] if _ROLES[key] not in named else [])
    return tuple(
        _contact(handle, tuple(named), details.get(handle, Section("")))
        for handle, named in roles.items()
    )


def _contact(handle: str, roles: tuple[str, ...], block: Section) -> Contact:
    kind = _kind(block)
    if handle == MASKED_HANDLE or (block.first("anonymous") or "").upper() == "YES":
        return Contact(roles=roles, handle=handle, kind=kind, masked=True)
    name = published(block.first("contact"))
    street, postcode, city = _address(block.all("address"), name)
    return Contact(
        roles=roles,
        handle=handle,
        kind=kind,
        name=None if kind == "org" else name,
        organization=name if kind == "org" else None,
        email=email(block.first("e mail")),
        phone=published(block.first("phone")),
        street=street,
        postcode=postcode,
        city=city,
        country=country(published(block.first("country"))),
        masked=bool(block.lines) and name is None,
    )


def _kind(block: Section) -> str | None:
    return _KINDS.get((block.first("type") or "").upper())


def _address(lines: list[str], name: str | None) -> tuple[str | None, str | None, str | None]:
    """Split address lines into street, postcode and city; the holder's name on top is dropped."""
    rest = [text for text in map(published, lines) if text and text != name]
    for place in range(len(rest) - 1, -1, -1):
        found = _POSTCODE_AND_CITY.fullmatch(rest[place])
        if found:
            return ", ".join(rest[:place]) or None, found[1], found[2]
    return ", ".join(rest) or None, None, None
