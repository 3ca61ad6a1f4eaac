"""Who holds, who pays, who can get in: every asset of the register against every party."""

from exports.dossier import AccessLevel, Matrix, MatrixCell, MatrixParty, MatrixRow
from reversibility.evidence.shares import Keys, involved_parties, share
from reversibility.evidence.standing import Standing
from reversibility.exits.gathering import Material
from reversibility.exits.words import Words
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartySheet

_LEVELS = {
    Keys.NONE: AccessLevel.NONE,
    Keys.LIMITED: AccessLevel.LIMITED,
    Keys.FULL: AccessLevel.ADMINISTERS,
}
_NAMED = 5
"""Assets that the reading names before it counts the others."""


def build_matrix(material: Material, words: Words) -> Matrix:
    """Write the matrix and its reading in words."""
    standings = list(material.standings.values())
    parties = _parties(material, standings)
    return Matrix(
        parties=tuple(
            MatrixParty(name=party.name, is_practice=party.kind is PartyKind.PRACTICE)
            for party in parties
        ),
        rows=tuple(
            MatrixRow(
                asset_id=str(standing.asset.id),
                name=standing.asset.name,
                cells=tuple(_cell(standing, party) for party in parties),
            )
            for standing in standings
        ),
        reading=_reading(standings, words),
        note=words.say("matrix_note"),
    )


def _parties(material: Material, standings: list[Standing]) -> list[PartySheet]:
    """Return the practice, then the parties that hold, pay or get in somewhere."""
    grants = {standing.asset.id: standing.grants for standing in standings}
    involved = involved_parties([standing.asset for standing in standings], grants)
    return [
        party
        for party in material.parties
        if party.kind is PartyKind.PRACTICE or party.id in involved
    ]


def _cell(standing: Standing, party: PartySheet) -> MatrixCell:
    has = share(standing.asset, standing.kind, standing.grants, party.id)
    is_practice = party.kind is PartyKind.PRACTICE
    return MatrixCell(
        holder=has.holds,
        pays=has.pays,
        access=_LEVELS[has.keys],
        none_of_yours=is_practice and has.keys is not Keys.FULL,
    )


def _reading(standings: list[Standing], words: Words) -> str:
    without = [each for each in standings if not each.facts.practice_administrators]
    if not without:
        return words.say("reading_all", total=len(standings))
    by_party: dict[str, list[str]] = {}
    for standing in without:
        names = standing.facts.other_administrators or ("",)
        by_party.setdefault(", ".join(names), []).append(standing.asset.name)
    parts = [
        words.say("reading_party", party=party, names=_few(names, words))
        if party
        else words.say("reading_nobody", names=_few(names, words))
        for party, names in by_party.items()
    ]
    return words.say(
        "reading_some", count=len(without), total=len(standings), parties=" ".join(parts)
    )


def _few(names: list[str], words: Words) -> str:
    """Name the first ones: the matrix above names them all, and its reading stays below it."""
    if len(names) <= _NAMED + 1:
        return words.join(names)
    return words.say("and_more", names=words.join(names[:_NAMED]), count=len(names) - _NAMED)
