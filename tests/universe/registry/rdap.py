"""RDAP answers (RFC 9083) after the shape of AFNIC, of a thin gTLD registry, and of a registrar."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.universe.modes import Mode
from tests.universe.registry.afnic_whois import WARNING, public_handle
from tests.universe.registry.register import Register
from tests.universe.world.records import Contact, Domain, Registrar

Json = dict[str, Any]

CONFORMANCE = [
    "rdap_level_0", "icann_rdap_technical_implementation_guide_0", "icann_rdap_response_profile_0",
]  # fmt: skip
# EPP status codes as RDAP spells them (RFC 8056).
STATUSES = {
    "clientDeleteProhibited": "client delete prohibited",
    "clientTransferProhibited": "client transfer prohibited",
    "clientUpdateProhibited": "client update prohibited",
    "pendingDelete": "pending delete",
    "redemptionPeriod": "redemption period",
    "serverTransferProhibited": "server transfer prohibited",
}
NOT_FOUND = {
    "errorCode": 404,
    "title": "Not Found",
    "description": ["This name is not registered here."],
    "rdapConformance": ["rdap_level_0"],
}


@dataclass(frozen=True, kw_only=True)
class RdapService:
    """One RDAP service: whose register, under which address, in whose style."""

    register: Register
    base: str
    port43: str
    speaks: str

    def answer(self, path: str, mode: Mode) -> tuple[int, Json]:
        """Return status and body for a path such as /domain/cabinet-exemple.fr.example."""
        kind, _, name = path.rpartition("/")
        domain = self.register.find(name.lower(), mode) if kind.endswith("/domain") else None
        return (200, self._domain(domain)) if domain else (404, NOT_FOUND)

    def _domain(self, domain: Domain) -> Json:
        upper = self.speaks == "thin"
        return {
            "objectClassName": "domain",
            "handle": f"DOM-{domain.name.partition('.')[0].upper()}",
            "ldhName": domain.name.upper() if upper else domain.name,
            "rdapConformance": CONFORMANCE,
            "status": [STATUSES.get(status, status) for status in domain.statuses] or ["active"],
            "events": _events(domain),
            "entities": self._entities(domain),
            "nameservers": [_name_server(host, upper=upper) for host in domain.name_servers],
            "secureDNS": {"delegationSigned": False},
            "links": self._links(domain),
            "port43": self.port43,
        }

    def _links(self, domain: Domain) -> list[Json]:
        here = f"{self.base}domain/{domain.name}"
        links = [_link("self", here, here)]
        if self.speaks == "thin":
            links.append(_link("related", here, f"{domain.registrar.rdap}domain/{domain.name}"))
        return links

    def _entities(self, domain: Domain) -> list[Json]:
        registrar = _registrar(domain.registrar)
        if self.speaks == "thin":
            return [registrar]
        people: dict[str, tuple[Contact, list[str]]] = {}
        for role, person in (
            ("registrant", domain.holder),
            ("administrative", domain.admin),
            ("technical", domain.technical),
        ):
            people.setdefault(public_handle(person), (person, []))[1].append(role)
        shown = [_entity(person, roles, domain.registrar) for person, roles in people.values()]
        return [*shown, registrar]


def _events(domain: Domain) -> list[Json]:
    dates = {
        "registration": domain.created,
        "last changed": domain.updated,
        "expiration": domain.expires,
    }
    return [
        {"eventAction": action, "eventDate": _instant(day)} for action, day in dates.items() if day
    ]


def _link(relation: str, value: str, target: str) -> Json:
    return {"rel": relation, "value": value, "href": target, "type": "application/rdap+json"}


def _name_server(host: str, *, upper: bool) -> Json:
    return {"objectClassName": "nameserver", "ldhName": host.upper() if upper else host}


def _registrar(registrar: Registrar) -> Json:
    abuse = {
        "objectClassName": "entity",
        "roles": ["abuse"],
        "vcardArray": _card("Abuse", tel=registrar.abuse_phone, email=registrar.abuse_email),
    }
    return {
        "objectClassName": "entity",
        "handle": registrar.iana_id,
        "roles": ["registrar"],
        "publicIds": [{"type": "IANA Registrar ID", "identifier": registrar.iana_id}],
        "vcardArray": _card(registrar.name, tel=registrar.phone, email=registrar.email),
        "entities": [abuse],
    }


def _entity(person: Contact, roles: list[str], registrar: Registrar) -> Json:
    entity = {
        "objectClassName": "entity",
        "handle": public_handle(person),
        "roles": roles,
        "status": ["associated", "active"],
        "remarks": _remarks(person, registrar),
    }
    if person.masked:
        return entity | {"vcardArray": _card("Ano Nymous")}
    if person.siren:
        # Not published by the real AFNIC: invented, so that a match by number can be shown.
        entity["publicIds"] = [{"type": "SIREN", "identifier": person.siren}]
    return entity | {"vcardArray": _contact_card(person)}


def _remarks(person: Contact, registrar: Registrar) -> list[Json]:
    kind = "PERSON" if person.kind == "person" else "ORGANIZATION"
    remarks = [
        _remark("contact restricted publication", "YES" if person.masked else "NO"),
        _remark("contact type", kind),
        _remark("registrar name", registrar.name),
    ]
    if person.masked:
        remarks.append({"title": "Warning", "description": WARNING.splitlines()[1:-1]})
    return remarks


def _remark(kind: str, text: str) -> Json:
    return {"type": kind, "description": [text]}


def _contact_card(person: Contact) -> list[Any]:
    address = ["", "", list(person.street), person.city, "", person.postcode, person.country]
    properties = [("org", person.name)] if person.kind == "org" else []
    return _card(
        person.name,
        *properties,
        adr=address,
        email=person.email,
        tel=person.phone,
        kind="org" if person.kind == "org" else "individual",
    )


def _card(name: str, *more: tuple[str, Any], **fields: Any) -> list[Any]:
    properties = [("version", "4.0"), ("fn", name), *more, *fields.items()]
    return ["vcard", [[key, {}, "text", value] for key, value in properties]]


def _instant(day: date) -> str:
    return f"{day.isoformat()}T09:43:27Z"
