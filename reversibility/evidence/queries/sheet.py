"""All that is known about one asset from outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from probes.interface import VerdictField
from reversibility.evidence.declarations import find_target
from reversibility.evidence.queries.answers import ObservationLine, count_answers, list_answers
from reversibility.evidence.queries.verdicts import VerdictLine, latest_verdicts
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.errors import AssetMissingError
from reversibility.register.models import Asset


@dataclass(frozen=True, kw_only=True)
class AssetEvidence:
    """Verdicts and answers of one asset."""

    asset_id: UUID
    is_probed: bool
    """Whether something public can be asked about it."""
    verdicts: Mapping[VerdictField, VerdictLine]
    answers: tuple[ObservationLine, ...]
    """The newest first; the oldest are left out when there are many."""
    answer_count: int

    @property
    def last_judged_at(self) -> datetime | None:
        """When its newest public answers were compared."""
        found = (line.judged_at for line in self.verdicts.values())
        return max((instant for instant in found if instant), default=None)


def get_asset_evidence(session: Session, actor: Actor, asset_id: UUID) -> AssetEvidence:
    """Return verdicts and answers of one asset; raises AssetMissingError, also for another's."""
    actor.require(Permission.EVIDENCE_READ)
    asset = session.get(Asset, asset_id)
    if asset is None or asset.practice_id != actor.practice_id or not actor.sees(asset_id):
        raise AssetMissingError
    return AssetEvidence(
        asset_id=asset_id,
        is_probed=find_target(asset.kind, asset.attributes) is not None,
        verdicts=latest_verdicts(session, actor, [asset_id])[asset_id],
        answers=list_answers(session, actor, asset_id),
        answer_count=count_answers(session, actor, asset_id),
    )
