"""In whose name a registry publishes a thing: the practice, a provider of the register, or another.

Names are compared as everywhere in the product: legal forms, accents and capitals do not count.
This only says what to propose; the verdict on a holder is that of the probes, with its reasons.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from probes.holder.names import Name, is_same, is_same_person, read_name, read_person
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartySheet

HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}", re.IGNORECASE)


class Whose(StrEnum):
    """Whose a published name seems to be."""

    PRACTICE = "practice"
    PERHAPS = "perhaps"
    """The one word that tells it is the practice's, and others bear such a word too."""
    ANOTHER = "another"


def find_published(published: str, parties: Iterable[PartySheet]) -> PartySheet | None:
    """Return the party of the register that a published name, or a domain, stands for."""
    return next((party for party in parties if published and _bears(party, published)), None)


def without_doubles(names: Iterable[str]) -> tuple[str, ...]:
    """Return names without those that say the same: as people write, before capitals and hosts."""
    kept: list[str] = []
    for name in sorted(filter(None, names), key=_how_plain):
        if best_name(name, kept) == name:
            kept.append(name)
    return tuple(dict.fromkeys(kept))


def best_name(name: str, others: Iterable[str]) -> str:
    """Return the name among others by which the same is called, else the name itself."""
    same = (other for other in others if other and _is_surely(_read(name), _read(other)))
    return min(same, key=_how_plain, default=name)


def _how_plain(name: str) -> tuple[bool, bool]:
    return bool(HOST.fullmatch(name)), name.isupper()


def whose(published: str, parties: Iterable[PartySheet]) -> Whose:
    """Say whose a published name seems to be, as far as the practice is concerned."""
    own = [party for party in parties if party.kind is PartyKind.PRACTICE]
    if find_published(published, own) is not None:
        return Whose.PRACTICE
    wanted = _read(published)
    is_near = any(is_same(_read(name), wanted) for party in own for name in _names(party))
    return Whose.PERHAPS if is_near else Whose.ANOTHER


def _bears(party: PartySheet, published: str) -> bool:
    wanted, person = _read(published), read_person(published)
    is_known = published.casefold() in party.domains
    if is_known or any(_is_surely(_read(name), wanted) for name in _names(party)):
        return True
    # A practitioner may be registered in their own name.
    return party.kind is PartyKind.PRACTICE and any(
        is_same_person(read_person(each.name), person) for each in party.people
    )


def _names(party: PartySheet) -> Iterable[str]:
    return filter(None, (party.name, party.legal_name, *party.brands))


def _is_surely(one: Name, other: Name) -> bool:
    # One distinctive word names too many bodies, unless every word beside it is the same.
    return is_same(one, other) and (one.is_strong or one.kept == other.kept)


def _read(name: str) -> Name:
    # `studio-exemple.fr` is told by its first label: the rest says nothing of whose it is.
    return read_name(name.partition(".")[0] if HOST.fullmatch(name) else name)
