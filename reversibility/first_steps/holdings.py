"""Take the plain answers about assets: in whose name, who runs it, who gets in, who pays.

Each answer becomes what the register already knows: a declared party, or an access. What leaves
nothing there (nobody, not known) is noted beside it, so that it is not asked as if never answered.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.access.queries import GrantLine, list_grants
from reversibility.access.service import GrantDraft, record_grant
from reversibility.catalogues.models import FULL_ACCESS, AssetKind, Catalogue
from reversibility.evidence.standing import administers
from reversibility.first_steps.adding import add_seen
from reversibility.first_steps.service import Advance, advance, hold
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.archiving import Edit
from reversibility.register.editing import change_asset
from reversibility.register.models import PartyKind
from reversibility.register.queries import AssetSheet, PartyRef, list_assets, list_parties
from reversibility.register.service import AssetDraft, PersonDraft, add_person

NOBODY, UNKNOWN, YES, NO = "nobody", "unknown", "yes", "no"
SEEN = "seen:"
"""Before a name that a look showed and that is no party of the register yet."""


class Ask(StrEnum):
    """What is asked about an asset."""

    HOLDER = "holder"
    PROVIDER = "provider"
    INSIDE = "inside"
    """Who of the practice gets in and can change everything."""
    OUTSIDE = "outside"
    """Whether the provider gets in and can change everything."""
    PAYER = "payer"


_PARTIES = (Ask.HOLDER, Ask.PROVIDER, Ask.PAYER)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What was answered about one asset; a question left out was not answered."""

    asset_id: UUID
    version: int
    """Of the asset, as whoever answered saw it."""
    answers: Mapping[Ask, str] = field(default_factory=dict)
    """The id of a party or person, one of the words above, or a name that was seen."""


def answer_holdings(
    session: Session,
    actor: Actor,
    holdings: Collection[Holding],
    *,
    catalogue: Catalogue,
    now: datetime,
) -> None:
    """Take the answers; raises AssetChangedError where somebody else changed an asset meanwhile.

    The same answers again change nothing. Accesses that are recorded stay: they end on their page.
    """
    actor.require(Permission.REGISTER_WRITE)
    hold(session, actor, now=now)
    taking = _Taking(session, actor, catalogue, now)
    known = [holding for holding in holdings if holding.asset_id in taking.assets]
    for holding in known:
        taking.declare(holding)
        taking.let_in(holding)
    notes = {holding.asset_id: _notes(holding) for holding in known if holding.answers}
    advance(session, actor, Advance(answers=notes), now=now)


def present_answers(
    asset: AssetSheet,
    grants: Collection[GrantLine],
    noted: Mapping[str, str],
    kind: AssetKind,
) -> dict[Ask, str]:
    """Return what is answered about an asset: by the register, else by what was noted."""
    administrators = [grant for grant in grants if administers(kind, grant)]
    own = [each for each in administrators if each.party.kind is PartyKind.PRACTICE]
    others = [each for each in administrators if each.party.kind is not PartyKind.PRACTICE]
    told = {
        Ask.HOLDER: str(asset.holder.id) if asset.holder else "",
        Ask.PROVIDER: str(asset.provider.id) if asset.provider else "",
        Ask.INSIDE: str(own[0].person_id) if own else "",
        Ask.OUTSIDE: YES if others else "",
        Ask.PAYER: str(asset.payer.id) if asset.payer else "",
    }
    return {ask: value or noted.get(ask, "") for ask, value in told.items()}


class _Taking:
    """The answers of one form under way, and what the register holds meanwhile."""

    def __init__(self, session: Session, actor: Actor, catalogue: Catalogue, now: datetime) -> None:
        self._session, self._actor, self._catalogue, self._now = session, actor, catalogue, now
        self.assets = {asset.id: asset for asset in list_assets(session, actor)}
        parties = list_parties(session, actor)
        self._parties = {str(party.id): party.id for party in parties}
        self._names = {party.id: party.name for party in parties}
        self._contacts = {party.id: party.people[0].id for party in parties if party.people}
        self._staff = {
            str(person.id): person.id
            for party in parties
            if party.kind is PartyKind.PRACTICE
            for person in party.people
        }
        self._grants = list_grants(session, actor)

    def declare(self, holding: Holding) -> None:
        """Declare the parties of an asset, where they are answered otherwise than declared."""
        asset = self.assets[holding.asset_id]
        before = {ask: _id(getattr(asset, ask)) for ask in _PARTIES}
        after = {ask: self._party(holding, ask, before[ask]) for ask in _PARTIES}
        if before == after:
            return
        draft = AssetDraft(
            kind=asset.kind,
            name=asset.name,
            importance=asset.importance,
            declared_on=self._now.date(),
            declared_by=self._actor.label,
            provider_id=after[Ask.PROVIDER],
            holder_id=after[Ask.HOLDER],
            account_holder_id=_id(asset.account_holder),
            payer_id=after[Ask.PAYER],
            attributes=dict(asset.attributes),
            notes=asset.notes,
        )
        edit = Edit(id=asset.id, version=holding.version)
        kind = self._catalogue.kind(asset.kind)
        change_asset(self._session, self._actor, edit, draft, kind=kind, now=self._now)

    def let_in(self, holding: Holding) -> None:
        """Record who gets in, unless it is recorded already."""
        asset = self.assets[holding.asset_id]
        kind = self._catalogue.kind(asset.kind)
        inside = self._staff.get(holding.answers.get(Ask.INSIDE, ""))
        self._record(asset.id, kind, inside)
        if holding.answers.get(Ask.OUTSIDE) == YES:
            provider = self._party(holding, Ask.PROVIDER, _id(asset.provider))
            self._record(asset.id, kind, self._contact(provider))

    def _party(self, holding: Holding, ask: Ask, present: UUID | None) -> UUID | None:
        said = holding.answers.get(ask)
        if said is None:
            return present
        return self._enter(said) if said.startswith(SEEN) else self._parties.get(said)

    def _enter(self, said: str) -> UUID:
        """Return the party of a name that was seen, entered by being chosen."""
        if said not in self._parties:
            name = said.removeprefix(SEEN)
            party_id = add_seen(self._session, self._actor, name, now=self._now)
            self._session.flush()
            self._parties[said] = party_id
            self._names.setdefault(party_id, name)
        return self._parties[said]

    def _record(self, asset_id: UUID, kind: AssetKind, person_id: UUID | None) -> None:
        grants = self._grants.get(asset_id, ())
        present = {grant.person_id for grant in grants if administers(kind, grant)}
        if person_id is None or person_id in present:
            return
        # What was answered is that they can change everything, not what the platform calls it.
        draft = GrantDraft(asset_id=asset_id, person_id=person_id, role=FULL_ACCESS.id)
        record_grant(self._session, self._actor, draft, roles=[FULL_ACCESS.id], now=self._now)

    def _contact(self, party_id: UUID | None) -> UUID | None:
        """Return somebody of a provider: the first known, else one called as the firm."""
        if party_id is None:
            return None
        if party_id not in self._contacts:
            draft = PersonDraft(party_id=party_id, name=self._names[party_id])
            person = add_person(self._session, self._actor, draft, now=self._now)
            self._contacts[party_id] = person.id
        return self._contacts[party_id]


def _id(party: PartyRef | None) -> UUID | None:
    return party.id if party else None


def _notes(holding: Holding) -> dict[str, str]:
    words = {NOBODY, UNKNOWN, NO}
    return {ask.value: said for ask, said in holding.answers.items() if said in words}
