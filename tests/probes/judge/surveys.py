"""Surveys made by hand: what registries, registrars, name servers and sites said on one day."""

import hashlib
from datetime import UTC, datetime

from probes.interface import (
    Certificate,
    Contact,
    Delegation,
    Identity,
    LookupState,
    Observation,
    Person,
    Privacy,
    Registration,
    ServerAnswer,
    Source,
    Survey,
)

DAY = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
NAME = "valmont-tessier.example"

PRACTICE = Identity(
    name="SELARL Valmont Tessier",
    legal_form="SELARL",
    siren="900000001",
    people=(Person(name="Hélène Valmont", title="Maître"),),
    postcode="35000",
    city="Rennes",
    domains=(NAME,),
)
AGENCY = Identity(
    name="Studio Exemple Web",
    legal_form="SAS",
    siren="911111110",
    domains=("studio-exemple.example",),
)
OTHER_AGENCY = Identity(name="Atelier Numérique Kerlo", domains=("kerlo.example",))

PRACTICE_CONTACT = Contact(organization="SELARL Valmont Tessier", city="Rennes", postcode="35000")
AGENCY_CONTACT = Contact(organization="STUDIO EXEMPLE WEB")
STRANGER_CONTACT = Contact(organization="Transports Morvan SARL")
MASKED_CONTACT = Contact(kind="individual", handle="ANO00-FRNIC", masked=True)
PROXY_CONTACT = Contact(organization="Domains By Proxy, LLC")


def survey(*observations):
    return Survey(
        name=NAME,
        registered_name=NAME,
        registry="afnic",
        observations=observations,
        started_at=DAY,
        finished_at=DAY,
    )


def observation(source, server, state=LookupState.REGISTERED, facts=None, messages=()):
    raw = f"{source} {server} {state} {facts}".encode()
    return Observation(
        source=source,
        server=server,
        question=NAME,
        asked_at=DAY,
        took_ms=12,
        state=state,
        raw=raw,
        sha256=hashlib.sha256(raw).hexdigest(),
        facts=facts,
        messages=messages,
    )


def rdap(contact=None, *, server="https://rdap.nic.example/ [192.0.2.1]", **fields):
    return observation(Source.RDAP, server, facts=registration(contact, **fields))


def whois(contact=None, *, server="whois.nic.example [192.0.2.2]", **fields):
    return observation(Source.WHOIS, server, facts=registration(contact, **fields))


def registration(contact=None, **fields):
    return Registration(domain=NAME, registrant=contact, **fields)


def failed(source, state=LookupState.UNREACHABLE, server="nic.example [192.0.2.9]"):
    return observation(source, server, state=state)


def hidden_record():
    """Give an answer whose whole registrant the registry redacts (RFC 9537)."""
    return observation(
        Source.RDAP, "rdap.nic.example", facts=Registration(domain=NAME, privacy=Privacy.REDACTED)
    )


def server(name, *, ns=(), mx=(), state=LookupState.REGISTERED):
    return ServerAnswer(
        server=name,
        address="192.0.2.53",
        state=state,
        authoritative=state is LookupState.REGISTERED,
        name_servers=ns,
        mail_hosts=mx,
    )


def dns(*answers, parent=("ns1.agency.example", "ns2.agency.example"), exists=True):
    """Give the parent's reply, then the whole, as the DNS source does."""
    of_parent = Delegation(zone=NAME, exists=exists, parent_name_servers=parent)
    whole = Delegation(zone=NAME, exists=exists, parent_name_servers=parent, answers=answers)
    return (
        observation(Source.DNS, "d.nic.example [192.0.2.3]", facts=of_parent),
        observation(Source.DNS, ", ".join(parent), facts=whole),
    )


def site(*, issuer="CN=R11,O=Let's Encrypt,C=US", fault=None, host=NAME, messages=()):
    certificate = Certificate(
        host=host,
        subject=f"CN={host}",
        issuer=issuer,
        names=(host,),
        not_before=datetime(2026, 10, 1, tzinfo=UTC),
        not_after=datetime(2026, 12, 30, tzinfo=UTC),
        sha256="00" * 32,
        chain=(f"CN={host}", issuer),
        trusted=fault is None,
        fault=fault,
    )
    return observation(Source.TLS, f"{host} [192.0.2.80]", facts=certificate, messages=messages)


def verdict_on(field, verdicts):
    """Return the one verdict on a field, None when there is none."""
    found = [verdict for verdict in verdicts if verdict.field is field]
    assert len(found) <= 1
    return found[0] if found else None


def codes(verdict):
    return [reason.code for reason in verdict.reasons]
