"""What the rules look at: the register and what was seen of it, as plain values.

Predicates see nothing else, so a rule can be tried on a table of scenarios without a database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from probes.interface import HolderClass, VerdictField, VerdictState
from reversibility.access.models import SecondFactor
from reversibility.catalogues.models import AssetKind, Role, RoleLevel
from reversibility.contracts.models import ClauseReply
from reversibility.register.models import PartyKind


@dataclass(frozen=True, kw_only=True)
class Named:
    """A party, as far as rules need it."""

    id: UUID
    name: str
    kind: PartyKind

    @property
    def is_practice(self) -> bool:
        """Whether it is the practice itself."""
        return self.kind is PartyKind.PRACTICE


@dataclass(frozen=True, kw_only=True)
class Access:
    """A way in that the register has in force."""

    id: UUID
    person: str
    party: Named
    role: Role | None
    """None: the kind has no such role any more."""
    second_factor: SecondFactor
    factor_holder: str = ""
    factor_kind: PartyKind | None = None
    """Of the party whose person holds the telephone, application or key; None: not recorded."""
    recovery_address: str = ""
    has_left: bool = False
    """The person, or the whole party, is in the archives."""
    ends_on: date | None = None
    """The last day it is meant for, where one was set."""

    @property
    def administers(self) -> bool:
        """Whether the role can remove others and hand the asset over."""
        return self.role is not None and self.role.level is RoleLevel.ADMIN

    @property
    def is_own(self) -> bool:
        """Whether it is somebody of the practice."""
        return self.party.is_practice


@dataclass(frozen=True, kw_only=True)
class Result:
    """How a field stands, and when sources were last compared about it."""

    state: VerdictState
    declared: str = ""
    observed: str = ""
    holder: HolderClass | None = None
    judged_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """A contract, with its dates computed for the day."""

    id: UUID
    title: str
    provider: Named
    ends_on: date | None = None
    has_notice: bool = False
    """Whether its notice period is recorded."""
    ends_by_itself: bool = False
    """Whether silence binds nobody further."""
    notice_day: date | None = None
    """Next day by which another term can be refused."""
    missed_on: date | None = None
    """The last day to refuse what follows the present term, once it has passed."""
    clauses: Mapping[str, ClauseReply] = field(default_factory=dict)
    """What somebody read in it, by clause of the catalogue."""


@dataclass(frozen=True, kw_only=True)
class AssetFacts:
    """One asset: its five separate roles, who gets in, its results, its dates."""

    id: UUID
    name: str
    kind: AssetKind
    importance: int
    declared_on: date
    provider: Named | None = None
    holder: Named | None = None
    account_holder: Named | None = None
    payer: Named | None = None
    administrative_contact: Named | None = None
    technical_contact: Named | None = None
    attributes: Mapping[str, Any]
    accesses: tuple[Access, ...] = ()
    results: Mapping[VerdictField, Result]
    asked: frozenset[VerdictField] = frozenset()
    """The fields about which some public source can tell."""
    expires_on: date | None = None
    """As seen, else as declared."""
    agreements: tuple[Agreement, ...] = ()
    """The contracts that cover it."""

    def is_a(self, *names: str) -> bool:
        """Say whether it is of one of these kinds or families."""
        return self.kind.id in names or self.kind.family in names

    @property
    def administrators(self) -> tuple[Access, ...]:
        """Every way in that can remove others."""
        return tuple(access for access in self.accesses if access.administers)

    @property
    def own_administrators(self) -> tuple[Access, ...]:
        """Those of them that are the practice's."""
        return tuple(access for access in self.administrators if access.is_own)

    def text(self, attribute: str) -> str:
        """Return an attribute that is a text; empty where it is not filled in."""
        value = self.attributes.get(attribute)
        return value.strip() if isinstance(value, str) else ""

    def day(self, attribute: str) -> date | None:
        """Return an attribute that is a day."""
        try:
            return date.fromisoformat(self.text(attribute))
        except ValueError:
            return None

    def says(self, attribute: str) -> bool | None:
        """Return an attribute that is a yes or a no; None where nobody said."""
        value = self.attributes.get(attribute)
        return value if isinstance(value, bool) else None


@dataclass(frozen=True, kw_only=True)
class ProviderFacts:
    """One provider: what it runs, what was agreed, whom one can reach, what it still gets into."""

    party: Named
    domains: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    is_archived: bool = False
    importance: int = 1
    """Of the most important asset it runs or gets into."""
    runs: tuple[str, ...] = ()
    """Names of the assets it runs."""
    agreements: tuple[Agreement, ...] = ()
    open_accesses: tuple[tuple[str, Access], ...] = ()
    """(asset, access) of what its people still get into."""


@dataclass(frozen=True, kw_only=True)
class RegisterFacts:
    """Everything, on a day."""

    today: date
    own_domains: frozenset[str]
    """Domain names of the practice: its own, and those in its register that it says are its."""
    assets: tuple[AssetFacts, ...]
    providers: tuple[ProviderFacts, ...]

    def provider_of_domain(self, host: str) -> ProviderFacts | None:
        """Return the provider under whose own domain a host or an address stands."""
        for provider in self.providers:
            if any(is_under(host, domain) for domain in provider.domains):
                return provider
        return None

    def is_own_domain(self, host: str) -> bool:
        """Say whether a host stands under a domain of the practice."""
        return any(is_under(host, domain) for domain in self.own_domains)


def is_under(host: str, domain: str) -> bool:
    """Say whether a host is a domain, or stands under it."""
    host, domain = host.casefold().strip("."), domain.casefold().strip(".")
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))
