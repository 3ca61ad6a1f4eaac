"""What a contract leaves to settle, in points with their reasons. Pure.

Never a share of legal safety: only what there is to negotiate. Silence costs less where the law
helps meanwhile; a clause that nobody has read costs nothing and is counted apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reversibility.catalogues.clauses import WEIGHTS, Clause
from reversibility.contracts.models import ClauseReply

_SILENT, _SILENT_HELPED, _PARTLY = 0.8, 0.5, 0.5


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What one clause leaves to settle."""

    clause: Clause
    reply: ClauseReply
    points: float


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How much of a list of clauses was read, and what is left to settle."""

    losses: tuple[Loss, ...]
    """The heaviest first."""
    most: int
    """The points of the clauses that were read and apply."""
    read: int
    unread: tuple[Clause, ...]
    not_applicable: int

    @property
    def points(self) -> float:
        """What there is to negotiate."""
        return round(sum(loss.points for loss in self.losses), 1)


def read_clauses(asked: Sequence[Clause], replies: Mapping[str, ClauseReply]) -> Reading:
    """Return what a list of clauses leaves to settle."""
    told = {clause.id: replies.get(clause.id, ClauseReply.UNKNOWN) for clause in asked}
    unread = tuple(clause for clause in asked if told[clause.id] is ClauseReply.UNKNOWN)
    apart = [clause for clause in asked if told[clause.id] is ClauseReply.NOT_APPLICABLE]
    read = [clause for clause in asked if clause not in unread and clause not in apart]
    losses = [
        Loss(
            clause=clause,
            reply=told[clause.id],
            points=round(WEIGHTS[clause.severity] * share(clause, told[clause.id]), 1),
        )
        for clause in read
    ]
    return Reading(
        losses=tuple(
            sorted((loss for loss in losses if loss.points), key=lambda each: -each.points)
        ),
        most=sum(WEIGHTS[clause.severity] for clause in read),
        read=len(read),
        unread=unread,
        not_applicable=len(apart),
    )


def share(clause: Clause, reply: ClauseReply) -> float:
    """Return how much of a clause is left to settle: 0 to 1."""
    if reply is ClauseReply.SILENT:
        return _SILENT_HELPED if clause.helps else _SILENT
    return {ClauseReply.NO: 1.0, ClauseReply.PARTLY: _PARTLY}.get(reply, 0.0)
