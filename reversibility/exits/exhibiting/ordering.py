"""What leaves as an exhibit, in order: papers as the facts name them, the rest, letters. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reversibility.catalogues.letters import Audience, letters
from reversibility.contracts.paper_models import PaperKind
from reversibility.contracts.paper_queries import PaperLine
from reversibility.exits.chronology.queries import Chronology, LetterStep, Moment
from reversibility.exits.letters.queries import LetterFile


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """A paper of the contract, or a letter that was written here and sent."""

    id: UUID
    kind: PaperKind
    title: str
    dated_on: date
    filename: str
    media_type: str
    sha256: str
    size: int


def in_order(chronology: Chronology, prints: Mapping[UUID, LetterFile]) -> tuple[Leaving, ...]:
    """Return what leaves, in the order of its numbers; `prints` are final letters by letter.

    Letters come last: a letter quotes exhibits by their numbers, and must not move them by being
    sent itself.
    """
    found: dict[UUID, Leaving] = {}
    for moment in chronology.moments:
        found |= {each.id: each for each in _shown(moment, chronology) if each.id not in found}
    rest = sorted(chronology.papers.values(), key=lambda each: (each.dated_on, each.added_at))
    found |= {each.id: _paper(each) for each in rest if each.may_leave and each.id not in found}
    filed = {each.sha256 for each in chronology.papers.values()}
    sent = [each for moment in chronology.moments for each in _sent(moment, prints)]
    found |= {each.id: each for each in sent if each.sha256 not in filed}  # filed ones are papers
    return tuple(found.values())


def _sent(moment: Moment, prints: Mapping[UUID, LetterFile]) -> Iterator[Leaving]:
    letter = moment.letter
    if letter is None or moment.step is not LetterStep.SENT or letter.id not in prints:
        return
    file = prints[letter.id]
    if file.erased_at or letters().letters[letter.kind].audience is Audience.SUCCESSOR:
        return
    yield Leaving(
        id=letter.id,
        kind=PaperKind.LETTER,
        title=letter.subject,
        dated_on=moment.day,
        filename=file.filename,
        media_type=file.media_type,
        sha256=file.sha256,
        size=file.size,
    )


def _shown(moment: Moment, chronology: Chronology) -> Iterator[Leaving]:
    remarks = moment.event.remarks if moment.event else ()
    for paper_id in (*moment.papers, *(each.paper_id for each in remarks)):
        paper = chronology.papers.get(paper_id) if paper_id else None
        if paper is not None and paper.may_leave:
            yield _paper(paper)


def _paper(line: PaperLine) -> Leaving:
    return Leaving(
        id=line.id,
        kind=line.kind,
        title=line.title,
        dated_on=line.dated_on,
        filename=line.filename,
        media_type=line.media_type,
        sha256=line.sha256,
        size=line.size,
    )
