"""A registry's register: finding a registration, truthfully or not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.universe.modes import Mode
from tests.universe.world.records import Contact, Domain, World


@dataclass(frozen=True, kw_only=True)
class Register:
    """The names under one suffix."""

    suffix: str
    domains: Mapping[str, Domain]
    reserved: frozenset[str]
    """Names the registry keeps back."""
    liar: Contact
    """Who is given as holder when the server lies about that."""

    def find(self, name: str, mode: Mode = Mode.HONEST) -> Domain | None:
        """Return what is said about a name; None when it is free."""
        found = self.domains.get(name)
        if found is None or mode is Mode.HONEST:
            return found
        if mode is Mode.LYING_NAME:
            return next(other for other in self.domains.values() if other.name != name)
        return replace(found, holder=self._shown(found.holder, mode))

    def _shown(self, holder: Contact, mode: Mode) -> Contact:
        if mode is Mode.HIDING_HOLDER:
            return replace(holder, masked=True)
        return self.liar if mode is Mode.LYING_HOLDER else holder


def under(suffix: str, world: World, liar: Contact) -> Register:
    """Return the register of the names directly under a suffix."""
    mine = {name: domain for name, domain in world.domains.items() if name.endswith(f".{suffix}")}
    return Register(suffix=suffix, domains=mine, reserved=world.reserved, liar=liar)
