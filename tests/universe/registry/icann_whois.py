"""Port 43 in the key/value form of ICANN: a thin registry, and the registrar it refers to."""

from collections.abc import Iterable
from datetime import date

from tests.universe.modes import Mode
from tests.universe.registry.register import Register
from tests.universe.world.records import Contact, Domain

# As registries write it; the second line is the trap that a throttled client must not fall into.
THROTTLED = (
    'Your connection limit exceeded. Please slow down and try again later.\nNo match for "{0}".\n'
)
REFUSED = "Requests of this client are not permitted. Please use the web interface for queries.\n"
RESERVED = """\
Domain Name: {0}

>>> This name is not available for registration:
>>> This name is registry reserved.
"""
THIN_FOOTER = """\
>>> Last update of whois database: {0} <<<

NOTICE: The expiration date displayed in this record is the date the registrar's sponsorship of the
domain name registration in the registry is currently set to expire.

The Registry database contains ONLY names under com.example and Registrars.
"""
REDACTED = "REDACTED FOR PRIVACY"

Fields = Iterable[tuple[str, str]]


def thin(register: Register, query: str, mode: Mode) -> bytes:
    """Return the registry's text: no contacts, and where the registrar answers."""
    domain, said = _find(register, query, mode)
    if domain is None:
        return said
    lines = "".join(f"   {key}: {value}\r\n" for key, value in _thin_fields(domain))
    footer = THIN_FOOTER.format(_instant(domain.updated)).replace("\n", "\r\n")
    return (lines + footer).encode()


def thick(register: Register, query: str, mode: Mode) -> bytes:
    """Return the registrar's text, contacts included."""
    domain, said = _find(register, query, mode)
    if domain is None:
        return said
    lines = "".join(f"{key}: {value}\r\n" for key, value in _thick_fields(domain))
    return f"{lines}>>> Last update of WHOIS database: {_instant(domain.updated)} <<<\r\n".encode()


def _find(register: Register, query: str, mode: Mode) -> tuple[Domain | None, bytes]:
    # Verisign takes "domain NAME" and "=NAME" as well.
    name = query.lower().split()[-1].lstrip("=") if query.split() else ""
    if mode is Mode.THROTTLED:
        return None, THROTTLED.format(name.upper()).encode()
    if mode is Mode.REFUSED:
        return None, REFUSED.encode()
    if name in register.reserved:
        return None, RESERVED.format(name).encode()
    return register.find(name, mode), f'No match for "{name.upper()}".\r\n'.encode()


def _thin_fields(domain: Domain) -> Fields:
    registrar = domain.registrar
    yield "Domain Name", domain.name.upper()
    yield "Registry Domain ID", f"{domain.name.partition('.')[0]}_DOMAIN_COM-EXMP"
    yield "Registrar WHOIS Server", registrar.whois
    yield "Registrar URL", registrar.url
    yield "Updated Date", _instant(domain.updated)
    yield "Creation Date", _instant(domain.created)
    if domain.expires:
        yield "Registry Expiry Date", _instant(domain.expires)
    yield from _common(domain)
    yield from (("Name Server", server.upper()) for server in domain.name_servers)
    yield "DNSSEC", "unsigned"


def _thick_fields(domain: Domain) -> Fields:
    registrar = domain.registrar
    yield "Domain Name", domain.name
    yield "Registry Domain ID", f"{domain.name.partition('.')[0]}_DOMAIN_COM-EXMP"
    yield "Registrar WHOIS Server", registrar.whois
    yield "Registrar URL", registrar.url
    yield "Updated Date", _instant(domain.updated)
    yield "Creation Date", _instant(domain.created)
    if domain.expires:
        yield "Registrar Registration Expiration Date", _instant(domain.expires)
    yield from _common(domain)
    for role, person in (
        ("Registrant", domain.holder),
        ("Admin", domain.admin),
        ("Tech", domain.technical),
    ):
        yield from ((f"{role} {key}", value) for key, value in _person(person))
    yield from (("Name Server", server) for server in domain.name_servers)
    yield "DNSSEC", "unsigned"
    yield "URL of the ICANN Whois Inaccuracy Complaint Form", "https://www.icann.org/wicf/"


def _common(domain: Domain) -> Fields:
    registrar = domain.registrar
    yield "Registrar", registrar.name
    yield "Registrar IANA ID", registrar.iana_id
    yield "Registrar Abuse Contact Email", registrar.abuse_email
    yield "Registrar Abuse Contact Phone", registrar.abuse_phone
    for status in domain.statuses or ("ok",):
        yield "Domain Status", f"{status} https://icann.org/epp#{status}"


def _person(person: Contact) -> Fields:
    """Name the organisation and hide the individual, as registrars do since 2018."""
    yield "Name", REDACTED
    yield "Organization", "" if person.kind == "person" else person.name
    yield "Street", ", ".join(person.street) if person.kind == "org" else REDACTED
    yield "City", person.city if person.kind == "org" else REDACTED
    yield "Postal Code", person.postcode if person.kind == "org" else REDACTED
    yield "Country", person.country
    yield "Phone", person.phone if person.kind == "org" else REDACTED
    yield "Email", person.email if person.kind == "org" else REDACTED


def _instant(day: date) -> str:
    return f"{day.isoformat()}T10:00:00Z"
