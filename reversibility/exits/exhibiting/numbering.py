"""Number the exhibits of a chronology, and give each file its place in the pack. Pure."""

from dataclasses import dataclass
from uuid import UUID

from exports.pack import exhibit_path
from reversibility.contracts.paper_queries import PaperContent, PaperLine
from reversibility.exits.exhibiting.gathering import ExhibitMaterial
from reversibility.exits.exhibiting.ordering import leaving


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """A paper with its number and its place in the pack."""

    number: str
    paper: PaperLine
    content: PaperContent | None
    """None for a file that the pack has no room for: it is numbered and named all the same."""
    path: str
    """Empty without content."""


def number_exhibits(material: ExhibitMaterial) -> dict[UUID, Numbered]:
    """Give each paper that leaves its number."""
    numbered: dict[UUID, Numbered] = {}
    for number, paper in enumerate(leaving(material.chronology), start=1):
        content = material.contents.get(paper.id)
        numbered[paper.id] = Numbered(
            number=str(number),
            paper=paper,
            content=content,
            path=exhibit_path(number, paper.kind.value, content.filename) if content else "",
        )
    return numbered
