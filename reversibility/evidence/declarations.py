"""What to ask about an asset, and what the register says of it, in the words of the probes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.orm import Session

from probes.challenge.token import Method
from probes.errors import NameRefusedError
from probes.interface import Declaration, HolderClass, Identity, Person, Source, VerdictField
from probes.names import read_host
from reversibility.access.queries import GrantLine
from reversibility.accounts.queries import PracticeSheet, get_practice
from reversibility.evidence.errors import NotProbedError
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.digest import canonical_json, sha256
from reversibility.register.models import PartyKind
from reversibility.register.queries import (
    AssetSheet,
    PartyRef,
    PartySheet,
    get_asset,
    list_parties,
)


@dataclass(frozen=True, kw_only=True)
class Target:
    """What the probes are pointed at."""

    name: str
    """Domain name or host name, as declared."""
    site_host: str = ""
    """The host whose certificate is looked at; the name itself when empty."""


@dataclass(frozen=True, kw_only=True)
class Inquiry:
    """Everything needed to ask about one asset and to judge the answers, without a session."""

    asset_id: UUID
    target: Target
    declaration: Declaration
    practice: Identity
    providers: tuple[Identity, ...]
    fields: frozenset[VerdictField]
    """What a verdict on this asset may be about."""

    @property
    def sources(self) -> frozenset[Source]:
        """Whom to ask: a mail service does not concern the registry of its domain."""
        return sources_of(self.fields)


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What the register says of an asset today; results and documents are read against it."""

    holder: PartyRef | None
    accesses: tuple[GrantLine, ...]
    kind: str
    attributes: Mapping[str, object]

    @classmethod
    def of(cls, asset: AssetSheet, accesses: Iterable[GrantLine]) -> "Declared":
        """Take it from an asset that was read already."""
        return cls(
            holder=asset.holder,
            accesses=tuple(accesses),
            kind=asset.kind,
            attributes=asset.attributes,
        )

    @cached_property
    def declaration(self) -> Declaration:
        """What is declared, in the words of the probes; a list asks where something was seen."""
        return declare(self.attributes, self.holder)

    @property
    def challenged_name(self) -> str:
        """The name that control is shown of; empty for kinds of which it is not."""
        return challenged_name(self.kind, self.attributes)

    def digest(self, field: VerdictField) -> str:
        """Return the digest of what is declared for a field, to see later whether it changed."""
        if field is not VerdictField.CONTROL:
            return declaration_digest(self.declaration, field)
        who = sorted([grant.person, grant.party.name, grant.role] for grant in self.accesses)
        return sha256(canonical_json([field.value, *who]))

    def says(self, field: VerdictField) -> bool:
        """Say whether anything is declared for a field."""
        if field is VerdictField.CONTROL:
            return bool(self.accesses)
        return any(_values(self.declaration, field))


_OF_REGISTRATION = frozenset({Source.RDAP, Source.WHOIS})
SOURCES: Mapping[VerdictField, frozenset[Source]] = {
    VerdictField.HOLDER: _OF_REGISTRATION,
    VerdictField.REGISTRAR: _OF_REGISTRATION,
    VerdictField.EXPIRY: _OF_REGISTRATION,
    VerdictField.LOCK: _OF_REGISTRATION,
    VerdictField.NAME_SERVERS: frozenset({Source.DNS}),
    VerdictField.MAIL_HOST: frozenset({Source.DNS}),
    VerdictField.CERTIFICATE: frozenset({Source.TLS}),
    VerdictField.CONTROL: frozenset({Source.DNS, Source.HTTP}),
}
"""Who can settle each field; control is settled by a challenge alone (`challenges`)."""


ATTRIBUTES: Mapping[VerdictField, str] = {
    VerdictField.REGISTRAR: "registrar",
    VerdictField.EXPIRY: "expires_on",
    VerdictField.NAME_SERVERS: "name_servers",
    VerdictField.MAIL_HOST: "mail_host",
    VerdictField.CERTIFICATE: "certificate_issuer",
    VerdictField.LOCK: "lock",
}
"""The attribute of an asset that each verdict is about; the holder is a party."""


@dataclass(frozen=True, kw_only=True)
class _Coverage:
    """What is asked about a family of kinds: where its name stands, and which fields it settles."""

    names: tuple[str, ...]
    """Attributes that can hold the name, first found first taken; a URL gives its host."""
    fields: frozenset[VerdictField]
    when_declared: frozenset[VerdictField] = frozenset()
    """Judged only when something is declared: not everybody's domain carries mail or a site."""
    challenge: Method | None = None
    """Where somebody can show that they act: what stands in a zone says nothing of its site's host,
    nor the other way round; neither says who gets into a mail service."""


_HOST_NAMES = ("site_host", "url", "domain")
_SITE = _Coverage(
    names=_HOST_NAMES, fields=frozenset({VerdictField.CERTIFICATE}), challenge=Method.HTTP
)

# By the beginning of the kind's id, so that a new kind of a known family needs nothing here.
_FAMILIES: tuple[tuple[str, _Coverage], ...] = (
    (
        "domain_",
        _Coverage(
            names=("domain",),
            fields=frozenset(
                {
                    VerdictField.HOLDER,
                    VerdictField.REGISTRAR,
                    VerdictField.EXPIRY,
                    VerdictField.NAME_SERVERS,
                }
            ),
            when_declared=frozenset(
                {VerdictField.LOCK, VerdictField.MAIL_HOST, VerdictField.CERTIFICATE}
            ),
            challenge=Method.TXT,
        ),
    ),
    (
        "dns_zone",
        _Coverage(
            names=("zone", "domain"),
            fields=frozenset({VerdictField.NAME_SERVERS}),
            when_declared=frozenset({VerdictField.MAIL_HOST}),
            challenge=Method.TXT,
        ),
    ),
    ("email_", _Coverage(names=("domain",), fields=frozenset({VerdictField.MAIL_HOST}))),
    ("hosting", _SITE),
    ("website_", _SITE),
    ("site_builder", _SITE),
    ("tls_cert", replace(_SITE, challenge=None)),
)

_HOLDERS = {
    PartyKind.PRACTICE: HolderClass.PRACTICE,
    PartyKind.PROVIDER: HolderClass.PROVIDER,
    PartyKind.OTHER: HolderClass.THIRD_PARTY,
}


def get_inquiry(session: Session, actor: Actor, asset_id: UUID) -> Inquiry:
    """Return what to ask about an asset; raises NotProbedError when nothing public can be asked."""
    actor.require(Permission.EVIDENCE_PROBE)
    asset = get_asset(session, actor, asset_id)
    target = find_target(asset.kind, asset.attributes)
    if target is None:
        raise NotProbedError(asset=asset.name)
    # A provider that was left and archived is still told from a stranger when it holds a name.
    parties = list_parties(session, actor, with_archived=True)
    declaration = declare(asset.attributes, asset.holder)
    return Inquiry(
        asset_id=asset.id,
        target=target,
        declaration=declaration,
        practice=_practice(get_practice(session, actor), parties),
        providers=tuple(_party(party) for party in parties if party.kind is PartyKind.PROVIDER),
        fields=judged_fields(asset.kind, declaration),
    )


def find_target(kind: str, attributes: Mapping[str, object]) -> Target | None:
    """Return what the probes can be pointed at for an asset; None when there is nothing."""
    coverage = _coverage(kind)
    if coverage is None:
        return None
    name = next(filter(None, (_host(attributes, key) for key in coverage.names)), "")
    return Target(name=name, site_host=_host(attributes, "site_host")) if name else None


def challenge_method(kind: str) -> Method | None:
    """Return where control of an asset of this kind can be shown; None where it cannot."""
    coverage = _coverage(kind)
    return coverage.challenge if coverage else None


def challenged_name(kind: str, attributes: Mapping[str, object]) -> str:
    """Return the name or host that control is shown of, in ASCII; empty for none."""
    target = find_target(kind, attributes)
    if target is None or challenge_method(kind) is None:
        return ""
    try:
        return read_host(target.name)
    except NameRefusedError:
        return ""


def judged_fields(kind: str, declaration: Declaration) -> frozenset[VerdictField]:
    """Return what a verdict on an asset of this kind may be about."""
    coverage = _coverage(kind)
    if coverage is None:
        return frozenset()
    declared = {field for field in coverage.when_declared if any(_values(declaration, field))}
    return coverage.fields | declared


def sources_of(fields: Iterable[VerdictField]) -> frozenset[Source]:
    """Return whom to ask about some fields."""
    asked = frozenset[Source]().union(*(SOURCES[field] for field in fields))
    # Who is asked for the certificate of a site is asked for its home page too.
    return asked | {Source.PAGE} if Source.TLS in asked else asked


def declare(attributes: Mapping[str, object], holder: PartyRef | None) -> Declaration:
    """Write what is declared of an asset in the words of the probes."""
    return Declaration(
        holder=None if holder is None else _HOLDERS[holder.kind],
        holder_name="" if holder is None else holder.name,
        registrar=_text(attributes, "registrar"),
        expires_on=_date(attributes, "expires_on"),
        name_servers=_texts(attributes, "name_servers"),
        mail_host=_text(attributes, "mail_host"),
        certificate_issuer=_text(attributes, "certificate_issuer"),
        site_host=_host(attributes, "site_host"),
        lock=_yes_or_no(attributes, "lock"),
    )


def declaration_digest(declaration: Declaration, field: VerdictField) -> str:
    """Return the digest of what is declared for one field, to see later whether it changed."""
    return sha256(canonical_json([field.value, *_values(declaration, field)]))


@cache
def _coverage(kind: str) -> _Coverage | None:
    return next((coverage for prefix, coverage in _FAMILIES if kind.startswith(prefix)), None)


def _values(declaration: Declaration, field: VerdictField) -> list[object]:
    expiry = declaration.expires_on
    values: dict[VerdictField, list[object]] = {
        VerdictField.HOLDER: [declaration.holder, declaration.holder_name],
        VerdictField.REGISTRAR: [declaration.registrar],
        VerdictField.EXPIRY: [expiry.isoformat() if expiry else None],
        VerdictField.NAME_SERVERS: list(declaration.name_servers),
        VerdictField.MAIL_HOST: [declaration.mail_host],
        VerdictField.CERTIFICATE: [declaration.certificate_issuer, declaration.site_host],
        VerdictField.LOCK: ["" if declaration.lock is None else str(declaration.lock)],
    }
    return values.get(field, [])


def _practice(practice: PracticeSheet, parties: Iterable[PartySheet]) -> Identity:
    own = [party for party in parties if party.kind is PartyKind.PRACTICE]
    people = [
        Person(
            name=person.get("name", ""),
            title=person.get("title", ""),
            role=person.get("role", ""),
        )
        for person in practice.people
    ]
    people += [_person(person.name, person.role) for party in own for person in party.people]
    return Identity(
        name=practice.legal_name,
        legal_name=practice.legal_name,
        legal_form=practice.legal_form,
        siren=practice.siren,
        vat=practice.vat,
        trading_names=practice.trading_names,
        people=_once(people),
        street=practice.street,
        postcode=practice.postcode,
        city=practice.city,
        country=practice.country,
        phones=practice.phones,
        emails=practice.emails,
        domains=practice.domains,
        related_entities=practice.related_entities,
    )


def _party(party: PartySheet) -> Identity:
    return Identity(
        name=party.name,
        legal_name=party.legal_name,
        siren=party.siren,
        trading_names=party.brands,
        people=_once(_person(person.name, person.role) for person in party.people),
        street=party.street,
        postcode=party.postcode,
        city=party.city,
        phones=party.phones,
        emails=party.emails,
        domains=party.domains,
    )


def _person(name: str, role: str) -> Person:
    return Person(name=name, role=role)


def _once(people: Iterable[Person]) -> tuple[Person, ...]:
    by_name: dict[str, Person] = {}
    for person in people:
        by_name.setdefault(person.name.casefold(), person)
    return tuple(person for person in by_name.values() if person.name)


def _host(attributes: Mapping[str, object], key: str) -> str:
    text = _text(attributes, key)
    if "://" in text:
        return urlsplit(text).hostname or ""
    return text.partition("/")[0]


def _text(attributes: Mapping[str, object], key: str) -> str:
    value = attributes.get(key)
    return value.strip() if isinstance(value, str) else ""


def _texts(attributes: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = attributes.get(key)
    if not isinstance(value, list | tuple):
        return ()
    return tuple(item.strip() for item in value if isinstance(item, str) and item.strip())


def _date(attributes: Mapping[str, object], key: str) -> date | None:
    text = _text(attributes, key)
    return date.fromisoformat(text) if text else None


def _yes_or_no(attributes: Mapping[str, object], key: str) -> bool | None:
    value = attributes.get(key)
    return value if isinstance(value, bool) else None
