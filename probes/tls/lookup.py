"""TLS: the certificate that a site shows, and whether browsers would accept it."""

import asyncio

from probes.asking import Means, Target, put
from probes.interface import Certificate, LookupState, Message, Observation, message
from probes.tls.certificate import read
from probes.transport import tls, trust
from probes.transport.faults import ExchangeError


async def look_up(target: Target, means: Means) -> tuple[Observation, ...]:
    """Connect to the site, keep its chain in PEM, judge it by today's date and our roots."""
    host = target.site_host
    question = put(means, host, f"TLS {host}:443")
    try:
        shown = await tls.show_certificates(means.wire, means.resolver, host)
    except ExchangeError as error:
        return (question.failed(error),)
    roots = trust.roots(means.options)
    try:
        facts = await asyncio.to_thread(read, shown.pem, host, roots, question.asked_at)
    except ValueError:
        unread = message("TLS02_UNREADABLE", server=shown.server)
        state = LookupState.UNPARSEABLE
        return (question.answered(shown.pem, state, server=shown.server, messages=(unread,)),)
    answer = question.answered(
        shown.pem,
        LookupState.REGISTERED,
        server=shown.server,
        facts=facts,
        messages=_notes(facts, has_roots=bool(roots)),
    )
    return (answer,)


def _notes(facts: Certificate, *, has_roots: bool) -> tuple[Message, ...]:
    if not has_roots:
        return (message("TLS02_NO_ROOTS_HERE"),)
    return (message(f"TLS01_{facts.fault.upper()}", host=facts.host),) if facts.fault else ()
