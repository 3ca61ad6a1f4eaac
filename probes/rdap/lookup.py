"""RDAP over HTTPS: the registry's answer, and the registrar's own when the registry is thin."""

from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from probes.asking import Means, Target, put
from probes.in_turn import ask_in_turn
from probes.interface import LookupState, Observation, Registration, message
from probes.rdap.parse import parse
from probes.same_name import about_another_name, names_no_holder
from probes.transport import https
from probes.transport.faults import ExchangeError, shown
from probes.transport.https import Page

_ACCEPT = "application/rdap+json, application/json;q=0.9"


async def look_up(target: Target, means: Means) -> tuple[Observation, ...]:
    """Ask the registry; a registry that names no holder points to the registrar, asked next.

    The two answers stay apart: two observations, each with its own server.
    """
    if not target.registry.rdap:
        return ()
    name = target.name.registered_name
    url = f"{target.registry.rdap.rstrip('/')}/domain/{name}"
    from_registry = await _ask(means, url, name)
    link = _registrar_link(from_registry, url)
    if link is None:
        return (from_registry,)
    return (from_registry, await _ask(means, link, name))


async def _ask(means: Means, url: str, name: str) -> Observation:
    asked = (url, f"GET {url}")
    return await ask_in_turn(means, _host(url), asked, partial(_ask_now, means, url, name))


def _host(url: str) -> str:
    """Return whose budget a question is on; one that will be refused is on nobody's."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


async def _ask_now(means: Means, url: str, name: str) -> Observation:
    question = put(means, url, f"GET {url}")
    way = https.Way(
        wire=means.wire,
        resolver=means.resolver,
        client=means.client,
        limit=means.options.limits.rdap_bytes,
        accept=_ACCEPT,
    )
    try:
        page = await https.get(way, url)
    except ExchangeError as error:
        return question.failed(error)
    parsed = about_another_name(parse(page.body, page.status), name)
    return _with_pause(question.read(page.body, page.server, parsed), page)


def _with_pause(observation: Observation, page: Page) -> Observation:
    # A server that is only busy (503) may say how long as well (RFC 9110 section 15.6.4).
    is_told = observation.state in {LookupState.THROTTLED, LookupState.UNREACHABLE}
    if not is_told or not page.retry_after:
        return observation
    pause = message("RDP02_RETRY_AFTER", server=page.server, retry_after=shown(page.retry_after))
    return replace(observation, messages=(*observation.messages, pause))


def _registrar_link(observation: Observation, asked: str) -> str | None:
    facts = observation.facts
    if not isinstance(facts, Registration) or not names_no_holder(facts):
        return None
    return next((link for link in facts.links if link.lower() != asked.lower()), None)
