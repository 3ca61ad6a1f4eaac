"""A WHOIS answer: classified, then read by the parser of the registry it comes from."""

from collections.abc import Callable, Mapping
from functools import partial

from probes.interface import LookupState, Parsed, Registration
from probes.whois import long_tail
from probes.whois.classify import classify
from probes.whois.forms import (
    afnic,
    declared,
    denic,
    dnsbelgium,
    eurid,
    icann,
    nominet,
    redes,
    registro_it,
    restena,
    sidn,
    switch,
)
from probes.whois.registries import Form, WhoisRegistry, find_registry
from probes.whois.text import readable

Parser = Callable[[str], Registration | None]

_OWN: Mapping[Form, Parser] = {
    Form.AFNIC: afnic.parse,
    Form.DENIC: denic.parse,
    Form.DNSBELGIUM: dnsbelgium.parse,
    Form.EURID: eurid.parse,
    Form.NOMINET: nominet.parse,
    Form.REDES: redes.parse,
    Form.REGISTRO_IT: registro_it.parse,
    Form.RESTENA: restena.parse,
    Form.SIDN: sidn.parse,
    Form.SWITCH: switch.parse,
}


def parse(domain: str, registry: str, raw: bytes) -> Parsed:
    """Read an answer about `domain` from a registry by id; never raises for what the answer holds.

    The answer is classified before any value is read. Whether it speaks of the name that was asked
    for is seen by `probes.same_name`. May block for about a second when python-whois is needed and
    overruns its limits.
    """
    text = readable(raw)
    state = classify(text)
    if state is not None:
        return Parsed(state=state)
    registration, form = _read(text, domain, find_registry(registry))
    known = LookupState.REGISTERED if registration else LookupState.UNPARSEABLE
    return Parsed(state=known, registration=registration, parser=form.value)


def _read(text: str, domain: str, registry: WhoisRegistry) -> tuple[Registration | None, Form]:
    """Try the registry's own form, then the one most registries have moved to."""
    own = _own(registry)
    found = own(text) if own else None
    if found is None and icann.recognises(text, registry.form):
        return icann.parse(text, domain), Form.ICANN
    if own is None:
        return long_tail.parse(text, domain, registry.holder), Form.PYTHON_WHOIS
    return found, registry.form


def _own(registry: WhoisRegistry) -> Parser | None:
    if registry.form is Form.DECLARED:
        return partial(declared.parse, registry=registry.id)
    return _OWN.get(registry.form)
