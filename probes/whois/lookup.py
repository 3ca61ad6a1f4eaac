"""WHOIS: the registry's server, and the registrar's when the registry is thin and names it."""

import asyncio
import re
from functools import partial

from probes.asking import Means, Target, put
from probes.in_turn import ask_in_turn
from probes.interface import Observation, Parsed, Registration
from probes.same_name import about_another_name, names_no_holder
from probes.transport import whois43
from probes.transport.faults import ExchangeError
from probes.whois.parse import parse
from probes.whois.questions import line_for
from probes.whois.registries import Form, find_registry

# ICANN registry agreements, specification 4, section 1.5. One line, one bare host.
_REFERRAL = re.compile(
    rb"^[ \t]*(?:Registrar )?WHOIS Server:[ \t]*(?:(?:whois|https?)://)?([a-z0-9.-]{1,253})"
    rb"/?[ \t]*\r?$",
    re.IGNORECASE | re.MULTILINE,
)
# The registrars of a thin registry write the form that ICANN prescribes.
_REGISTRAR_FORM = "icann"
# Forms whose answers may turn out to be written in another one, which python-whois then reads.
_WITH_LAST_RESORT = {Form.ICANN, Form.PYTHON_WHOIS, Form.OTHER}
_QUICK_BYTES = 8_192


async def look_up(target: Target, means: Means) -> tuple[Observation, ...]:
    """Ask the registry; follow its referral once when it names no holder; the two stay apart."""
    host = target.registry.whois.lower()
    if not host:
        return ()
    from_registry = await _ask(target, means, host, target.registry.id)
    referral = _referral(from_registry, host)
    if referral is None:
        return (from_registry,)
    return (from_registry, await _ask(target, means, referral, _REGISTRAR_FORM))


async def _ask(target: Target, means: Means, host: str, form: str) -> Observation:
    asked = (host, line_for(host, target.name.registered_name))
    return await ask_in_turn(means, host, asked, partial(_ask_now, target, means, host, form))


async def _ask_now(target: Target, means: Means, host: str, form: str) -> Observation:
    name = target.name.registered_name
    line = line_for(host, name)
    question = put(means, host, line)
    try:
        text = await whois43.ask(means.wire, means.resolver, host, line)
    except ExchangeError as error:
        return question.failed(error)
    parsed = await _parsed(name, form, text.raw)
    return question.read(text.raw, text.server, about_another_name(parsed, name))


async def _parsed(name: str, form: str, raw: bytes) -> Parsed:
    """Read an answer, in a thread when that may take long.

    The parser of last resort runs in a process of its own and is waited for.
    """
    if len(raw) <= _QUICK_BYTES and find_registry(form).form not in _WITH_LAST_RESORT:
        return parse(name, form, raw)
    return await asyncio.to_thread(parse, name, form, raw)


def _referral(observation: Observation, asked: str) -> str | None:
    facts = observation.facts
    if not isinstance(facts, Registration) or not names_no_holder(facts):
        return None
    found = _REFERRAL.search(observation.raw)
    host = found.group(1).decode("ascii").lower() if found else asked
    return None if host == asked else host
