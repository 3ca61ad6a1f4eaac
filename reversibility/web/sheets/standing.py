"""Where an asset stands, as a row of a list shows it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from flask import url_for

from probes.interface import VerdictField, VerdictState
from reversibility.access.queries import GrantLine
from reversibility.evidence.declarations import find_target
from reversibility.evidence.queries import VerdictLine
from reversibility.evidence.standing import Standing
from reversibility.recovery.models import AssetState
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartyRef
from reversibility.web.icons import family_icon
from reversibility.web.languages import current_language, gettext, ngettext
from reversibility.web.parts import Entry, FieldVerdict, StandingRow
from reversibility.web.words import field_label

WORST_FIRST = (AssetState.OUT_OF_REACH, AssetState.TO_CONFIRM, AssetState.IN_HAND)
_LEAST_SETTLED_FIRST = (
    VerdictState.CONTRADICTED,
    VerdictState.UNREACHABLE,
    VerdictState.INCONCLUSIVE,
    VerdictState.NOT_PUBLISHED,
    VerdictState.PROVED_BY_DOCUMENT,
    VerdictState.CONFIRMED,
)
_FIELDS = tuple(VerdictField)


def standing_rows(standings: Iterable[Standing], *, today: date) -> list[StandingRow]:
    """Describe assets in a row each; what all rows say alike is looked up once."""
    folder = url_for("assets.show", asset_id=UUID(int=0)).rpartition("/")[0]
    locale, says = current_language(), _Parties(gettext("le cabinet"), gettext("non déclaré"))
    return [
        StandingRow(
            id=str(each.asset.id),
            href=f"{folder}/{each.asset.id}",
            icon=family_icon(each.kind.family),
            name=each.asset.name,
            kind=each.kind.short.in_(locale),
            state=each.state,
            holder=says.name(each.asset.holder),
            verdict=_shown_verdict(each.verdicts),
            can_be_verified=find_target(each.asset.kind, each.asset.attributes) is not None,
            entry=entry(each),
            payer=says.name(each.asset.payer),
            next_date=each.next_date,
            days_left=(each.next_date - today).days if each.next_date else None,
        )
        for each in standings
    ]


def entry(standing: Standing) -> Entry:
    """Say who can get in: "X alone" is what the practice would lose; else how many of each."""
    if not standing.grants:
        return Entry(text=gettext("non renseigné"))
    facts = standing.facts
    if facts.practice_people == 0 and len(facts.other_administrators) == 1:
        return Entry(
            text=gettext("%(party)s seul", party=facts.other_administrators[0]), alone=True
        )
    parties = _people(standing.grants)
    return Entry(text=", ".join(_count(party, number) for party, number in parties))


def least_settled(verdicts: Mapping[VerdictField, VerdictLine]) -> VerdictLine | None:
    """Return the result that needs most attention; None before anything was verified."""
    return min(
        verdicts.values(),
        key=lambda line: (_LEAST_SETTLED_FIRST.index(line.state), _FIELDS.index(line.field)),
        default=None,
    )


class _Parties(NamedTuple):
    practice: str
    nobody: str

    def name(self, party: PartyRef | None) -> str:
        if party is None:
            return self.nobody
        return self.practice if party.kind is PartyKind.PRACTICE else party.name


def _shown_verdict(verdicts: Mapping[VerdictField, VerdictLine]) -> FieldVerdict | None:
    worst = least_settled(verdicts)
    return FieldVerdict(label=field_label(worst.field), state=worst.state) if worst else None


def _people(grants: Collection[GrantLine]) -> list[tuple[PartyRef, int]]:
    people = {(grant.party, grant.person) for grant in grants}
    counted = Counter(party for party, _ in people)
    return sorted(
        counted.items(),
        key=lambda item: (item[0].kind is not PartyKind.PRACTICE, item[0].name),
    )


def _count(party: PartyRef, number: int) -> str:
    if party.kind is PartyKind.PRACTICE:
        return ngettext("%(num)s du cabinet", "%(num)s du cabinet", number)
    return f"{number} {party.name}"
