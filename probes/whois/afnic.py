"""The AFNIC form: blocks of `key: value`, contacts named by handle (.fr .re .pm .tf .wf .yt).

A domain block names its contacts by handle (`holder-c`, `admin-c`, `tech-c`, each possibly several
times); each handle has its own `nic-hdl` block. A natural person is hidden by law: the handle is
`ANO00-FRNIC` or the block says `anonymous: YES`, and "Ano Nymous" is not a name.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from probes.interface import Contact, Registration
from probes.published.countries import country
from probes.published.days import DAY_FIRST, day
from probes.published.privacy import privacy_of
from probes.published.values import email, host, published, status

Block = tuple[tuple[str, str], ...]

MASKED_HANDLE = "ANO00-FRNIC"
_ROLES = {
    "holder-c": "registrant",
    "admin-c": "administrative",
    "tech-c": "technical",
    "bill-c": "billing",
}
_KINDS = {"ORGANIZATION": "org", "PERSON": "individual"}
_LINE = re.compile(r"([A-Za-z][A-Za-z0-9 -]{0,30}):\s*(.*)")
_POSTCODE_AND_CITY = re.compile(r"(?:[A-Z]{1,3}-)?(\d{4,5})\s+(.+)")


def parse(text: str) -> Registration | None:
    """Read an AFNIC answer; None when it holds no domain block."""
    blocks = list(_blocks(text))
    domain = next((block for block in blocks if block[0][0] == "domain"), None)
    if domain is None:
        return None
    contacts = _contacts(domain, blocks)
    holder = next((contact for contact in contacts if "registrant" in contact.roles), None)
    return Registration(
        domain=host(_first(domain, "domain")),
        registrar=published(_first(domain, "registrar")),
        registrant=holder,
        contacts=contacts,
        created=day(_first(domain, "created"), DAY_FIRST),
        updated=day(_first(domain, "last-update"), DAY_FIRST),
        expires=day(_first(domain, "expiry date"), DAY_FIRST),
        name_servers=_name_servers(blocks),
        statuses=tuple(sorted(filter(None, {status(value) for value in _all(domain, "status")}))),
        dnssec=True if any(_is_signed(block) for block in blocks) else None,
        privacy=privacy_of(holder),
    )


def _blocks(text: str) -> Iterator[Block]:
    """Yield the blocks between blank lines; `%` lines are the server's remarks."""
    block: list[tuple[str, str]] = []
    for line in [*text.split("\n"), ""]:
        found = _LINE.match(line)
        if found:
            block.append((found[1].strip().lower(), found[2].strip()))
        elif not line.strip() and block:
            yield tuple(block)
            block = []


def _first(block: Block, key: str) -> str | None:
    return next((value for name, value in block if name == key and value), None)


def _all(block: Block, key: str) -> list[str]:
    return [value for name, value in block if name == key and value]


def _name_servers(blocks: list[Block]) -> tuple[str, ...]:
    """Return every `nserver`: in the domain block, under `ns-list`, or in a block of their own."""
    names = {
        host(value)
        for block in blocks
        if block[0][0] in {"domain", "ns-list", "nserver"}
        for value in _all(block, "nserver")
    }
    return tuple(sorted(filter(None, names)))


def _is_signed(block: Block) -> bool:
    return block[0][0] in {"ds-list", "key1-tag"} or _first(block, "key1-tag") is not None


def _contacts(domain: Block, blocks: list[Block]) -> tuple[Contact, ...]:
    """Resolve the handles of the domain block, one contact per handle, in order of appearance."""
    details: dict[str, Block] = {}
    for block in blocks:
        if block[0][0] == "nic-hdl":
            details.setdefault(block[0][1].upper(), block)
    roles: dict[str, list[str]] = {}
    for key, value in domain:
        if key in _ROLES and value:
            named = roles.setdefault(value.upper(), [])
            named.extend([_ROLES[key]] if _ROLES[key] not in named else [])
    return tuple(
        replace(_contact(handle, details.get(handle, ())), roles=tuple(named))
        for handle, named in roles.items()
    )


def _contact(handle: str, block: Block) -> Contact:
    if handle == MASKED_HANDLE or (_first(block, "anonymous") or "").upper() == "YES":
        return Contact(handle=handle, kind=_kind(block), masked=True)
    name = published(_first(block, "contact"))
    kind = _kind(block)
    street, postcode, city = _address(_all(block, "address"), name)
    return Contact(
        handle=handle,
        kind=kind,
        name=None if kind == "org" else name,
        organization=name if kind == "org" else None,
        email=email(_first(block, "e-mail")),
        phone=published(_first(block, "phone")),
        street=street,
        postcode=postcode,
        city=city,
        country=country(published(_first(block, "country"))),
        masked=bool(block) and name is None,
    )


def _kind(block: Block) -> str | None:
    return _KINDS.get((_first(block, "type") or "").upper())


def _address(lines: list[str], name: str | None) -> tuple[str | None, str | None, str | None]:
    """Split address lines into street, postcode and city; the holder's name on top is dropped."""
    rest = [text for text in map(published, lines) if text and text != name]
    for place in range(len(rest) - 1, -1, -1):
        found = _POSTCODE_AND_CITY.fullmatch(rest[place])
        if found:
            return ", ".join(rest[:place]) or None, found[1], found[2]
    return ", ".join(rest) or None, None, None
