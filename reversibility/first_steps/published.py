"""In whose name a registry publishes a thing: the practice, a provider of the register, or another.

Names are compared as everywhere in the product: legal forms, accents and capitals do not count.
This only says what to propose; the verdict on a holder is that of the probes, with its reasons.
"""

import re
from collections.abc import Iterable

from probes.holder.names import Name, is_same, is_same_person, read_name, read_person
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartySheet

HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}", re.IGNORECASE)


def find_published(published: str, parties: Iterable[PartySheet]) -> PartySheet | None:
    """Return the party of the register that a published name, or a domain, stands for."""
    return next((party for party in parties if published and _bears(party, published)), None)


def without_doubles(names: Iterable[str]) -> tuple[str, ...]:
    """Return names without those that say the same, a name rather than a domain."""
    kept: list[str] = []
    for name in sorted(filter(None, names), key=lambda name: bool(HOST.fullmatch(name))):
        if not any(is_same(_read(name), _read(other)) for other in kept):
            kept.append(name)
    return tuple(kept)


def is_practice(published: str, parties: Iterable[PartySheet]) -> bool:
    """Say whether a published name is the practice's own."""
    party = find_published(published, parties)
    return party is not None and party.kind is PartyKind.PRACTICE


def _bears(party: PartySheet, published: str) -> bool:
    wanted, person = _read(published), read_person(published)
    names = filter(None, (party.name, party.legal_name, *party.brands))
    is_known = published.casefold() in party.domains
    if is_known or any(is_same(_read(name), wanted) for name in names):
        return True
    # A practitioner may be registered in their own name.
    return party.kind is PartyKind.PRACTICE and any(
        is_same_person(read_person(each.name), person) for each in party.people
    )


def _read(name: str) -> Name:
    # `studio-exemple.fr` is told by its first label: the rest says nothing of whose it is.
    return read_name(name.partition(".")[0] if HOST.fullmatch(name) else name)
