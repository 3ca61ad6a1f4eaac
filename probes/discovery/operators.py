"""Who runs the services of a domain, as far as the traces of the catalogue agree about it."""

from collections.abc import Iterator
from functools import cache

from probes.discovery.catalogue import shipped
from probes.discovery.model import Fingerprint


@cache
def operator_of(domain: str) -> str:
    """Return whom a registered domain belongs to by every trace that names one of its hosts.

    Empty where none does, or where two disagree: one house may run services under several names.
    """
    ending = f".{domain}"
    named = {
        entry.provider
        for entry in shipped().fingerprints.values()
        if entry.provider and any(f".{host}".endswith(ending) for host in _hosts(entry))
    }
    return named.pop() if len(named) == 1 else ""


def _hosts(entry: Fingerprint) -> Iterator[str]:
    yield from entry.suffixes
    yield from entry.hosts
    yield from (pattern.literal.lstrip("@.") for pattern in entry.patterns)
