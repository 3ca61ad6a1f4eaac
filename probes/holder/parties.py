"""The parties a holder may be: the practice and its providers, made ready for comparison."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from probes.holder.identifiers import numbers_of
from probes.holder.names import Name, fold, read_name, read_person
from probes.holder.words import words
from probes.interface import HolderClass, Identity
from probes.texts import plain

# The professions whose members bear a title.
_LAW = frozenset({"avocat", "notaire", "justice"})
_HEALTH = frozenset({"medecin", "dentiste", "veterinaire", "pharmacie"})
_PROFESSIONS = {
    "maitre": _LAW, "me": _LAW,
    "docteur": _HEALTH, "dr": _HEALTH, "professeur": _HEALTH, "pr": _HEALTH,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Party:
    """A practice or a provider, with every name it goes by."""

    role: HolderClass
    """PRACTICE or PROVIDER."""
    identity: Identity
    numbers: frozenset[str]
    legal_names: tuple[Name, ...]
    trading_names: tuple[Name, ...]
    related: tuple[Name, ...]
    people: tuple[tuple[str, ...], ...]
    is_liberal: bool
    """Whether its form, its name or its people say that it is of a liberal profession."""

    @property
    def shown_name(self) -> str:
        """How it is called in a sentence."""
        return plain(self.identity.name or self.identity.legal_name)

    @property
    def names(self) -> tuple[Name, ...]:
        """Legal and trading names together."""
        return self.legal_names + self.trading_names

    @property
    def professions(self) -> frozenset[str]:
        """The professions it may be of: those its names tell, else those of its people's titles."""
        told = _union(name.professions for name in self.names)
        titles = (person.title for person in self.identity.people)
        return told or _union(map(_professions_of_title, titles))

    @property
    def others(self) -> frozenset[str]:
        """What else its names say it is."""
        return _union(name.others for name in self.names)

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word of its names, its people and its town."""
        cores = _union(frozenset(name.core) for name in self.names)
        town = frozenset(read_name(self.identity.city).core)
        return cores | _union(frozenset(person) for person in self.people) | town


def parties(practice: Identity, providers: Iterable[Identity]) -> tuple[Party, ...]:
    """Make the practice and its providers ready; the practice comes first."""
    read = [_party(HolderClass.PROVIDER, provider) for provider in providers]
    return (_party(HolderClass.PRACTICE, practice), *read)


def _party(role: HolderClass, identity: Identity) -> Party:
    legal = _legal_names(identity)
    people = tuple(read_person(person.name) for person in identity.people)
    return Party(
        role=role,
        identity=identity,
        numbers=numbers_of(identity),
        legal_names=legal,
        trading_names=_names(identity.trading_names),
        related=_names(identity.related_entities),
        people=tuple(person for person in people if person),
        is_liberal=any(map(_is_liberal, legal)) or _has_title(identity),
    )


def _legal_names(identity: Identity) -> tuple[Name, ...]:
    """Read the legal names; a form declared apart belongs to those that bear none."""
    form = read_name(f"{identity.legal_form} x").form
    read = _names(dict.fromkeys((identity.legal_name, identity.name)))
    return tuple(replace(name, form=name.form or form) for name in read)


def _names(texts: Iterable[str]) -> tuple[Name, ...]:
    read = (read_name(text) for text in texts if text)
    return tuple(name for name in read if name.core)


def _is_liberal(name: Name) -> bool:
    return bool(name.professions) or words().form_families.get(name.form) == "liberal"


def _has_title(identity: Identity) -> bool:
    return any(_professions_of_title(person.title) for person in identity.people)


def _professions_of_title(title: str) -> frozenset[str]:
    return _union(_PROFESSIONS.get(word, frozenset()) for word in fold(title))


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
