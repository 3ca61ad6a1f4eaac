"""Number what leaves, and give each file its place in the pack. Pure."""

from dataclasses import dataclass
from uuid import UUID

from exports.pack import exhibit_path
from reversibility.exits.exhibiting.gathering import ExhibitMaterial
from reversibility.exits.exhibiting.ordering import Leaving


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """An exhibit with its number and its place in the pack."""

    number: str
    piece: Leaving
    content: bytes | None
    """None for a file that the pack has no room for: it is numbered and named all the same."""
    path: str
    """Empty without content."""


def number_exhibits(material: ExhibitMaterial) -> dict[UUID, Numbered]:
    """Give each exhibit its number."""
    numbered: dict[UUID, Numbered] = {}
    for number, piece in enumerate(material.leaving, start=1):
        content = material.contents.get(piece.id)
        path = exhibit_path(number, piece.kind.value, piece.filename)
        numbered[piece.id] = Numbered(
            number=str(number), piece=piece, content=content, path=path if content else ""
        )
    return numbered
