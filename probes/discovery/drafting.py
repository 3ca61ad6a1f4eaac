"""From traces to a draft: several traces of one thing are one proposal, with its question. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from probes.discovery.catalogue import DOMAIN
from probes.discovery.inferring.seen import Seen, host_of
from probes.discovery.model import Grade, Hit, Proposal, RelatedName, Trace, TraceSource
from probes.discovery.operators import operator_of
from probes.interface import Message, message

_MOST_TRACES = 12
_MOST_QUESTIONS = 4
_MOST_RELATED = 50
# The order of the register: the name first, then what hangs on it.
_ORDER = (
    "domain_fr", "domain_gtld", "domain_eu", "domain_cctld", "dns_zone", "email_m365", "email_gws",
    "email_other", "email_filter", "hosting", "website_cms", "site_builder", "source_code",
    "tls_cert", "appointment", "practice_software", "crm", "payment", "emailing", "gtm", "ga4",
    "gsc", "google_ads", "meta_business",
)  # fmt: skip
_NAMED_BY_TENANT = frozenset({"email_m365", "source_code", "practice_software"})


def draft_of(seen: Seen, hits: Iterable[Hit]) -> tuple[list[Proposal], list[Proposal]]:
    """Return the proposals, and the questions about what no trace proves."""
    told = list(hits)
    proposing = [hit for hit in told if hit.fingerprint.proposes]
    asking = [hit for hit in told if not hit.fingerprint.proposes]
    proposals = [_proposal(seen, group) for group in _grouped(seen, proposing)]
    known = {(item.kind, item.provider) for item in proposals if item.provider}
    questions = [
        _proposal(seen, group)
        for group in _grouped(seen, asking)
        # What stands in the draft already need not be asked about a second time.
        if (_kind(seen, group[0]), group[0].operator) not in known or not _is_unproved(group)
    ]
    return sorted(proposals, key=_rank), sorted(questions, key=_rank)


def related_names(seen: Seen) -> list[RelatedName]:
    """Return other names that seem to belong with this one: in its certificate, or led to."""
    found: dict[str, Trace] = {}
    shown = seen.certificate
    own = {seen.name, f"www.{seen.name}"}
    for name in shown.names if shown and shown.fault != "wrong_name" else ():
        place = f"TLS {shown.host}" if shown else ""
        trace = Trace(fingerprint="ct_names", source=TraceSource.CERT, place=place, text=name)
        found.setdefault(name, trace)
    for page in seen.pages[:1]:
        host = host_of(page)
        trace = Trace(fingerprint="redirect", source=TraceSource.HEADER, place=page.url, text=host)
        found.setdefault(host, trace)
    others = [RelatedName(name=name, trace=found[name]) for name in sorted(found)]
    # A star stands for any name, and tells of none.
    named = [item for item in others if item.name not in own and "*" not in item.name]
    return named[:_MOST_RELATED]


def _grouped(seen: Seen, hits: Sequence[Hit]) -> list[list[Hit]]:
    """Group hits by kind, operator and number; those without a number join the first that has one.

    Questions keep one group for each trace of the catalogue: each asks something of its own.
    """
    groups: dict[tuple[str, ...], list[Hit]] = {}
    for hit in sorted(hits, key=lambda hit: not hit.identifier):
        apart = "" if hit.fingerprint.proposes else hit.fingerprint.id
        thing = (_kind(seen, hit), hit.operator, apart)
        same = [key for key in groups if key[:3] == thing]
        key = same[0] if same and not hit.identifier else (*thing, hit.identifier)
        groups.setdefault(key, []).append(hit)
    return list(groups.values())


def _proposal(seen: Seen, hits: Sequence[Hit]) -> Proposal:
    kind, identifier = _kind(seen, hits[0]), hits[0].identifier
    asks = dict.fromkeys(_ask(hit, kind) for hit in hits)
    return Proposal(
        kind=kind,
        provider=hits[0].operator or _named_by_question(seen, hits[0]),
        identifier=identifier,
        grade=min((hit.fingerprint.grade for hit in hits), key=list(Grade).index),
        held_by=_held_by(kind, identifier, hits),
        traces=_traces(hits),
        asks=tuple(asks)[:_MOST_QUESTIONS],
        expires_on=next((hit.expires_on for hit in hits if hit.expires_on), None),
    )


def _kind(seen: Seen, hit: Hit) -> str:
    if hit.fingerprint.kind != DOMAIN:
        return hit.fingerprint.kind
    known = {"afnic": "domain_fr", "eurid": "domain_eu"}.get(seen.target.registry.id)
    last = seen.target.name.registered_name.rpartition(".")[2]
    is_of_a_country = len(last) == 2  # noqa: PLR2004 - ISO 3166-1 alpha-2
    return known or ("domain_cctld" if is_of_a_country else "domain_gtld")


def _ask(hit: Hit, kind: str) -> str:
    is_family = hit.fingerprint.kind == DOMAIN and hit.fingerprint.ask.startswith(DOMAIN)
    return kind if is_family else hit.fingerprint.ask


def _named_by_question(seen: Seen, hit: Hit) -> str:
    """Return whom a question is about, where its trace names nobody: else the domain is left.

    A domain that only one house of the catalogue uses is called as that house is.
    """
    is_host = not hit.fingerprint.proposes and not re.search(r"\s", hit.trace.text)
    domain = seen.holder_of(hit.trace.text) if is_host else ""
    return operator_of(domain) or domain


def _held_by(kind: str, identifier: str, hits: Sequence[Hit]) -> Message:
    told = next((hit.held_by for hit in hits if hit.held_by is not None), None)
    if told is not None:
        return told
    if kind in _NAMED_BY_TENANT and identifier:
        return message("DIS03_HELD_NAMED", name=identifier)
    return message("DIS03_HELD_UNKNOWN")


def _traces(hits: Sequence[Hit]) -> tuple[Trace, ...]:
    counted = Counter(hit.trace for hit in hits)
    return tuple(
        Trace(
            fingerprint=trace.fingerprint,
            source=trace.source,
            place=trace.place,
            text=trace.text,
            count=count,
        )
        for trace, count in list(counted.items())[:_MOST_TRACES]
    )


def _is_unproved(group: Sequence[Hit]) -> bool:
    return all(hit.fingerprint.grade is Grade.T for hit in group)


def _rank(proposal: Proposal) -> tuple[int, str, str, str]:
    place = _ORDER.index(proposal.kind) if proposal.kind in _ORDER else len(_ORDER)
    return place, proposal.kind, proposal.provider.lower(), proposal.identifier
