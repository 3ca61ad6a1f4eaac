"""The words of the probes: targets, observations, facts, messages and verdicts.

Every value here is frozen and free of I/O. A probe never raises for what a peer did: what could not
be read is a value (`LookupState`), with the bytes that were received, if any.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Source(StrEnum):
    """Where an observation comes from."""

    RDAP = "rdap"
    WHOIS = "whois"
    DNS = "dns"
    TLS = "tls"
    HTTP = "http"
    """A page of a site, asked for on its own."""
    PAGE = "page"
    """The home page of the site: its SHA-256 and excerpts, never the page."""


class LookupState(StrEnum):
    """What became of one look-up; classified before anything else is read from it."""

    REGISTERED = "registered"
    """The peer answered with what was asked for (for DNS and TLS: it answered)."""
    AVAILABLE = "available"
    RESERVED = "reserved"
    THROTTLED = "throttled"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    UNPARSEABLE = "unparseable"


class VerdictState(StrEnum):
    """Whether a declaration matches what was observed."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    INCONCLUSIVE = "inconclusive"
    NOT_PUBLISHED = "not_published"
    UNREACHABLE = "unreachable"
    PROVED_BY_DOCUMENT = "proved_by_document"


class VerdictField(StrEnum):
    """What a verdict is about."""

    HOLDER = "holder"
    REGISTRAR = "registrar"
    EXPIRY = "expiry"
    NAME_SERVERS = "name_servers"
    MAIL_HOST = "mail_host"
    CERTIFICATE = "certificate"
    LOCK = "lock"
    CONTROL = "control"


class HolderClass(StrEnum):
    """Who the published holder is, seen from the practice."""

    PRACTICE = "practice"
    PROVIDER = "provider"
    PRIVACY = "privacy"
    REDACTED = "redacted"
    ABSENT = "absent"
    THIRD_PARTY = "third_party"


class Privacy(StrEnum):
    """How a registration shows its holder."""

    PUBLIC = "public"
    REDACTED = "redacted"
    PROXY = "proxy"
    ABSENT = "absent"


@dataclass(frozen=True, kw_only=True)
class Message:
    """A sentence as a code and its parameters; `probes.texts.render` gives it in French or English.

    Codes are the tags of `messages.toml`; parameters are plain text, already fit for display.
    """

    code: str
    params: tuple[tuple[str, str], ...] = ()


def message(code: str, **params: str) -> Message:
    """Build a message from keyword parameters."""
    return Message(code=code, params=tuple(sorted(params.items())))


@dataclass(frozen=True, kw_only=True)
class Redaction:
    """A field the registry says it hides (RFC 9537), with the method and the path it gave."""

    name: str
    method: str = ""
    path: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A person or organisation in a registration, as published. Placeholders are None."""

    roles: tuple[str, ...] = ()
    kind: str | None = None
    """`org`, `individual` or None when the registry does not say."""
    name: str | None = None
    organization: str | None = None
    email: str | None = None
    phone: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2, upper case, when known."""
    handle: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    """Published numbers: (type, value), such as ("siren", "123456782")."""
    redacted: tuple[Redaction, ...] = ()
    remarks: tuple[str, ...] = ()
    masked: bool = False
    """True when the source says that this contact is hidden."""


@dataclass(frozen=True, kw_only=True)
class Registration:
    """Registration data read from one RDAP or WHOIS answer: the source's own view, nothing else."""

    domain: str | None = None
    registrar: str | None = None
    registrar_id: str | None = None
    """IANA registrar id, when published."""
    registrant: Contact | None = None
    contacts: tuple[Contact, ...] = ()
    created: date | None = None
    updated: date | None = None
    expires: date | None = None
    name_servers: tuple[str, ...] = ()
    """Lower case, no final dot, sorted."""
    statuses: tuple[str, ...] = ()
    dnssec: bool | None = None
    privacy: Privacy = Privacy.ABSENT
    links: tuple[str, ...] = ()
    """RDAP only: the registrar's own answer for this name (`rel=related`)."""


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """One answer, classified, then read."""

    state: LookupState
    registration: Registration | None = None
    parser: str = ""
    """Which parser read it: `rdap`, a form of `probes.whois.registries`, such as `afnic`."""
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ServerAnswer:
    """What one name server said about a zone."""

    server: str
    address: str
    state: LookupState
    authoritative: bool = False
    serial: int | None = None
    name_servers: tuple[str, ...] = ()
    mail_hosts: tuple[str, ...] = ()
    """MX targets, most preferred first, lower case, no final dot."""


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """The parent's view of a zone beside each delegated server's."""

    zone: str
    exists: bool = True
    parent_name_servers: tuple[str, ...] = ()
    answers: tuple[ServerAnswer, ...] = ()
    glue: tuple[tuple[str, str], ...] = ()
    """Addresses that the parent gives for name servers: (name, address)."""


class PointerRole(StrEnum):
    """What a zone, or a page, uses another name for."""

    NAME_SERVER = "name_server"
    MAIL_HOST = "mail_host"
    ALIAS = "alias"
    FORM = "form"
    """What a page's form sends to."""
    RESOURCE = "resource"
    """What a page loads: scripts, style sheets, frames."""


class PointerState(StrEnum):
    """What stands at the end of a pointer."""

    ANSWERS = "answers"
    NO_ADDRESS = "no_address"
    MISSING = "missing"
    """The name does not exist."""
    LAPSED = "lapsed"
    """The registry does not know the name it is under: anybody may register it."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """A name that a zone or a page points to, followed to its end."""

    role: PointerRole
    owner: str
    target: str
    state: PointerState
    registered_name: str = ""
    """The name a registry would know, of the last name reached."""


@dataclass(frozen=True, kw_only=True)
class SigningFacts:
    """What the parent and the zone say of DNSSEC, and whether the signatures hold."""

    delegated: tuple[str, ...] = ()
    """DS records of the parent: key tag and algorithm, such as `12345/13`."""
    keys: tuple[str, ...] = ()
    """DNSKEY records of the zone, in the same form."""
    fault: str | None = None
    """`no_match`, `unsigned`, `expired`, `not_yet_valid`, `invalid`, `not_examined` or None."""
    until: datetime | None = None
    """When the first of the signatures looked at ends."""


@dataclass(frozen=True, kw_only=True)
class MailPolicy:
    """What a domain says of its mail. None: could not be learnt; empty: it says nothing."""

    mail_hosts: tuple[str, ...] | None = None
    """MX targets, most preferred first; `.` for "no mail here" (RFC 7505)."""
    spf: tuple[str, ...] | None = None
    spf_lookups: int = 0
    """DNS look-ups that a receiver makes for it (RFC 7208 section 4.6.4); counting stops at 11."""
    spf_unread: tuple[str, ...] = ()
    """Names it includes that publish no policy, or not one only."""
    dmarc: tuple[str, ...] | None = None
    report_domains: tuple[tuple[str, bool | None], ...] = ()
    """Outside domains that receive the DMARC reports, and whether they accept them."""
    selectors: tuple[str, ...] | None = None
    """Known DKIM selectors under which something is published."""


@dataclass(frozen=True, kw_only=True)
class ZoneRecords:
    """What one of the zone's own servers says beside the delegation, and where that leads."""

    zone: str
    name: str
    """The name asked about: the zone, or a name inside it."""
    server: str
    server_addresses: tuple[tuple[str, str], ...] = ()
    """Addresses that the zone gives for the name servers inside it: (name, address)."""
    signing: SigningFacts | None = None
    """None when parent or zone could not be asked."""
    mail: MailPolicy = MailPolicy()
    pointers: tuple[Pointer, ...] = ()
    wildcard: tuple[str, ...] | None = None
    """Record types that a name nobody has chosen gets an answer for."""


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """The leaf a site presented, and whether its chain was accepted."""

    host: str
    subject: str
    issuer: str
    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    sha256: str
    """SHA-256 of the DER leaf, hexadecimal."""
    chain: tuple[str, ...]
    """Subjects of the presented chain, leaf first."""
    trusted: bool
    fault: str | None = None
    """Why not: `expired`, `not_yet_valid`, `wrong_name`, `self_signed`, `unknown_issuer`."""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """What one server or site shows where a challenge asks for a value (`probes.challenge`)."""

    where: str
    """The name of the record, or the URL."""
    seen: bool | None
    """Whether the value is there; None when no answer tells."""
    seen_elsewhere: bool = False
    """Whether a place that nobody has chosen shows it too."""
    aliases: tuple[str, ...] = ()
    """Where the record leads: who answers there can act."""
    fault: str | None = None
    """What is wrong with its signature, where the parent vouches for one."""


@dataclass(frozen=True, kw_only=True)
class FormTarget:
    """Where a form of a page sends what is typed in."""

    host: str
    in_clear: bool
    """By http, from wherever the page came."""
    outside: bool
    """To a host under another name than the site's."""


@dataclass(frozen=True, kw_only=True)
class SitePage:
    """What the home page of a site shows of its upkeep."""

    host: str
    """The one that answered, after redirects."""
    software: tuple[tuple[str, str], ...] = ()
    """What it says it runs: (id of `site/software.toml`, version as shown)."""
    changed: date | None = None
    """The newest date that the page or its headers show."""
    copyright_year: int | None = None
    forms: tuple[FormTarget, ...] = ()
    ended: tuple[str, ...] = ()
    """Outside services it still calls after their end: ids of `site/services.toml`."""
    pointers: tuple[Pointer, ...] = ()
    """Outside hosts that it sends to or loads from."""


Facts = Registration | Delegation | Certificate | ZoneRecords | Placed | SitePage


@dataclass(frozen=True, kw_only=True)
class Observation:
    """One question put to one server, and what came back.

    `raw` is exactly what was received (for a certificate: the PEM chain; for DNS: the messages in
    wire form, each preceded by its two-byte length, as over TCP; of a page only its SHA-256 and
    excerpts, as `site/excerpts.py` writes them). `sha256` is of `raw`.
    """

    source: Source
    server: str
    """Who was asked: host name or URL, then the address that answered: `nic.fr [192.0.2.1]`."""
    question: str
    asked_at: datetime
    took_ms: int
    state: LookupState
    raw: bytes
    sha256: str
    facts: Facts | None = None
    messages: tuple[Message, ...] = ()
    parser: str = ""


@dataclass(frozen=True, kw_only=True)
class Survey:
    """Everything seen about one name in one go."""

    name: str
    """As asked for, in ASCII (A-labels)."""
    registered_name: str
    """The name a registry knows (public suffix plus one label)."""
    registry: str
    """Registry id, such as `afnic`."""
    observations: tuple[Observation, ...]
    started_at: datetime
    finished_at: datetime
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody of the practice or of a provider."""

    name: str
    title: str = ""
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What it takes to recognise a practice or a provider in registration data."""

    name: str
    """The usual name; for a practice its legal name."""
    legal_name: str = ""
    legal_form: str = ""
    siren: str = ""
    vat: str = ""
    trading_names: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    related_entities: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What the register says about one name. None or empty = nothing declared for that field."""

    holder: HolderClass | None = HolderClass.PRACTICE
    """PRACTICE, PROVIDER, or THIRD_PARTY; None when nobody is declared."""
    holder_name: str = ""
    """How the declared holder is called, for the reasons."""
    registrar: str = ""
    expires_on: date | None = None
    name_servers: tuple[str, ...] = ()
    mail_host: str = ""
    """Host or parent domain of the declared mail service."""
    certificate_issuer: str = ""
    site_host: str = ""
    """The host whose certificate is looked at; the name itself when empty."""
    lock: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Who the published holder is, with confidence and reasons."""

    holder: HolderClass
    confidence: float
    """0 to 1."""
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One field of a declaration against what was observed."""

    field: VerdictField
    state: VerdictState
    declared: str
    """As declared, fit for display; empty when nothing is declared."""
    observed: str
    """As published; empty when nothing is."""
    reasons: tuple[Message, ...] = ()
    next_step: Message | None = None
    """What would settle it; None when nothing more is needed."""
    holder: HolderClass | None = None
    confidence: float | None = None
    observations: tuple[str, ...] = ()
    """SHA-256 of the observations it rests on."""
