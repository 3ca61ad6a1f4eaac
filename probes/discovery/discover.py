"""One name in, a draft register out: the one function that the command and the service call."""

import asyncio

from probes.discovery.asking_dns import ZoneSeen, ask_zone
from probes.discovery.asking_site import SiteSeen, ask_site, headers_of, metas_of
from probes.discovery.drafting import draft_of, related_names
from probes.discovery.inferring import infer
from probes.discovery.inferring.seen import Seen, host_of
from probes.discovery.matching import match_evidence, match_page
from probes.discovery.model import Draft, Hit
from probes.interface import Message, Observation, Source, Survey, message
from probes.names import ProbeName
from probes.options import ProbeOptions
from probes.pacing.ledger import Ledger
from probes.registry import Sitting, sitting

_OF_REGISTERS = (Source.RDAP, Source.WHOIS, Source.TLS)


def discover(name: str, options: ProbeOptions, ledger: Ledger | None = None) -> Draft:
    """Ask the network about a name and return a draft register.

    With a `ledger`, registries are asked when their turn comes.
    Raises NameRefusedError for a name that will not be asked about and OptionsError for unusable
    options; never for what a peer did: that is a note of the draft.
    """
    return asyncio.run(discover_async(name, options, ledger))


async def discover_async(name: str, options: ProbeOptions, ledger: Ledger | None = None) -> Draft:
    """Do as `discover`, inside a running event loop."""
    async with sitting(options, ledger=ledger) as open_sitting:
        return await discover_in(open_sitting, name)


async def discover_in(open_sitting: Sitting, name: str) -> Draft:
    """Do as `discover`, in a sitting that is open."""
    target = open_sitting.target_of(without_www(open_sitting.target_of(name).name))
    known = open_sitting.known_of(target)
    survey, zone, site = await asyncio.gather(
        open_sitting.observe(target.name.name, sources=_OF_REGISTERS, known=known),
        ask_zone(target, open_sitting.means_for(Source.DNS, known)),
        # The site is asked as the source of its certificate is: same hosts, same deadline.
        ask_site(target, open_sitting.means_for(Source.TLS, known)),
    )
    seen = Seen(
        target=target,
        options=open_sitting.options,
        survey=survey,
        evidence=tuple(zone.evidence),
        addresses=tuple(zone.addresses),
        pages=tuple(site.pages),
    )
    hits = find(seen)
    proposals, questions = draft_of(seen, hits)
    registers = [_asked(item) for item in survey.observations]
    return Draft(
        name=target.name.name,
        proposals=tuple(proposals),
        questions=tuple(questions),
        related=tuple(related_names(seen)),
        notes=_notes(seen, zone, site),
        asked=(*registers, *zone.asked, *site.asked),
        started_at=survey.started_at,
        finished_at=open_sitting.now(),
        is_heard=_is_heard(survey, zone, site),
    )


def without_www(read: ProbeName) -> str:
    """Return the name that is meant when people type that of their site: mail is not under www."""
    return read.tenant_name if read.name == f"www.{read.tenant_name}" else read.name


def find(seen: Seen) -> tuple[Hit, ...]:
    """Return every trace in what was seen. Pure."""
    hits = list(match_evidence(seen.evidence))
    for shown, page in seen.read_pages:
        hits += match_evidence((*headers_of(shown), *metas_of(page, shown.url)))
        hits += match_page(page, shown.url)
    return (*hits, *infer(seen, tuple(hits)))


def _asked(observation: Observation) -> str:
    source = observation.source.upper()
    is_told = observation.question.startswith(source)
    return observation.question if is_told else f"{source} {observation.question}"


def _is_heard(survey: Survey, zone: ZoneSeen, site: SiteSeen) -> bool:
    answered = any(observation.raw for observation in survey.observations)
    return answered or bool(zone.evidence or site.pages) or not zone.is_delegated


def _notes(seen: Seen, zone: ZoneSeen, site: SiteSeen) -> tuple[Message, ...]:
    free = (message("DIS02_FREE", name=seen.name),) if seen.is_free else ()
    told = (note for item in seen.survey.observations for note in item.messages)
    notes = (*free, *seen.survey.messages, *zone.notes, *_elsewhere(seen), *site.notes, *told)
    return tuple(dict.fromkeys(notes))


def _elsewhere(seen: Seen) -> tuple[Message, ...]:
    host = host_of(seen.pages[0]) if seen.pages else seen.name
    return () if seen.is_own(host) else (message("DIS02_ELSEWHERE", host=host),)
