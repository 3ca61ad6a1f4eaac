"""Read the whole register once, as the facts that rules look at: eight questions, however large."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from probes.interface import VerdictField
from reversibility.access.queries import GrantLine
from reversibility.catalogues.models import AssetKind, Catalogue
from reversibility.contracts.queries import ContractSheet, list_contracts
from reversibility.evidence.queries import VerdictLine
from reversibility.evidence.standing import Standing, list_standings
from reversibility.findings.facts import (
    Access,
    Agreement,
    AssetFacts,
    Named,
    ProviderFacts,
    RegisterFacts,
    Result,
)
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.models import PartyKind
from reversibility.register.queries import AssetSheet, PartyRef, PartySheet, list_parties

_VITAL = 4
_NAMED = ("domain_", "email_")
"""Kinds whose `domain` is a name of the practice's own."""
_Contracts = Mapping[UUID, Collection[Agreement]]


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """The facts, and the sheets they were taken from, for pages that show both."""

    facts: RegisterFacts
    standings: tuple[Standing, ...]
    parties: tuple[PartySheet, ...]
    contracts: tuple[ContractSheet, ...]


def gather(session: Session, actor: Actor, catalogue: Catalogue, *, today: date) -> Gathered:
    """Read everything that a rule may look at."""
    actor.require(Permission.FINDING_READ)
    parties = list_parties(session, actor, with_archived=True)
    standings = list_standings(session, actor, catalogue, in_full=False, parties=parties)
    contracts = list_contracts(session, actor, today=today)
    return Gathered(
        facts=register_facts(standings, parties, contracts, today=today),
        standings=standings,
        parties=parties,
        contracts=contracts,
    )


def register_facts(
    standings: Collection[Standing],
    parties: Collection[PartySheet],
    contracts: Collection[ContractSheet],
    *,
    today: date,
    others: Collection[AssetSheet] = (),
) -> RegisterFacts:
    """Turn what was read into facts; `others` are assets of which only their names matter."""
    covering: dict[UUID, list[Agreement]] = defaultdict(list)
    agreed: dict[UUID, list[Agreement]] = defaultdict(list)
    for contract in contracts:
        agreement = _agreement(contract)
        agreed[contract.provider.id].append(agreement)
        for asset_id in contract.asset_ids:
            covering[asset_id].append(agreement)
    assets = tuple(_asset(standing, covering) for standing in standings)
    runs, enters = _by_provider(assets)
    return RegisterFacts(
        today=today,
        own_domains=_own_domains(parties, [*others, *(each.asset for each in standings)]),
        assets=assets,
        providers=tuple(
            _provider(party, runs[party.id], enters[party.id], agreed[party.id])
            for party in parties
            if party.kind is PartyKind.PROVIDER
        ),
    )


_Entered = tuple[AssetFacts, Access]


def _by_provider(
    assets: Collection[AssetFacts],
) -> tuple[dict[UUID, list[AssetFacts]], dict[UUID, list[_Entered]]]:
    runs: dict[UUID, list[AssetFacts]] = defaultdict(list)
    enters: dict[UUID, list[_Entered]] = defaultdict(list)
    for asset in assets:
        if asset.provider:
            runs[asset.provider.id].append(asset)
        for access in asset.accesses:
            enters[access.party.id].append((asset, access))
    return runs, enters


def _own_domains(parties: Collection[PartySheet], assets: Collection[AssetSheet]) -> frozenset[str]:
    own = {
        domain for party in parties if party.kind is PartyKind.PRACTICE for domain in party.domains
    }
    named = {asset.attributes.get("domain") for asset in assets if asset.kind.startswith(_NAMED)}
    return frozenset(own | {name for name in named if isinstance(name, str) and name})


def _agreement(contract: ContractSheet) -> Agreement:
    ahead = contract.dates.deadline
    return Agreement(
        id=contract.id,
        title=contract.title,
        provider=_named(contract.provider),
        ends_on=contract.ends_on,
        ends_by_itself=contract.dates.ends_by_itself,
        has_notice=contract.notice is not None,
        notice_day=ahead.last_day if ahead else None,
        missed_on=None if contract.dates.ends_by_itself else contract.dates.missed_on,
        clauses=contract.replies,
    )


def _named(party: PartyRef) -> Named:
    return Named(id=party.id, name=party.name, kind=party.kind)


def _maybe(party: PartyRef | None) -> Named | None:
    return _named(party) if party else None


def _asset(standing: Standing, covering: _Contracts) -> AssetFacts:
    asset = standing.asset
    asked = {VerdictField.HOLDER} if standing.has_source(VerdictField.HOLDER) else frozenset()
    return AssetFacts(
        id=asset.id,
        name=asset.name,
        kind=standing.kind,
        # A site that takes bookings stops the practice when it stops.
        importance=_VITAL if asset.attributes.get("booking") is True else asset.importance,
        declared_on=asset.declared_on,
        provider=_maybe(asset.provider),
        holder=_maybe(asset.holder),
        account_holder=_maybe(asset.account_holder),
        payer=_maybe(asset.payer),
        administrative_contact=_maybe(asset.administrative_contact),
        technical_contact=_maybe(asset.technical_contact),
        attributes=asset.attributes,
        accesses=tuple(_access(grant, standing.kind) for grant in standing.grants),
        results={field: _result(line) for field, line in standing.verdicts.items()},
        asked=frozenset(asked),
        expires_on=standing.next_date,
        agreements=tuple(covering.get(asset.id, ())),
    )


def _access(grant: GrantLine, kind: AssetKind) -> Access:
    return Access(
        id=grant.id,
        person=grant.person,
        party=_named(grant.party),
        role=kind.role(grant.role),
        second_factor=grant.second_factor,
        factor_holder=grant.second_factor_holder,
        factor_kind=grant.second_factor_party,
        recovery_address=grant.recovery_address,
        has_left=grant.has_left,
        ends_on=grant.ends_on,
    )


def _result(line: VerdictLine) -> Result:
    return Result(
        state=line.state,
        declared=line.declared,
        observed=line.observed,
        holder=line.holder,
        judged_on=line.judged_at.date() if line.judged_at else None,
    )


def _provider(
    party: PartySheet,
    runs: Collection[AssetFacts],
    enters: Collection[_Entered],
    agreed: Collection[Agreement],
) -> ProviderFacts:
    concerned = [*runs, *(asset for asset, _access in enters)]
    return ProviderFacts(
        party=_named(party.ref),
        domains=party.domains,
        contacts=tuple(person.name for person in party.people),
        is_archived=party.retired_at is not None,
        importance=max((asset.importance for asset in concerned), default=1),
        runs=tuple(asset.name for asset in runs),
        agreements=tuple(agreed),
        open_accesses=tuple((asset.name, access) for asset, access in enters),
    )
