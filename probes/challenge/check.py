"""One check of one challenge: the one function that the service calls."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from probes import suffixes
from probes.asking import Target
from probes.challenge.asking_site import ask_site
from probes.challenge.asking_zone import ServerHeard, ZoneHeard, ask_zone
from probes.challenge.judging_site import judge_site
from probes.challenge.judging_zone import judge_zone
from probes.challenge.model import Check, Order, Place
from probes.challenge.token import Method
from probes.errors import NameRefusedError
from probes.interface import Observation, Source
from probes.names import read_name
from probes.options import ProbeOptions
from probes.registry import Sitting, sitting

PARSER = "challenge"
"""Who read the answers of a check; they are no survey of the name."""


def check(order: Order, options: ProbeOptions) -> Check:
    """Look whether the value is in place, and whether that shows anything.

    Raises NameRefusedError for a name that will not be asked about and OptionsError for unusable
    options; never for what a peer did.
    """

    async def once() -> Check:
        async with sitting(options) as open_sitting:
            return await check_in(open_sitting, order)

    return asyncio.run(once())


async def check_in(open_sitting: Sitting, order: Order) -> Check:
    """Do as `check`, in a sitting that is open."""
    target = open_sitting.target_of(read_challenged(order.name, open_sitting.options))
    look = _look_at_site if order.method is Method.HTTP else _look_at_zone
    return await look(open_sitting, target, order)


def read_challenged(typed: str, options: ProbeOptions) -> str:
    """Return the name a challenge may be about, in ASCII; raises NameRefusedError.

    Below a suffix such as `avocat.fr` anybody may hold a name, also the one the record would have.
    """
    known = (options.extra_suffixes, options.tables.folder)
    name = read_name(typed, *known).name
    if suffixes.any_suffix(name, *known) == name:
        raise NameRefusedError("NAM01_PUBLIC_SUFFIX", name=name)
    return name


async def _look_at_zone(open_sitting: Sitting, target: Target, order: Order) -> Check:
    started_at = open_sitting.now()
    first, later = (open_sitting.means_for(Source.DNS) for _ in range(2))
    heard = await ask_zone(target, first, later, order.expected)
    finished_at = open_sitting.now()
    return Check(
        name=target.name.name,
        registered_name=target.name.registered_name,
        registry=target.registry.id,
        method=order.method,
        judgement=judge_zone(heard, order.sightings, started_at),
        places=tuple(_places(heard)),
        observations=_marked(heard.observations),
        started_at=started_at,
        finished_at=finished_at,
    )


async def _look_at_site(open_sitting: Sitting, target: Target, order: Order) -> Check:
    started_at = open_sitting.now()
    told = await ask_site(target.name.name, open_sitting.means_for(Source.HTTP), order.expected)
    return Check(
        name=target.name.name,
        registered_name=target.name.registered_name,
        registry=target.registry.id,
        method=order.method,
        judgement=judge_site(told),
        places=tuple(
            Place(server=heard.host, address=heard.address, saw=heard.placed.seen) for heard in told
        ),
        observations=_marked(each for heard in told for each in heard.observations),
        started_at=started_at,
        finished_at=open_sitting.now(),
    )


def _places(heard: ZoneHeard) -> list[Place]:
    """List every delegated server, those that gave no answer too."""
    told: dict[tuple[str, str], ServerHeard] = {
        (each.server.name, each.server.address): each for each in heard.servers
    }
    answers = heard.delegation.answers if heard.delegation else ()
    return [
        Place(
            server=answer.server,
            address=answer.address,
            saw=told[key].placed.seen if (key := (answer.server, answer.address)) in told else None,
        )
        for answer in answers
    ]


def _marked(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    return tuple(replace(each, parser=PARSER) for each in observations)
