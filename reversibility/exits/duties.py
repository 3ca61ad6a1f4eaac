"""Who does what under a contract, in the words of a document."""

from collections.abc import Sequence

from exports.dossier import Duty
from reversibility.catalogues.responsibilities import Side
from reversibility.contracts.duty_queries import DutyLine
from reversibility.exits.words import Words


def write_duties(lines: Sequence[DutyLine], words: Words) -> tuple[Duty, ...]:
    """Say who does what, once anybody has said so of one row at least."""
    if all(line.is_gap and line.duty.does is None for line in lines):
        return ()
    return tuple(
        Duty(
            title=words.text(line.row.title),
            decides=line.duty.decides_name or _side(line.duty.decides, words),
            does=_side(line.duty.does, words),
            advises=words.join([_side(side, words) for side in line.duty.advises]),
            informed=words.join([_side(side, words) for side in line.duty.informed]),
            is_gap=line.is_gap,
        )
        for line in lines
    )


def _side(side: Side | None, words: Words) -> str:
    return words.say(f"side.{side.value}") if side else ""
