"""A WHOIS answer: classified, then read by the parser of the registry it comes from."""

from probes.interface import LookupState, Parsed, Registration
from probes.whois import afnic, icann, long_tail
from probes.whois.classify import classify
from probes.whois.registries import Form, find_registry
from probes.whois.text import readable


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
    known = find_registry(registry)
    if known.form is Form.AFNIC:
        return _parsed(afnic.parse(text), Form.AFNIC)
    if icann.recognises(text, known.form):
        return _parsed(icann.parse(text, domain), Form.ICANN)
    return _parsed(long_tail.parse(text, domain, known.holder), Form.PYTHON_WHOIS)


def _parsed(registration: Registration | None, form: Form) -> Parsed:
    known = LookupState.REGISTERED if registration else LookupState.UNPARSEABLE
    return Parsed(state=known, registration=registration, parser=form.value)
