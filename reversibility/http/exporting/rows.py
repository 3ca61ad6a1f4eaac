"""Read every row of a register at once: a fixed number of questions, whatever its size."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.access.models import AccessGrant
from reversibility.accounts.errors import PracticeMissingError
from reversibility.accounts.models import Practice
from reversibility.contracts.basis_models import BasisElement
from reversibility.contracts.duty_models import ResponsibilityRow
from reversibility.contracts.event_models import ContractEvent, EventRemark
from reversibility.contracts.models import ClauseAnswer, Contract, ContractAsset
from reversibility.exits.first_hour.models import FirstHourStep
from reversibility.exits.models import Exit
from reversibility.exits.qualifying.models import ToldSituation
from reversibility.exits.tasks.models import ExitAnswer, ExitTask
from reversibility.http.exporting.written import Written, read_written
from reversibility.http.references import PRACTICE
from reversibility.kernel.actor import Actor, Permission
from reversibility.pieces.models import PieceKind, SecretPiece
from reversibility.pieces.queries import sees_secrets
from reversibility.register.models import Asset, Dependency, Party, PartyKind, Person

_Row = TypeVar("_Row")


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of one practice, in the order in which they were entered."""

    practice: Practice
    parties: Sequence[Party]
    people: Mapping[UUID, Sequence[Person]]
    """By party."""
    assets: Sequence[Asset]
    needs: Mapping[UUID, Sequence[UUID]]
    grants: Mapping[UUID, Sequence[AccessGrant]]
    contracts: Sequence[Contract]
    covered: Mapping[UUID, Sequence[UUID]]
    clauses: Mapping[UUID, Sequence[ClauseAnswer]]
    duties: Mapping[UUID, Sequence[ResponsibilityRow]]
    basis: Mapping[UUID, Sequence[BasisElement]]
    exits: Mapping[UUID, Exit]
    situations: Mapping[UUID, Sequence[ToldSituation]]
    first_hours: Mapping[UUID, Sequence[FirstHourStep]]
    events: Mapping[UUID, Sequence[ContractEvent]]
    remarks: Mapping[UUID, Sequence[EventRemark]]
    """By event."""
    tasks: Mapping[UUID, Sequence[ExitTask]]
    """By exit."""
    answers: Mapping[UUID, Sequence[ExitAnswer]]
    told: Written
    """Accounts, answers, letters and requests of the contracts."""
    reserved_notes: frozenset[UUID]
    sees_secrets: bool
    party_slugs: Mapping[UUID | None, str]
    person_slugs: Mapping[UUID | None, str]
    asset_slugs: Mapping[UUID, str]

    @property
    def contract_slugs(self) -> dict[UUID, str]:
        """Return the names of contracts in files."""
        return {row.id: row.slug for row in self.contracts}

    def shows_notes(self, asset: Asset) -> bool:
        """Say whether the notes of an asset go with it."""
        return self.sees_secrets or asset.id not in self.reserved_notes


def read_rows(session: Session, actor: Actor) -> Rows:
    """Read the whole register of the actor's practice."""
    actor.require(Permission.REGISTER_EXPORT)
    practice = session.get(Practice, actor.practice_id)
    if practice is None:
        raise PracticeMissingError
    parties = session.scalars(select(Party).order_by(Party.created_at, Party.id)).all()
    people = session.scalars(select(Person).order_by(Person.created_at, Person.id)).all()
    assets = session.scalars(select(Asset).order_by(Asset.created_at, Asset.id)).all()
    opened = select(Exit).where(Exit.is_prepared.is_(False))
    contracts = session.scalars(select(Contract).order_by(Contract.created_at, Contract.id)).all()
    return Rows(
        practice=practice,
        parties=parties,
        people=_by(people, "party_id"),
        assets=assets,
        needs=_pairs(session.execute(select(Dependency.asset_id, Dependency.depends_on_id))),
        grants=_by(
            session.scalars(select(AccessGrant).order_by(AccessGrant.created_at, AccessGrant.id)),
            "asset_id",
        ),
        contracts=contracts,
        covered=_pairs(session.execute(select(ContractAsset.contract_id, ContractAsset.asset_id))),
        clauses=_by(
            session.scalars(select(ClauseAnswer).order_by(ClauseAnswer.clause)), "contract_id"
        ),
        duties=_by(
            session.scalars(select(ResponsibilityRow).order_by(ResponsibilityRow.row)),
            "contract_id",
        ),
        basis=_by(
            session.scalars(select(BasisElement).order_by(BasisElement.element)), "contract_id"
        ),
        exits={row.contract_id: row for row in session.scalars(opened)},
        situations=_by(
            session.scalars(
                select(ToldSituation).order_by(ToldSituation.told_at, ToldSituation.id)
            ),
            "contract_id",
        ),
        first_hours=_by(
            session.scalars(
                select(FirstHourStep).order_by(FirstHourStep.done_at, FirstHourStep.step)
            ),
            "contract_id",
        ),
        events=_by(
            session.scalars(
                select(ContractEvent).order_by(ContractEvent.recorded_at, ContractEvent.id)
            ),
            "contract_id",
        ),
        remarks=_by(
            session.scalars(select(EventRemark).order_by(EventRemark.recorded_at, EventRemark.id)),
            "event_id",
        ),
        tasks=_by(
            session.scalars(select(ExitTask).order_by(ExitTask.position, ExitTask.key)), "exit_id"
        ),
        answers=_by(
            session.scalars(select(ExitAnswer).order_by(ExitAnswer.list_id, ExitAnswer.item)),
            "exit_id",
        ),
        told=read_written(session, actor),
        reserved_notes=frozenset(
            session.scalars(
                select(SecretPiece.piece_id).where(SecretPiece.piece_kind == PieceKind.NOTES)
            )
        ),
        sees_secrets=sees_secrets(actor),
        party_slugs={
            row.id: PRACTICE if row.kind is PartyKind.PRACTICE else row.slug for row in parties
        },
        person_slugs={row.id: row.slug for row in people},
        asset_slugs={row.id: row.slug for row in assets},
    )


def _by(rows: Iterable[_Row], name: str) -> Mapping[UUID, list[_Row]]:
    found: dict[UUID, list[_Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _pairs(rows: Iterable[Any]) -> Mapping[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for left, right in rows:
        found[left].append(right)
    return found
