"""Port 43 as AFNIC answers: comments, the domain, then each contact as an object of its own."""

from collections.abc import Iterable
from datetime import date

from tests.universe.modes import Mode
from tests.universe.registry.register import Register
from tests.universe.world.records import Contact, Domain, Registrar

HEADER = """\
%%
%% This is the AFNIC Whois server.
%%
%% complete date format: YYYY-MM-DDThh:mm:ssZ
%%
%% Rights restricted by copyright.
%% This one serves an invented registry for tests; nothing in it is real.
%%
"""
NOT_FOUND = "%% NOT FOUND\n"
# A throttled answer that also says "no entries found": read in this order, or a name looks free.
THROTTLED = """\
%%
%% This is the AFNIC Whois server.
%%
%% RL Net [##########] - RL IP [..........]
%%
%% Too many requests from your address. Please try again later.
%%

%% No entries found in the AFNIC Database.
"""
# AFNIC's word for a name that nobody may register.
RESERVED = "NOT_OPEN"
REFUSED = "%%\n%% Requests of this client are not permitted.\n%%\n"
WARNING = """\
-------------- WARNING --------------
While the registrar knows him/her,
this person chose to restrict access
to his/her personal data. So PLEASE,
don't send emails to Ano Nymous. This
address is bogus and there is no hope
of a reply.
-------------- WARNING --------------"""

Fields = Iterable[tuple[str, str]]


def answer(register: Register, query: str, mode: Mode) -> bytes:
    """Return the text for a query."""
    if mode is Mode.THROTTLED:
        return THROTTLED.encode()
    if mode is Mode.REFUSED:
        return REFUSED.encode()
    domain = register.find(query.lower(), mode)
    if domain is None:
        return f"{HEADER}\n{NOT_FOUND}".encode()
    blocks = [_domain(domain), _name_servers(domain), _registrar(domain.registrar)]
    people = {
        public_handle(person): person for person in (domain.holder, domain.admin, domain.technical)
    }
    blocks += [_contact(person, domain.registrar) for person in people.values()]
    return (HEADER + "\n" + "\n".join(_block(fields) for fields in blocks if fields)).encode()


def public_handle(person: Contact) -> str:
    """Return the handle as published: every hidden person shares one."""
    return "ANO00-FRNIC" if person.masked else person.handle


def _domain(domain: Domain) -> Fields:
    yield "domain", domain.name
    yield "status", domain.state
    if domain.state != RESERVED:
        yield from (("eppstatus", status) for status in domain.statuses or ("active",))
    yield "hold", "NO"
    yield "holder-c", public_handle(domain.holder)
    yield "admin-c", public_handle(domain.admin)
    yield "tech-c", public_handle(domain.technical)
    yield "registrar", domain.registrar.name
    if domain.expires:
        yield "Expiry Date", _instant(domain.expires)
    yield "created", _instant(domain.created)
    yield "last-update", _instant(domain.updated)
    yield "source", "FRNIC"


def _name_servers(domain: Domain) -> list[tuple[str, str]]:
    servers = [("nserver", server) for server in domain.name_servers]
    return [*servers, ("source", "FRNIC")] if servers else []


def _registrar(registrar: Registrar) -> Fields:
    yield "registrar", registrar.name
    yield from (("address", line) for line in registrar.street)
    yield "address", f"{registrar.postcode} {registrar.city.upper()}"
    yield "country", registrar.country
    yield "phone", registrar.phone
    yield "e-mail", registrar.email
    yield "website", registrar.url
    yield "anonymous", "No"
    yield "registered", _instant(registrar.since)
    yield "source", "FRNIC"


def _contact(person: Contact, registrar: Registrar) -> Fields:
    yield "nic-hdl", public_handle(person)
    yield "type", "PERSON" if person.kind == "person" else "ORGANIZATION"
    yield from _hidden() if person.masked else _published(person)
    yield "registrar", registrar.name
    yield "anonymous", "YES" if person.masked else "NO"
    yield "obsoleted", "NO"
    yield "eppstatus", "associated"
    yield "eppstatus", "active"
    yield "eligstatus", "not identified" if person.masked else "ok"
    yield "reachstatus", "not identified"
    yield "source", "FRNIC"


def _hidden() -> Fields:
    yield "contact", "Ano Nymous"
    yield from (("remarks", line) for line in WARNING.splitlines())


def _published(person: Contact) -> Fields:
    yield "contact", person.name
    yield from (("address", line) for line in person.street)
    yield "address", f"{person.postcode} {person.city}"
    yield "country", person.country
    yield "phone", person.phone
    yield "e-mail", person.email
    if person.siren:
        # Not published by the real AFNIC: invented, so that a match by number can be shown.
        yield "remarks", f"SIREN {person.siren}"
    yield "changed", f"{_instant(person.since)} nic@nic.fr.example"


def _block(fields: Fields) -> str:
    return "".join(f"{f'{key}:':<31}{value}\n" for key, value in fields)


def _instant(day: date) -> str:
    return f"{day.isoformat()}T09:43:27Z"
