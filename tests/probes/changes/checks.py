"""Checks written down in a scenario table, as surveys that the probes would have brought back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from probes.interface import (
    Certificate,
    Contact,
    Delegation,
    Facts,
    LookupState,
    MailPolicy,
    Observation,
    Redaction,
    Registration,
    ServerAnswer,
    SigningFacts,
    Source,
    Survey,
    ZoneRecords,
    message,
)
from probes.published.privacy import privacy_of
from probes.published.values import is_hidden, published

NAME = "cabinet-durand.example"
START = datetime(2026, 3, 1, 8, tzinfo=UTC)
_HOSTS = {
    "rdap": "https://rdap.registry.example/domain",
    "whois": "whois.registry.example",
    "registrar_rdap": "https://rdap.registrar.example/domain",
    "registrar_whois": "whois.registrar.example",
    "dns": "ns1.host.example",
    "records": "ns1.host.example",
    "tls": NAME,
}
_SOURCES = {
    "rdap": Source.RDAP,
    "registrar_rdap": Source.RDAP,
    "whois": Source.WHOIS,
    "registrar_whois": Source.WHOIS,
    "dns": Source.DNS,
    "records": Source.DNS,
    "tls": Source.TLS,
}
Told = Mapping[str, Any]


def survey(check: Told, number: int = 0, name: str = NAME) -> Survey:
    """Return one check: what each source said, in the order in which they are asked."""
    at = START + timedelta(days=number)
    seen = tuple(observation(source, check[source], at) for source in _HOSTS if source in check)
    return Survey(
        name=name,
        registered_name=name,
        registry="registry",
        observations=seen,
        started_at=at,
        finished_at=at,
    )


def surveys(checks: Sequence[Told]) -> list[Survey]:
    """Return checks made a day apart, the oldest first."""
    return [survey(check, number) for number, check in enumerate(checks)]


def observation(source: str, told: Told, at: datetime) -> Observation:
    """Return one answer; `state` alone stands for one that could not be had or read."""
    state = LookupState(told.get("state", "registered"))
    facts = _FACTS[source](told) if state is LookupState.REGISTERED else None
    notes = (message("TLS02_NO_ROOTS_HERE"),) if told.get("no_roots") else ()
    return Observation(
        source=_SOURCES[source],
        server=f"{told.get('server', _HOSTS[source])} [192.0.2.1]",
        question=NAME,
        asked_at=at,
        took_ms=1,
        state=state,
        raw=b"",
        sha256="",
        facts=facts,
        messages=notes,
    )


def registration(told: Told) -> Registration:
    """Return a registration as a parser would have read it."""
    holder = _holder(told)
    return Registration(
        domain=NAME,
        registrar=told.get("registrar"),
        registrar_id=told.get("registrar_id"),
        registrant=holder,
        contacts=(holder,) if holder else (),
        created=_day(told, "created"),
        updated=_day(told, "updated"),
        expires=_day(told, "expires"),
        name_servers=tuple(sorted(told.get("name_servers", ()))),
        statuses=tuple(told.get("statuses", ())),
        privacy=privacy_of(holder),
    )


def _holder(told: Told) -> Contact | None:
    if not {"org", "person", "hidden", "redacted"} & told.keys():
        return None
    names = [told.get("person"), told.get("org")]
    siren = told.get("siren")
    return Contact(
        roles=("registrant",),
        name=published(names[0]),
        organization=published(names[1]),
        redacted=tuple(Redaction(name=name) for name in told.get("redacted", ())),
        masked=bool(told.get("hidden")) or any(map(is_hidden, names)),
        identifiers=(("siren", siren),) if siren else (),
    )


def _day(told: Told, key: str) -> date | None:
    return told.get(key)


def _delegation(told: Told) -> Delegation:
    servers = tuple(sorted(told.get("servers", ())))
    hosts = told.get("mail", [["mx.host.example"]])
    serials = told.get("serials", [1] * len(hosts))
    answers = [
        ServerAnswer(
            server=f"ns{number}.host.example",
            address="192.0.2.1",
            state=LookupState.REGISTERED,
            authoritative=True,
            serial=serial,
            mail_hosts=tuple(each),
        )
        for number, (each, serial) in enumerate(zip(hosts, serials, strict=True))
    ]
    return Delegation(
        zone=NAME, parent_name_servers=servers, answers=tuple(answers) if servers else ()
    )


def _records(told: Told) -> ZoneRecords:
    mail = told.get("mail")
    return ZoneRecords(
        zone=NAME,
        name=NAME,
        server="ns1.host.example",
        signing=SigningFacts(delegated=tuple(told["ds"])) if "ds" in told else None,
        mail=MailPolicy(
            mail_hosts=None if mail is None else tuple(mail),
            spf=tuple(told["spf"]) if "spf" in told else None,
            dmarc=tuple(told["dmarc"]) if "dmarc" in told else None,
        ),
    )


def _certificate(told: Told) -> Certificate:
    fault = told.get("fault")
    day = told.get("until", date(2026, 6, 1))
    return Certificate(
        host=told.get("host", NAME),
        subject=told.get("subject", f"CN={NAME}"),
        issuer=told.get("issuer", "CN=R1,O=Autorité Exemple,C=FR"),
        names=(NAME,),
        not_before=START,
        not_after=datetime(day.year, day.month, day.day, tzinfo=UTC),
        sha256=told.get("leaf", "a" * 64),
        chain=(),
        trusted=fault is None,
        fault=fault,
    )


_FACTS: Mapping[str, Callable[[Told], Facts]] = {
    "rdap": registration,
    "whois": registration,
    "registrar_rdap": registration,
    "registrar_whois": registration,
    "dns": _delegation,
    "records": _records,
    "tls": _certificate,
}
