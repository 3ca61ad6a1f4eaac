"""Open one letter with what it is written from, asking the database as little as may be."""

from dataclasses import dataclass
from uuid import UUID

from reversibility.exits.drafting.gathering import Known, LetterMaterial, gather_letter
from reversibility.exits.letters.queries import LetterFile, LetterLine, get_shelf_of
from reversibility.http.seat import Desk, services


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A letter, what it is written from, and its files once it is final."""

    line: LetterLine
    material: LetterMaterial
    files: tuple[LetterFile, ...]


def open_letter(desk: Desk, letter_id: UUID) -> Opened:
    """Read a letter; raises LetterMissingError, also for another practice's."""
    shelf = get_shelf_of(desk.session, desk.actor, letter_id, today=desk.now.date())
    line, seat = shelf.find(letter_id), desk.seat
    known = Known(practice=seat.identity, address=seat.address, letters=shelf)
    material = gather_letter(
        desk.session,
        desk.actor,
        line.contract_id,
        services().catalogue,
        now=desk.now,
        known=known,
    )
    files = shelf.files.get(letter_id, ()) if line.final_at is not None else ()
    return Opened(line=line, material=material, files=files)
