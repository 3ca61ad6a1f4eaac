"""Each provider at a glance, and the sentence that says what would be lost with which."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from reversibility.contracts.queries import ContractSheet
from reversibility.evidence.standing import Standing
from reversibility.findings.models import Finding
from reversibility.findings.queries import Overview
from reversibility.recovery.models import AssetState
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartySheet
from reversibility.web.filters import date_long
from reversibility.web.languages import gettext, ngettext
from reversibility.web.parts import ProviderLine
from reversibility.web.sheets.points import UNKNOWN
from reversibility.web.sheets.standing import WORST_FIRST

_MOST_BLOCKS = 12


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What would be lost if one provider stopped."""

    party: str
    count: int


def worst_loss(standings: Collection[Standing]) -> Loss | None:
    """Name the provider with whom most would be lost; None when nothing would."""
    lost = Counter(_keeper(each) for each in standings if each.state is AssetState.OUT_OF_REACH)
    named = {party: count for party, count in lost.items() if party}
    if not named:
        return None
    party = max(named, key=lambda name: named[name])
    return Loss(party=party, count=named[party])


def _keeper(standing: Standing) -> str:
    """Return who alone keeps an asset: who administers it, else who runs or holds it."""
    if standing.facts.other_administrators:
        return standing.facts.other_administrators[0]
    party = standing.asset.provider or standing.asset.holder
    return party.name if party and party.kind is not PartyKind.PRACTICE else ""


def provider_lines(overview: Overview, *, today: date) -> tuple[ProviderLine, ...]:
    """Describe each provider, the one with most out of reach first."""
    gathered = overview.gathered
    rows = []
    for party in gathered.parties:
        if party.kind is PartyKind.PROVIDER:
            standings = [each for each in gathered.standings if _concerns(each, party.id)]
            if standings or party.retired_at is None:
                rows.append((party, standings))
    rows.sort(key=lambda row: -sum(each.state is AssetState.OUT_OF_REACH for each in row[1]))
    contracts = gathered.contracts
    return tuple(
        _line(party, standings, overview.open, contracts, today=today) for party, standings in rows
    )


def _concerns(standing: Standing, party_id: UUID) -> bool:
    asset = standing.asset
    return (asset.provider is not None and asset.provider.id == party_id) or any(
        grant.party.id == party_id for grant in standing.grants
    )


def _line(
    party: PartySheet,
    standings: Collection[Standing],
    findings: Collection[Finding],
    contracts: Collection[ContractSheet],
    *,
    today: date,
) -> ProviderLine:
    states = sorted((each.state for each in standings), key=WORST_FIRST.index)
    own = [each for each in findings if party.id in each.party_ids]
    unknown = sum(each.is_unknown for each in own)
    return ProviderLine(
        href=url_for("parties.show", party_id=party.id),
        name=party.name,
        trade=party.trade,
        blocks=tuple(states[:_MOST_BLOCKS]),
        summary=_summary(states),
        point_count=len(own) - unknown,
        points_href=url_for("findings.show_all", prestataire=party.id),
        unknown_count=unknown,
        unknown_href=url_for("findings.show_all", prestataire=party.id, etat=UNKNOWN),
        contract=_contract([each for each in contracts if each.provider.id == party.id], today),
    )


def _summary(states: Collection[AssetState]) -> str:
    if not states:
        return gettext("aucun élément")
    total = ngettext("%(num)s élément", "%(num)s éléments", len(states))
    lost = sum(state is AssetState.OUT_OF_REACH for state in states)
    if lost == len(states):
        return gettext("%(total)s, seul à y entrer", total=total)
    if lost:
        return ngettext(
            "%(total)s, seul à entrer dans un", "%(total)s, seul à entrer dans %(num)s", lost,
            total=total,
        )  # fmt: skip
    return total


def _contract(contracts: Iterable[ContractSheet], today: date) -> str:
    found = list(contracts)
    if not found:
        return gettext("aucun contrat inscrit")
    ends = sorted(each.ends_on for each in found if each.ends_on is not None)
    coming = [day for day in ends if day >= today]
    if coming:
        return date_long(coming[0])
    return gettext("terme passé le %(day)s", day=date_long(ends[-1])) if ends else gettext(
        "sans terme"
    )  # fmt: skip
