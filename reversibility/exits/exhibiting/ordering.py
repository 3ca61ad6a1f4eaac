"""The order of exhibits: that of the facts, then the rest by date. Pure."""

from collections.abc import Iterator
from uuid import UUID

from reversibility.contracts.paper_queries import PaperLine
from reversibility.exits.chronology.queries import Chronology, Moment


def leaving(chronology: Chronology) -> tuple[PaperLine, ...]:
    """Return the papers that leave, in the order of their numbers."""
    return tuple(_in_order(chronology))


def _in_order(chronology: Chronology) -> Iterator[PaperLine]:
    named = [
        paper_id
        for moment in chronology.moments
        for paper_id in (*moment.papers, *_remarked(moment))
        if paper_id is not None
    ]
    rest = sorted(chronology.papers.values(), key=lambda each: (each.dated_on, each.added_at))
    for paper_id in dict.fromkeys([*named, *(each.id for each in rest)]):
        paper = chronology.papers.get(paper_id)
        if paper is not None and paper.may_leave:
            yield paper


def _remarked(moment: Moment) -> tuple[UUID | None, ...]:
    return tuple(each.paper_id for each in moment.event.remarks) if moment.event else ()
