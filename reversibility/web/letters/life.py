"""What became of a letter, as a computation whose lines can be read."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from reversibility.exits.letters.deadlines import DeadlineComputation
from reversibility.exits.letters.queries import LetterLine, LetterState
from reversibility.web.filters import date_long
from reversibility.web.languages import gettext
from reversibility.web.letters.pages import channel_text, letter_title
from reversibility.web.parts import Bill, BillLine, Term
from reversibility.web.words import words


@dataclass(frozen=True, kw_only=True)
class Life:
    """The steps of a letter after its draft."""

    terms: tuple[Term, ...]
    bill: Bill | None
    """How the last day to answer is found."""
    is_sent: bool
    is_open: bool
    """Whether an answer may still be noted."""
    is_received: bool
    next_kind: str
    next_title: str
    last_day: date | None
    days_left: int | None
    sent_href: str
    answer_href: str


def life_of(line: LetterLine) -> Life:
    """Tell what became of a letter."""
    computation = line.computation
    is_open = line.sent_on is not None and line.answered_on is None and line.closed_on is None
    return Life(
        terms=_terms(line),
        bill=_bill(computation) if computation else None,
        is_sent=line.sent_on is not None,
        is_open=is_open,
        is_received=line.received_on is not None,
        next_kind=line.next_kind,
        next_title=letter_title(line.next_kind) if line.next_kind else "",
        last_day=computation.last_day if computation and is_open else None,
        days_left=computation.days_left if computation and is_open else None,
        sent_href=_paper(line.proof_paper_id),
        answer_href=_paper(line.answer_paper_id),
    )


def _paper(paper_id: UUID | None) -> str:
    return url_for("downloads.paper", paper_id=paper_id) if paper_id else ""


def _terms(line: LetterLine) -> tuple[Term, ...]:
    sent_by = channel_text(line.sent_by.value) if line.sent_by else ""
    told = (
        (gettext("Envoyé le"), line.sent_on, sent_by),
        (gettext("Reçu le"), line.received_on, ""),
        (gettext("Réponse du"), line.answered_on, line.answer),
        (gettext("Clos le"), line.closed_on, ""),
    )
    return tuple(
        Term(label=label, text=", ".join(filter(None, (date_long(day), more))))
        for label, day, more in told
        if day is not None
    )


def _bill(found: DeadlineComputation) -> Bill:
    receipt = (
        gettext("estimée\u00a0: trois jours ouvrés après l’envoi") if found.is_estimate else ""
    )
    lines = [
        BillLine(label=gettext("Envoi"), value=date_long(found.sent_on)),
        BillLine(label=gettext("Réception"), value=date_long(found.received_on), source=receipt),
        BillLine(
            label=gettext("+ %(length)s", length=words().period(found.period)),
            value=date_long(found.counted_to),
            source=gettext("en jours calendaires"),
        ),
    ]
    if found.is_moved:
        lines.append(
            BillLine(
                label=gettext(
                    "Reporté au jour ouvré suivant, ou à la date écrite dans le courrier"
                ),
                value=date_long(found.last_day),
            )
        )
    return Bill(
        lines=tuple(lines),
        result=BillLine(
            label=gettext("Dernier jour pour répondre"), value=date_long(found.last_day)
        ),
        after=(
            BillLine(
                label=gettext("Une mise en demeure n’interrompt pas la prescription"),
                value=gettext("C. civ., art. 2240 à 2244"),
            ),
        ),
    )


def is_waiting(line: LetterLine) -> bool:
    """Say whether an answer is waited for."""
    return line.state in {LetterState.SENT, LetterState.RECEIVED, LetterState.OVERDUE}
