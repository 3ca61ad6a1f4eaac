"""The chronology as the page shows it: facts, remarks of the provider, changes that checks saw."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from reversibility.contracts.event_models import EventKind
from reversibility.contracts.event_queries import EventLine, RemarkLine
from reversibility.contracts.paper_queries import PaperLine
from reversibility.contracts.texts import event_kind
from reversibility.exits.chronology.queries import Chronology, LetterStep, Moment
from reversibility.exits.letters.queries import LetterLine
from reversibility.web.filters import author, date_long, moment
from reversibility.web.languages import current_language, gettext
from reversibility.web.parts import Link
from reversibility.web.sheets.changes import change_items

CHANGES = "changes"
"""What the filter calls the changes that checks saw; facts are filtered by their kind."""


@dataclass(frozen=True, kw_only=True)
class EarlierItem:
    """A line that another took the place of, and why."""

    when: str
    facts: str
    because: str


@dataclass(frozen=True, kw_only=True)
class RemarkItem:
    """What the provider observes."""

    text: str
    dated: str
    paper: Link | None


@dataclass(frozen=True, kw_only=True)
class MomentItem:
    """One line of the chronology."""

    when: str
    kind: str
    facts: str
    author: str
    effect: str
    noted: str
    papers: tuple[Link, ...]
    remarks: tuple[RemarkItem, ...]
    earlier: tuple[EarlierItem, ...]
    correcting: str = ""
    """Where the line is corrected; empty for who may not, and for changes."""
    remarking: str = ""
    href: str = ""
    """The page of a change."""


def moment_items(chronology: Chronology, *, wanted: str, may_write: bool) -> tuple[MomentItem, ...]:
    """Write the lines that are asked for; without a filter all of them."""
    found = [each for each in chronology.moments if wanted in {"", kind_of(each)}]
    return tuple(_item(each, chronology, may_write=may_write) for each in found)


def kind_of(each: Moment) -> str:
    """Return under which choice of the filter a line stands; letters stand with those noted."""
    if each.event is not None:
        return each.event.kind.value
    return CHANGES if each.change is not None else EventKind.LETTER.value


def _item(each: Moment, chronology: Chronology, *, may_write: bool) -> MomentItem:
    if each.event is not None:
        return _event(each.event, chronology, may_write=may_write)
    if each.letter is not None:
        return _letter(each, each.letter, chronology.papers)
    assert each.change is not None  # noqa: S101 - a moment is one of the three
    (change,) = change_items([each.change], may_note=False)
    return MomentItem(
        when=moment(each.change.later_at),
        kind=gettext("Changement relevé"),
        facts=f"{change.asset}, {change.title}. {change.sentence}",
        author="",
        effect="",
        noted="",
        papers=(),
        remarks=(),
        earlier=(),
        href=change.href or change.asset_href,
    )


def _letter(each: Moment, line: LetterLine, papers: Mapping[UUID, PaperLine]) -> MomentItem:
    names = {
        LetterStep.SENT: gettext("Courrier envoyé"),
        LetterStep.RECEIVED: gettext("Courrier reçu par le prestataire"),
        LetterStep.ANSWERED: gettext("Réponse au courrier"),
    }
    answered = each.step is LetterStep.ANSWERED and line.answer
    return MomentItem(
        when=date_long(each.day),
        kind=names[each.step or LetterStep.SENT],
        facts=f"{line.subject}\n{line.answer}" if answered else line.subject,
        author="",
        effect="",
        noted="",
        papers=tuple(filter(None, (_paper(paper, papers) for paper in each.papers))),
        remarks=(),
        earlier=(),
        href=url_for("letters.show", letter_id=line.id),
    )


def _event(line: EventLine, chronology: Chronology, *, may_write: bool) -> MomentItem:
    papers = chronology.papers
    return MomentItem(
        when=_when(line),
        kind=event_kind(line.kind, current_language()),
        facts=line.facts,
        author=line.author,
        effect=line.effect,
        noted=gettext(
            "Noté le %(when)s, par %(who)s.",
            when=moment(line.recorded_at),
            who=author(line.recorded_by),
        ),
        papers=tuple(filter(None, (_paper(each, papers) for each in line.papers))),
        remarks=tuple(_remark(each, papers) for each in line.remarks),
        earlier=_earlier(line),
        correcting=_address("chronology.ask_correction", line) if may_write else "",
        remarking=_address("chronology.ask_remark", line) if may_write else "",
    )


def _address(endpoint: str, line: EventLine) -> str:
    return url_for(endpoint, contract_id=line.contract_id, event_id=line.id)


def _when(line: EventLine) -> str:
    return moment(line.happened_at) if line.happened_at else date_long(line.happened_on)


def _earlier(line: EventLine) -> tuple[EarlierItem, ...]:
    # Each line says why it took the place of the one after it here.
    reasons = (line.because, *(each.because for each in line.earlier))
    return tuple(
        EarlierItem(when=_when(each), facts=each.facts, because=because)
        for each, because in zip(line.earlier, reasons, strict=False)
    )


def _remark(line: RemarkLine, papers: Mapping[UUID, PaperLine]) -> RemarkItem:
    return RemarkItem(
        text=line.text,
        dated=date_long(line.dated_on),
        paper=_paper(line.paper_id, papers) if line.paper_id else None,
    )


def _paper(paper_id: UUID, papers: Mapping[UUID, PaperLine]) -> Link | None:
    line = papers.get(paper_id)
    if line is None:
        return None
    if not line.counts:
        text = gettext("%(title)s (pièce retirée)", title=line.title or line.filename)
        return Link(text=text, href="")
    return Link(text=line.title, href=url_for("downloads.paper", paper_id=paper_id))
