"""A letter as somebody is writing it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from reversibility.catalogues.letters import Channel, letters
from reversibility.catalogues.letters import Letter as CatalogueLetter
from reversibility.exits.letters.models import Letter
from reversibility.exits.letters.queries import LetterLine
from reversibility.kernel.dates import Locale


@dataclass(frozen=True, kw_only=True)
class Writing:
    """A letter as somebody is writing it."""

    kind: str
    locale: Locale
    channel: Channel
    planned_on: date
    days: int
    """To answer; 0 = as the rule of the letter says."""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def letter(self) -> CatalogueLetter:
        """The letter of the catalogue."""
        return letters().letters[self.kind]


def writing_of(row: Letter | LetterLine) -> Writing:
    """Return a letter as it is being written."""
    return Writing(
        kind=row.kind,
        locale="en" if row.locale == "en" else "fr",
        channel=row.channel,
        planned_on=row.planned_on,
        days=row.days,
        values=row.values,
    )
