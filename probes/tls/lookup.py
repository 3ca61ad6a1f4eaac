"""TLS: the certificate that a site shows, and whether browsers would accept it."""

import asyncio
from datetime import datetime

from probes.asking import Means, Target, put
from probes.interface import Certificate, LookupState, Message, Observation, message
from probes.tls.certificate import read
from probes.transport import tls, trust
from probes.transport.faults import ExchangeError
from probes.transport.tls import Shown

_USUAL_BYTES = 8_192


async def look_up(target: Target, means: Means) -> tuple[Observation, ...]:
    """Connect to the site, keep its chain in PEM, judge it by today's date and our roots."""
    host = target.site_host
    question = put(means, host, f"TLS {host}:443")
    meeting, facts = means.client.meet(host), None
    try:
        shown = await tls.show_certificates(means.wire, means.resolver, means.client, meeting)
        facts = await _read(shown, means, question.asked_at)
    except ExchangeError as error:
        return (question.failed(error),)
    finally:
        meeting.end(is_trusted=facts is not None and facts.trusted)
    answer = question.answered(
        shown.pem,
        LookupState.REGISTERED,
        server=shown.server,
        facts=facts,
        messages=_notes(facts, has_roots=bool(trust.roots(means.options))),
    )
    return (answer,)


async def _read(shown: Shown, means: Means, now: datetime) -> Certificate:
    """Read a chain here when it is as long as most are; a long one may take a while."""
    asked = shown.pem, shown.host, trust.roots(means.options), now
    try:
        if len(shown.pem) <= _USUAL_BYTES:
            return read(*asked)
        return await asyncio.to_thread(read, *asked)
    except ValueError as error:
        raise ExchangeError(
            "TLS02_UNREADABLE",
            state=LookupState.UNPARSEABLE,
            server=shown.server,
            received=shown.pem,
        ) from error


def _notes(facts: Certificate, *, has_roots: bool) -> tuple[Message, ...]:
    if not has_roots:
        return (message("TLS02_NO_ROOTS_HERE"),)
    return (message(f"TLS01_{facts.fault.upper()}", host=facts.host),) if facts.fault else ()
