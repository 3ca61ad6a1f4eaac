"""An RDAP answer about a domain (RFC 9083), with what its server says it hides (RFC 9537).

The parser is tolerant: no member is required but the name, and one that is malformed costs only
itself. Registry and registrar answers are read one at a time and kept apart; the registrar's is
found behind `links`.
"""

from collections.abc import Iterator
from datetime import date

from probes.interface import Contact, LookupState, Parsed, Redaction, Registration
from probes.published.days import day
from probes.published.names import ascii_name
from probes.published.privacy import privacy_of
from probes.published.values import host, status, tidy
from probes.rdap.contact import contact, registrar_id
from probes.rdap.members import Json, entities, load, objects, roles, text, texts

PARSER = "rdap"

_MEDIA_TYPE = "application/rdap+json"
_STATES = {
    401: LookupState.REFUSED,
    403: LookupState.REFUSED,
    404: LookupState.AVAILABLE,
    429: LookupState.THROTTLED,
}
_OK, _SERVER_FAULT = 200, 500
_CONTACT_ROLES = ("registrant", "administrative", "technical", "billing")


def parse(raw: bytes, http_status: int = _OK) -> Parsed:
    """Read an answer and its HTTP status; never raises for what the answer holds."""
    answer = load(raw)
    state = _refusal(http_status) or _refusal(_error_code(answer))
    if state is not None:
        return Parsed(state=state, parser=PARSER)
    if answer is None or not _is_domain(answer):
        return Parsed(state=LookupState.UNPARSEABLE, parser=PARSER)
    return Parsed(state=LookupState.REGISTERED, registration=_registration(answer), parser=PARSER)


def _refusal(code: int) -> LookupState | None:
    """Tell what an HTTP status or an `errorCode` means; None when it announces an answer."""
    if code in _STATES:
        return _STATES[code]
    if code >= _SERVER_FAULT:
        return LookupState.UNREACHABLE
    return None if _OK <= code < _OK + 100 else LookupState.UNPARSEABLE


def _error_code(answer: Json | None) -> int:
    """Return the `errorCode` of an error body (RFC 9083 section 6), else 200."""
    if not answer or "errorcode" not in answer:
        return _OK
    code = str(answer["errorcode"]).strip()
    return int(code) if code.isdecimal() and len(code) <= len("599") else _OK


def _is_domain(answer: Json) -> bool:
    kind = text(answer, "objectclassname").lower()
    return _name(answer) is not None and kind in {"domain", ""}


def _name(answer: Json) -> str | None:
    name = text(answer, "ldhname") or text(answer, "unicodename")
    return ascii_name(tidy(name)) or None


def _registration(answer: Json) -> Registration:
    people = list(entities(answer))
    contacts = tuple(_contacts(people, list(_redactions(answer))))
    registrar, registrar_id = _registrar(people, contacts)
    holder = next((item for item in contacts if "registrant" in item.roles), None)
    events = [
        (text(item, "eventaction").lower(), item.get("eventdate"))
        for item in objects(answer, "events")
    ]
    servers = (
        host(ascii_name(text(item, "ldhname") or text(item, "unicodename")))
        for item in objects(answer, "nameservers")
    )
    return Registration(
        domain=_name(answer),
        registrar=registrar,
        registrar_id=registrar_id,
        registrant=holder,
        contacts=contacts,
        created=_event(events, "registration"),
        updated=_event(events, "last changed", "last update"),
        expires=_event(events, "expiration", "registrar expiration"),
        name_servers=tuple(sorted({name for name in servers if name})),
        statuses=tuple(sorted({word for word in map(status, texts(answer, "status")) if word})),
        dnssec=_dnssec(answer),
        privacy=privacy_of(holder),
        links=tuple(_related(answer)),
    )


def _event(events: list[tuple[str, object]], *actions: str) -> date | None:
    """Return the first day of the first of these actions that has one."""
    for action in actions:
        for name, when in events:
            if name == action and (found := day(when)) is not None:
                return found
    return None


def _registrar(people: list[Json], contacts: tuple[Contact, ...]) -> tuple[str | None, str | None]:
    """Return what the registrar is called and the number IANA gave it: what stays."""
    for entity, own in zip(people, contacts, strict=False):
        if "registrar" in own.roles:
            return own.name or own.organization or own.handle, registrar_id(entity)
    return None, None


def _dnssec(answer: Json) -> bool | None:
    """Tell whether the name is signed: a published DS counts, whatever `delegationSigned` says."""
    secure = answer.get("securedns")
    if not isinstance(secure, dict):
        return None
    if objects(secure, "dsdata") or objects(secure, "keydata"):
        return True
    signed = secure.get("delegationsigned")
    return signed if isinstance(signed, bool) else None


def _related(answer: Json) -> Iterator[str]:
    """Yield where the registrar answers for this name itself."""
    for link in objects(answer, "links"):
        is_rdap = text(link, "type").lower().startswith(_MEDIA_TYPE)
        if is_rdap and text(link, "rel").lower() == "related" and text(link, "href"):
            yield tidy(text(link, "href"))


def _redactions(answer: Json) -> Iterator[Redaction]:
    """Yield what the server says it hides; without a method it is `removal` (RFC 9537)."""
    for item in objects(answer, "redacted"):
        name = item.get("name")
        names = name if isinstance(name, dict) else {"description": name}
        label = tidy(names.get("description")) or tidy(names.get("type"))
        path = next(
            filter(None, (text(item, key) for key in ("prepath", "postpath", "replacementpath"))),
            "",
        )
        if label or path:
            yield Redaction(
                name=label, method=tidy(item.get("method")) or "removal", path=tidy(path)
            )


def _contacts(people: list[Json], hidden: list[Redaction]) -> Iterator[Contact]:
    """Yield the contacts with the redactions that speak of them; a removed one still shows up."""
    seen: set[str] = set()
    for entity in people:
        own = roles(entity)
        about = (
            () if seen.issuperset(own) else tuple(item for item in hidden if _speaks_of(item, own))
        )
        seen.update(own)
        yield contact(entity, own, about)
    for role in _CONTACT_ROLES:
        about = tuple(item for item in hidden if _speaks_of(item, (role,)))
        if about and role not in seen:
            yield Contact(roles=(role,), redacted=about, masked=True)


def _speaks_of(item: Redaction, own: tuple[str, ...]) -> bool:
    """Tell by the registered name ("Registrant Email", "Tech Name"), else by the JSON path."""
    name = item.name.casefold()
    words = {
        role: (f"{role} ", f"{role[:5]} ", f"{role[:4]} ") for role in own if role in _CONTACT_ROLES
    }
    return any(name.startswith(starts) for starts in words.values()) or any(
        f"'{role}'" in item.path for role in words
    )
