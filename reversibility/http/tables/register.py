"""What a register holds already, as far as the rows of a table have to be told from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.http.references import PRACTICE
from reversibility.http.tables.cells import CellError
from reversibility.http.tables.grid import fold
from reversibility.http.tables.words import word
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.models import Asset, Party, PartyKind


@dataclass(frozen=True, kw_only=True)
class Register:
    """The parties and assets of a practice, by the names under which a table speaks of them."""

    parties: Mapping[str, Sequence[Party]]
    """By folded name, legal name and identifier."""
    assets: Mapping[str, Asset]
    """By identifier, archived ones too."""
    named: Mapping[tuple[str, str], Sequence[Asset]]
    """By kind and folded name."""

    def find_party(self, text: str) -> Party | None:
        """Return the party that a cell names; None for one that is not there; else CellError."""
        found = self.parties.get(fold(text), ())
        kept = [party for party in found if party.retired_at is None]
        if len(kept) == 1:
            return kept[0]
        if kept:
            raise CellError(f"party_ambiguous:{', '.join(sorted(each.slug for each in kept))}")
        if found:
            raise CellError(f"party_archived:{text[:80]}")
        return None

    def find_asset(self, slug: str, kind_id: str, name: str) -> Asset | None:
        """Return the asset that a row is about, by identifier or by kind and name."""
        found = [self.assets[slug]] if slug in self.assets else []
        if not slug:
            found = list(self.named.get((kind_id, fold(name)), ()))
        kept = [asset for asset in found if asset.retired_at is None]
        if len(kept) > 1:
            raise CellError(f"asset_ambiguous:{', '.join(sorted(each.slug for each in kept))}")
        if found and not kept:
            raise CellError("asset_archived")
        return kept[0] if kept else None


def read_register(session: Session, actor: Actor) -> Register:
    """Read parties and assets, archived ones too."""
    actor.require(Permission.REGISTER_WRITE)
    assets = session.scalars(select(Asset).order_by(Asset.created_at, Asset.id)).all()
    named: dict[tuple[str, str], list[Asset]] = defaultdict(list)
    for asset in assets:
        named[asset.kind, fold(asset.name)].append(asset)
    return Register(
        parties=_parties(session.scalars(select(Party).order_by(Party.created_at, Party.id))),
        assets={asset.slug: asset for asset in assets},
        named=named,
    )


def _parties(rows: Iterable[Party]) -> Mapping[str, list[Party]]:
    found: dict[str, list[Party]] = defaultdict(list)
    for party in rows:
        names = {party.name, party.legal_name, party.slug, f"{party.name} ({party.slug})"}
        if party.kind is PartyKind.PRACTICE:
            names |= {PRACTICE, *(word("practice", locale) for locale in ("fr", "en"))}
            names |= {f"{party.name} ({PRACTICE})"}
        for name in {fold(each) for each in names} - {""}:
            found[name].append(party)
    return found
