"""Every fact of a kind, with the source it rests on."""

from collections.abc import Iterator
from itertools import chain

from reversibility.catalogues.models import AssetKind, Source, Statement, Step

BLOCKS = ("demand", "preconditions", "proof", "delays", "fees", "traps", "after")
"""The fields of a kind that are lists of statements."""


def facts(kind: AssetKind) -> Iterator[tuple[Statement | Step, Source]]:
    """Yield each statement and each step that a kind writes down, with its source."""
    for fact in _facts(kind):
        yield fact, kind.source(fact.source)


def cited(kind: AssetKind) -> tuple[str, ...]:
    """Return the ids of the sources that a kind's facts name, each once, in order."""
    return tuple(dict.fromkeys(fact.source for fact in _facts(kind)))


def _facts(kind: AssetKind) -> Iterator[Statement | Step]:
    yield kind.owning
    yield from chain.from_iterable(getattr(kind, name) for name in BLOCKS)
    yield from chain.from_iterable(book.steps for book in kind.situations.values())
