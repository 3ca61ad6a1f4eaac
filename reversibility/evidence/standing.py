"""Where each asset stands: declared, seen, who gets in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from probes.interface import VerdictField
from reversibility.access.queries import GrantLine, list_grants
from reversibility.catalogues.models import AssetKind, Catalogue, RoleLevel
from reversibility.evidence.declarations import Declared, declare, find_target, judged_fields
from reversibility.evidence.queries import ProofLine, VerdictLine, list_proofs, verdicts_on
from reversibility.kernel.actor import Actor, Permission
from reversibility.recovery.models import AssetFacts, AssetState, Side
from reversibility.recovery.standing import asset_state
from reversibility.register.models import PartyKind
from reversibility.register.queries import (
    AssetSheet,
    PartyRef,
    PartySheet,
    get_asset,
    list_assets,
)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One asset with everything that tells where it stands."""

    asset: AssetSheet
    kind: AssetKind
    state: AssetState
    verdicts: Mapping[VerdictField, VerdictLine]
    grants: tuple[GrantLine, ...]
    proofs: tuple[ProofLine, ...]
    """Every document that was filed, withdrawn ones too; the latest date first."""
    next_date: date | None
    """When it expires: as seen, else as declared."""
    facts: AssetFacts

    @property
    def holder_verdict(self) -> VerdictLine | None:
        """The verdict on its holder, if anybody was asked."""
        return self.verdicts.get(VerdictField.HOLDER)

    @property
    def kept_proofs(self) -> tuple[ProofLine, ...]:
        """The documents that were neither withdrawn nor erased."""
        return tuple(
            line for line in self.proofs if line.withdrawal is None and line.erased_at is None
        )

    def has_source(self, field: VerdictField) -> bool:
        """Say whether some public source can tell about a field."""
        kind, attributes = self.asset.kind, self.asset.attributes
        declaration = declare(attributes, self.asset.holder)
        is_named = find_target(kind, attributes) is not None
        return is_named and field in judged_fields(kind, declaration)


def list_standings(
    session: Session,
    actor: Actor,
    catalogue: Catalogue,
    *,
    in_full: bool = True,
    parties: Collection[PartySheet] | None = None,
) -> tuple[Standing, ...]:
    """Say where every asset of the practice stands, vital ones first.

    A list that shows results only does without what is behind them (not `in_full`). `parties`:
    every party, archived ones too, where the caller has read them already.
    """
    actor.require(Permission.REGISTER_READ)
    assets = list_assets(session, actor, parties=parties)
    return stand_all(session, actor, assets, catalogue, in_full=in_full)


def get_standing(session: Session, actor: Actor, asset_id: UUID, catalogue: Catalogue) -> Standing:
    """Say where one asset stands; raises AssetMissingError, also for another practice's."""
    actor.require(Permission.REGISTER_READ)
    asset = get_asset(session, actor, asset_id)
    return stand(session, actor, asset, catalogue)


def stand(session: Session, actor: Actor, asset: AssetSheet, catalogue: Catalogue) -> Standing:
    """Say where an asset that was read already stands."""
    return stand_all(session, actor, [asset], catalogue)[0]


def stand_all(
    session: Session,
    actor: Actor,
    assets: Collection[AssetSheet],
    catalogue: Catalogue,
    *,
    in_full: bool = True,
) -> tuple[Standing, ...]:
    """Say where assets that were read already stand, in their order."""
    actor.require(Permission.REGISTER_READ)
    grants = list_grants(session, actor, [asset.id for asset in assets])
    declared = {asset.id: Declared.of(asset, grants.get(asset.id, ())) for asset in assets}
    proofs = list_proofs(session, actor, declared)
    verdicts = verdicts_on(session, actor, declared, proofs, in_full=in_full)
    found = []
    for asset in assets:
        own, accesses = verdicts[asset.id], declared[asset.id].accesses
        facts = asset_facts(asset, catalogue.kinds[asset.kind], own, accesses)
        standing = Standing(
            asset=asset,
            kind=facts.kind,
            state=asset_state(facts),
            verdicts=own,
            grants=accesses,
            proofs=proofs.get(asset.id, ()),
            next_date=facts.expires_on,
            facts=facts,
        )
        found.append(standing)
    return tuple(found)


def stand_as_declared(
    session: Session, actor: Actor, asset: AssetSheet, catalogue: Catalogue
) -> Standing:
    """Say where an asset stands by its declaration alone, for who may not read what was seen."""
    actor.require(Permission.REGISTER_READ)
    grants = list_grants(session, actor, [asset.id]).get(asset.id, ())
    kind = catalogue.kinds[asset.kind]
    facts = asset_facts(asset, kind, {}, grants)
    return Standing(
        asset=asset,
        kind=kind,
        state=asset_state(facts),
        verdicts={},
        grants=grants,
        proofs=(),
        next_date=facts.expires_on,
        facts=facts,
    )


def asset_facts(
    asset: AssetSheet,
    kind: AssetKind,
    verdicts: Mapping[VerdictField, VerdictLine],
    grants: tuple[GrantLine, ...],
) -> AssetFacts:
    """Gather what recovery needs to know of an asset."""
    holder = verdicts.get(VerdictField.HOLDER)
    own = [grant for grant in grants if grant.party.kind is PartyKind.PRACTICE]
    administrators = [grant for grant in own if administers(kind, grant)]
    others = {
        grant.party.name: None
        for grant in grants
        if grant.party.kind is not PartyKind.PRACTICE and administers(kind, grant)
    }
    return AssetFacts(
        id=asset.id,
        name=asset.name,
        kind=kind,
        importance=asset.importance,
        declared_holder=side(asset.holder),
        holder_verdict=holder.state if holder else None,
        observed_holder=holder.holder if holder else None,
        practice_administrators=len({grant.person for grant in administrators}),
        practice_people=len({grant.person for grant in own}),
        other_administrators=tuple(others),
        expires_on=_expires_on(asset, verdicts),
        depends_on=asset.depends_on,
    )


def administers(kind: AssetKind, grant: GrantLine) -> bool:
    """Say whether a grant's role can remove others and hand the asset over."""
    role = kind.role(grant.role)
    return role is not None and role.level is RoleLevel.ADMIN


def side(party: PartyRef | None) -> Side:
    """Say on whose side a party stands."""
    return Side.NOBODY if party is None else _SIDES[party.kind]


_SIDES = {
    PartyKind.PRACTICE: Side.PRACTICE,
    PartyKind.PROVIDER: Side.PROVIDER,
    PartyKind.OTHER: Side.OTHER,
}


def _expires_on(asset: AssetSheet, verdicts: Mapping[VerdictField, VerdictLine]) -> date | None:
    seen = verdicts.get(VerdictField.EXPIRY)
    for text in (seen.observed if seen else "", asset.attributes.get("expires_on", "")):
        try:
            return date.fromisoformat(str(text))
        except ValueError:
            continue
    return None
