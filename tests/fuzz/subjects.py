"""The readers under fuzz: each takes a mangled answer and tells whether it was the one to read it.

WHOIS forms come from `probes.whois.registries`, so that a new form is here from its first day.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

import dns.message
import dns.name
import dns.rdatatype

from probes.batch import flat
from probes.dns_lookup import servers
from probes.interface import LookupState, Parsed
from probes.rdap.parse import parse as parse_rdap
from probes.same_name import about_another_name
from probes.tls import certificate
from probes.transport import messages, queries, zones
from probes.transport.faults import ExchangeError
from probes.transport.queries import NameServer
from probes.whois import registries
from probes.whois.classify import classify
from probes.whois.parse import parse as parse_whois
from probes.whois.registries import Form
from probes.whois.text import readable
from tests.fuzz import certificates, mutations, structures
from tests.fuzz.judging import judge_what_was_read
from tests.fuzz.mutations import Mutation
from tests.fuzz.pages import read_page, read_zone_file
from tests.fuzz.records import Record, Records

Read = Callable[[Record], bool]

_STATUSES = (200, 200, 200, 404, 429, 500)
_ROOT_SERVER = NameServer(name="root", address="192.0.2.53")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A reader, the records it is fed mangled, and the ways to mangle them."""

    name: str
    read: Read
    records: tuple[Record, ...]
    ways: Sequence[Mutation]
    donors: tuple[Record, ...] = ()
    """Records that pieces are borrowed from: those of the other readers too."""
    share: int = 1
    """Takes one answer for so many of the others: for a reader that is slow by design."""
    clock: Callable[[], float] = time.process_time
    """Processor time, which a busy machine does not stretch; by the wall for one that waits."""


PYTHON_WHOIS_SHARE = 10
# python-whois runs in a process of its own and is waited for.
_WAITING = {"share": PYTHON_WHOIS_SHARE, "clock": time.perf_counter}


def subjects(records: Records) -> Iterator[Subject]:
    """Yield every reader with its records."""
    text = partial(Subject, ways=mutations.TEXT, donors=records.whois)
    yield text(name="WHOIS classification", read=_classify, records=records.whois)
    for form in Form:
        if form is not Form.OTHER:  # nobody declared it: read by one of the others
            yield text(
                name=f"WHOIS {form}",
                read=partial(_read_whois, form),
                records=records_of_form(form, records.whois),
                **(_WAITING if form is Form.PYTHON_WHOIS else {}),
            )
    rdap = partial(Subject, records=records.rdap, donors=records.rdap)
    yield rdap(name="RDAP", read=_read_rdap, ways=structures.JSON)
    yield rdap(name="verdicts on RDAP", read=_judge_rdap, ways=[structures.change_json])
    dns_ways, der = structures.DNS, structures.DER
    messages, chains = records.dns, records.certificates
    yield Subject(name="DNS messages", read=_read_dns, records=messages, ways=dns_ways)
    yield Subject(name="certificates", read=_read_chain, records=chains, ways=der)
    yield Subject(name="pages", read=read_page, records=records.pages, ways=mutations.TEXT)
    zone_files = records.zones
    yield Subject(name="zone files", read=read_zone_file, records=zone_files, ways=mutations.TEXT)


def records_of_form(form: Form, records: Sequence[Record]) -> tuple[Record, ...]:
    """Return the records that this reader finds facts in, else all, which it finds none in.

    Our own, and all where nobody recorded this form, are read as answers of each registry that
    writes so.
    """
    writers = [item.id for item in registries._by_id().values() if item.form is form]
    anybodys = [
        replace(record, registry=writer)
        for record in records
        if not record.registry
        for writer in writers
    ]
    placed = [record for record in records if record.registry] + anybodys
    read = [(item, parse_whois(item.domain, item.registry, item.raw)) for item in placed]
    with_facts = [item for item, parsed in read if parsed.parser == form and parsed.registration]
    return tuple(with_facts) or tuple(replace(item, registry=writers[0]) for item in records)


def _classify(record: Record) -> bool:
    classify(readable(record.raw))
    return True


def _read_whois(form: Form, record: Record) -> bool:
    parsed = parse_whois(record.domain, record.registry, record.raw)
    _use(parsed, record)
    return parsed.parser == form.value


def _read_rdap(record: Record) -> bool:
    status = _STATUSES[len(record.raw) % len(_STATUSES)]
    _use(parse_rdap(record.raw, status), record)
    return True


def _judge_rdap(record: Record) -> bool:
    return judge_what_was_read(parse_rdap(record.raw))


def _use(parsed: Parsed, record: Record) -> None:
    """Do with an answer what every caller does, and hold it to its promise."""
    if (parsed.registration is not None) != (parsed.state is LookupState.REGISTERED):
        raise AssertionError(f"{parsed.state} with {parsed.registration}")
    json.dumps(flat(about_another_name(parsed, record.domain)))


def _read_dns(record: Record) -> bool:
    query = _query(record.query)
    queries.is_truncated(record.raw)
    try:
        is_usual = messages.read(record.raw, query.wire) is not None
        if not is_usual and not queries.is_for(query, record.raw):
            return True
        reply = queries.read(query, record.raw, _ROOT_SERVER)
    except ExchangeError:
        return True
    _look_at(reply, dns.name.from_wire(query.question, 0)[0])
    return True


def _look_at(reply: queries.Reply, wanted: dns.name.Name) -> None:
    """Read from a reply all that the resolver and the DNS source read."""
    reply.rcode.to_text(reply.rcode)
    for zone in (dns.name.root, wanted.parent(), wanted):
        zones.is_useful(reply, zone, wanted)
        cut = zones.referral(reply, zone, wanted)
        if cut is not None:
            zones.delegated_names(cut)
    zones.addresses_in(reply, wanted)
    zones.alias_in(reply, wanted)
    servers._speaks_for(reply, wanted)
    servers._name_servers([reply], wanted)
    servers._mail_hosts([reply], wanted)


@cache
def _query(wire: bytes) -> queries.Query:
    end = wire.index(b"\0", 12) + 5
    return queries.Query(wire[12:end], number=int.from_bytes(wire[:2], "big"))


def _read_chain(record: Record) -> bool:
    try:
        certificate.read(
            certificates.in_pem(record.raw), certificates.HOST, (_trusted(),), certificates.NOW
        )
    except ValueError:
        return True  # the reader's word for "no chain of certificates"
    return True


_trusted = cache(certificates.root)
