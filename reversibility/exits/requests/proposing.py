"""What to ask for, made from the register and the recovery sheets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from reversibility.catalogues.models import Catalogue, Grade
from reversibility.evidence.standing import Standing


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A line that may be asked for."""

    asset_id: UUID
    about: str
    place: int
    """Among those of its asset."""
    said: Mapping[str, str]

    @property
    def key(self) -> str:
        """How a form calls it."""
        return f"{self.asset_id}-{self.place}"


def propose(standings: Iterable[Standing], catalogue: Catalogue) -> tuple[Proposal, ...]:
    """Propose what each recovery sheet says to ask for; what is not verified is left out."""
    return tuple(
        Proposal(
            asset_id=standing.asset.id,
            about=standing.asset.name,
            place=place,
            said={"fr": statement.in_("fr"), "en": statement.in_("en")},
        )
        for standing in standings
        for place, statement in enumerate(standing.kind.demand)
        if catalogue.sources_of(standing.kind)[statement.source].grade is not Grade.T
    )
