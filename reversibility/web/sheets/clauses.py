"""Points of a contract as rows: what is asked, why, what applies by default, what to propose."""

from dataclasses import dataclass

from wtforms import Field

from reversibility.catalogues.clauses import Clause, ClauseSeverity
from reversibility.catalogues.clauses import clauses as catalogue
from reversibility.contracts.models import ClauseReply
from reversibility.web.languages import lazy_gettext
from reversibility.web.sheets.sources import cited
from reversibility.web.words import words

OPEN = frozenset({ClauseReply.NO, ClauseReply.SILENT, ClauseReply.PARTLY})
"""Answers that leave something to settle."""
SEVERITIES = {
    ClauseSeverity.CRITICAL: lazy_gettext("critique"),
    ClauseSeverity.MAJOR: lazy_gettext("important"),
    ClauseSeverity.USEFUL: lazy_gettext("utile"),
}


@dataclass(frozen=True, kw_only=True)
class ClauseTexts:
    """What the catalogue says of one point, in the reader's language."""

    id: str
    title: str
    severity: str
    ask: str
    why: str
    silent: str
    source: str
    """Where that comes from, and how sure it is."""
    other_side: str
    negotiate: str
    balanced: str


@dataclass(frozen=True, kw_only=True)
class ClauseRow:
    """One point of the contract, with the fields of its answer."""

    number: int
    texts: ClauseTexts
    reply: Field
    place: Field
    quote: Field | None
    is_open: bool
    """Whether what applies by default is shown at once: the answer leaves something to settle."""
    is_unfolded: bool = False
    """In a long list: whether the point is open at once."""


def clause_texts(clause: Clause) -> ClauseTexts:
    """Write what the catalogue says of a point."""
    text = words().text
    return ClauseTexts(
        id=clause.id,
        title=text(clause.title),
        severity=str(SEVERITIES[clause.severity]),
        ask=text(clause.ask),
        why=text(clause.why),
        silent=text(clause.silent),
        source=cited(catalogue().source(clause.silent.source)),
        other_side=text(clause.other_side),
        negotiate=text(clause.negotiate),
        balanced=text(clause.balanced) if clause.balanced else "",
    )
