"""A draft from what somebody has at hand: a zone file, the source of a page. Nothing is asked.

For a practice whose site is down, whose zone was exported, or that would rather not be looked up;
and the only way to traces whose names hold a number that nobody could ask for without guessing.
"""

import re
from collections.abc import Iterator
from datetime import datetime

import dns.exception
import dns.name
import dns.zone
from dns.rdatatype import RdataType

from probes import names
from probes.asking import Target
from probes.discovery.discover import find, without_www
from probes.discovery.drafting import draft_of
from probes.discovery.inferring.seen import Seen
from probes.discovery.model import Draft, Evidence, SeenPage, TraceSource
from probes.discovery.reading import evidence_of, text_of
from probes.errors import PastedError
from probes.interface import Survey
from probes.options import ProbeOptions
from probes.registries import find_registry

_LONGEST_ZONE = 262_144
_KEY = "_domainkey"
_KINDS = (RdataType.NS, RdataType.MX, RdataType.TXT, RdataType.CNAME, RdataType.A)
_OF_THE_NAME = {
    RdataType.NS: TraceSource.NS,
    RdataType.MX: TraceSource.MX,
    RdataType.A: TraceSource.A,
}
_OF_LABELS = {RdataType.TXT: TraceSource.TXT, RdataType.CNAME: TraceSource.CNAME}
_LINE = re.compile(r":(\d+):")


def discover_pasted(
    name: str, options: ProbeOptions, *, zone: str = "", page: bytes = b"", now: datetime
) -> Draft:
    """Draft a register from a zone file and a page, either of which may be missing.

    Raises NameRefusedError for a name that is none and PastedError for a zone that is none.
    """
    known = (options.extra_suffixes, options.tables.folder)
    read = names.read_name(without_www(names.read_name(name, *known)), *known)
    target = Target(
        name=read, registry=find_registry(read.registered_name, options), site_host=read.name
    )
    evidence = tuple(read_zone(zone, read.name)) if zone else ()
    body = page[: options.limits.page_bytes]
    seen = Seen(
        target=target,
        options=options,
        survey=_nothing_asked(target, now),
        evidence=evidence,
        addresses=tuple(item.text for item in evidence if item.source is TraceSource.A),
        pages=(SeenPage(url=f"https://{read.name}/", body=body),) if body else (),
    )
    proposals, questions = draft_of(seen, find(seen))
    return Draft(
        name=read.name,
        proposals=tuple(proposals),
        questions=tuple(questions),
        related=(),
        notes=(),
        asked=(),
        started_at=now,
        finished_at=now,
    )


def read_zone(text: str, name: str) -> Iterator[Evidence]:
    """Yield what a zone file tells; raises PastedError, with the line where there is one."""
    if len(text) > _LONGEST_ZONE:
        raise PastedError("DIS04_ZONE_TOO_LONG", limit=str(_LONGEST_ZONE // 1024))
    origin = dns.name.from_text(name)
    try:
        zone = dns.zone.from_text(
            text,
            origin=origin,
            relativize=False,
            check_origin=False,  # an export often leaves out SOA and NS
            allow_directives=("$ORIGIN", "$TTL"),  # others may include files, or never end
        )
    except (dns.exception.DNSException, ValueError, KeyError) as error:
        line = _LINE.search(str(error))
        if line is None:
            raise PastedError("DIS04_ZONE_UNREADABLE") from error
        raise PastedError("DIS04_ZONE_LINE", line=line[1]) from error
    for kind in _KINDS:
        for owner, records in zone.iterate_rdatasets(kind):
            label = owner.relativize(origin).to_text().lower()
            for record in records:
                text_ = text_of(record, kind)
                yield from _evidence(kind, "" if label == "@" else label, name, text_)


def _evidence(kind: RdataType, label: str, name: str, text: str) -> list[Evidence]:
    place = f"{kind.name} {label}.{name}" if label else f"{kind.name} {name}"
    if kind in _OF_THE_NAME:
        is_of_site = kind == RdataType.A and label == "www"
        return evidence_of(_OF_THE_NAME[kind], place, text) if not label or is_of_site else []
    if label.endswith(f".{_KEY}"):
        return evidence_of(TraceSource.DKIM, place, text, label.removesuffix(f".{_KEY}"))
    if label == "_dmarc":
        return evidence_of(TraceSource.DMARC, place, text)
    is_text_elsewhere = kind == RdataType.CNAME and label == "_acme-challenge"
    return evidence_of(
        TraceSource.TXT if is_text_elsewhere else _OF_LABELS[kind], place, text, label
    )


def _nothing_asked(target: Target, now: datetime) -> Survey:
    return Survey(
        name=target.name.name,
        registered_name=target.name.registered_name,
        registry=target.registry.id,
        observations=(),
        started_at=now,
        finished_at=now,
    )
