"""What a kind takes from common.toml: steps, by `use`, and sources, by their id.

A shared step is written once, so that a rule of law that changes is corrected in one place. A kind
may replace any of its parts, and adds a sentence of its own to its detail with `also`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from reversibility.catalogues.decode import Fault, decode
from reversibility.catalogues.facts import cited
from reversibility.catalogues.models import AssetKind, Common, Text

Table = dict[str, Any]


def write_out_steps(kind: Table, shared: Mapping[str, Table]) -> Table:
    """Return a kind's table with each `use` replaced by the shared step; raises Fault."""
    situations = kind.get("situations")
    if not isinstance(situations, dict):
        return kind
    return {**kind, "situations": {key: _book(key, situations[key], shared) for key in situations}}


def with_shared_sources(kind: AssetKind, common: Common) -> AssetKind:
    """Return a kind with the sources of common.toml that its facts name, after its own."""
    named = set(cited(kind)) - {source.id for source in kind.sources}
    taken = [source for source in common.sources if source.id in named]
    return replace(kind, sources=(*kind.sources, *taken))


def sources_written_twice(kind: AssetKind, common: Common) -> Iterator[Fault]:
    """Find the sources of a kind that common.toml has already."""
    shared = {source.id for source in common.sources}
    for index, source in enumerate(kind.sources):
        if source.id in shared:
            fault = f"{source.id!r} is a source of common.toml: remove it here, or rename it"
            yield Fault(f"sources[{index}].id", fault)


def _book(situation: str, book: object, shared: Mapping[str, Table]) -> object:
    steps = book.get("steps") if isinstance(book, dict) else None
    if not isinstance(book, dict) or not isinstance(steps, list):
        return book
    path = f"situations.{situation}.steps"
    return {**book, "steps": [_step(f"{path}[{n}]", s, shared) for n, s in enumerate(steps)]}


def _step(path: str, step: object, shared: Mapping[str, Table]) -> object:
    if not isinstance(step, dict) or "use" not in step:
        return step
    if step["use"] not in shared:
        known = ", ".join(sorted(shared))
        raise Fault(f"{path}.use", f"{step['use']!r} is no step of common.toml; known: {known}")
    own = {key: value for key, value in step.items() if key not in {"use", "also"}}
    whole = {**shared[step["use"]], **own}
    if "also" in step:
        also = decode(Text, step["also"], f"{path}.also")
        detail = decode(Text, whole["detail"], f"{path}.detail")
        whole["detail"] = {"fr": f"{detail.fr} {also.fr}", "en": f"{detail.en} {also.en}"}
    return whole
