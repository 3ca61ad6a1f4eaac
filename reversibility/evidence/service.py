"""Ask for probes, and record what they saw. Declared data is never touched here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from probes.interface import Declaration, Observation, Survey, Verdict
from probes.options import ProbeOptions
from reversibility.evidence.changes import Recorded, record_changes
from reversibility.evidence.declarations import (
    SOURCES,
    declaration_digest,
    declare,
    find_target,
    judged_fields,
    sources_of,
)
from reversibility.evidence.errors import BasisMissingError, DigestDiffersError, NotProbedError
from reversibility.evidence.lanes import find_lane
from reversibility.evidence.models import ObservationRow, VerdictBasis, VerdictRow
from reversibility.evidence.past import look_back
from reversibility.evidence.plain import facts_json, message_json, storable
from reversibility.jobs import service as jobs
from reversibility.jobs.models import RunKind
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.digest import sha256
from reversibility.kernel.ids import new_id
from reversibility.register.errors import AssetMissingError
from reversibility.register.queries import AssetSheet, get_asset, list_assets


@dataclass(frozen=True, kw_only=True)
class Examination:
    """What was seen about an asset, what was declared at that time, and what follows."""

    survey: Survey
    declaration: Declaration
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, kw_only=True)
class RecordedSurvey:
    """What a survey left in the record."""

    observation_ids: tuple[UUID, ...]
    verdict_ids: tuple[UUID, ...]
    change_ids: tuple[UUID, ...] = ()
    """What it shows otherwise than the checks before."""


def request_probe(
    session: Session,
    actor: Actor,
    asset_ids: Iterable[UUID] | None,
    options: ProbeOptions,
    *,
    now: datetime,
) -> jobs.StartedRun:
    """Ask for a probe of some assets, or of all that can be probed (None).

    Its units wait in the lanes of their registries, where a worker finds them once the transaction
    is committed.
    """
    actor.require(Permission.EVIDENCE_PROBE)
    assets = _probed_assets(session, actor, asset_ids)
    units = [_draft(asset, options) for asset in assets]
    started = jobs.start_run(session, actor, RunKind.PROBE, units, now=now)
    journal.record(
        session,
        actor,
        "evidence.probe_requested",
        journal.Subject(type="run", id=started.id),
        now=now,
        content={"assets": [str(asset.id) for asset in assets]},
    )
    return started


def record_survey(
    session: Session,
    actor: Actor,
    asset_id: UUID,
    examination: Examination,
    *,
    unit_id: UUID | None,
    now: datetime,
) -> RecordedSurvey:
    """Keep every answer as it came, the verdicts with the answers each rests on, and what differs.

    What differs is told in the same transaction, so that no check is recorded without it.
    """
    actor.require(Permission.EVIDENCE_PROBE)
    asset = get_asset(session, actor, asset_id)
    past = look_back(session, actor, asset.id, examination.survey.name)
    about = _About(actor=actor, asset_id=asset.id, unit_id=unit_id, now=now)
    observations = [
        _observation(about, examination.survey, observation)
        for observation in examination.survey.observations
    ]
    session.add_all(observations)
    verdicts = [_verdict(about, examination.declaration, item) for item in examination.verdicts]
    session.add_all(verdicts)
    session.flush()  # what a verdict rests on points to both
    for row, verdict in zip(verdicts, examination.verdicts, strict=True):
        session.add_all(_bases(row, verdict, observations))
    _journal_survey(session, about, observations, verdicts)
    recorded = Recorded(
        observations=observations,
        verdicts=tuple(zip(verdicts, examination.verdicts, strict=True)),
    )
    changes = record_changes(session, actor, past, recorded, now=now)
    return RecordedSurvey(
        observation_ids=tuple(row.id for row in observations),
        verdict_ids=tuple(row.id for row in verdicts),
        change_ids=tuple(row.id for row in changes),
    )


@dataclass(frozen=True, kw_only=True)
class _About:
    actor: Actor
    asset_id: UUID
    unit_id: UUID | None
    now: datetime


def _probed_assets(
    session: Session, actor: Actor, asset_ids: Iterable[UUID] | None
) -> list[AssetSheet]:
    every = {asset.id: asset for asset in list_assets(session, actor)}
    probed = {
        asset.id: asset for asset in every.values() if find_target(asset.kind, asset.attributes)
    }
    if asset_ids is None:
        return list(probed.values())
    wanted = list(asset_ids)
    for asset_id in wanted:
        if asset_id not in every:
            raise AssetMissingError
        if asset_id not in probed:
            raise NotProbedError(asset=every[asset_id].name)
    return [probed[asset_id] for asset_id in wanted]


def _draft(asset: AssetSheet, options: ProbeOptions) -> jobs.UnitDraft:
    target = find_target(asset.kind, asset.attributes)
    if target is None:
        raise NotProbedError(asset=asset.name)
    fields = judged_fields(asset.kind, declare(asset.attributes, asset.holder))
    lane = find_lane(target.name, sources_of(fields), options)
    return jobs.UnitDraft(subject_id=asset.id, label=asset.name, lane=lane)


def _observation(about: _About, survey: Survey, seen: Observation) -> ObservationRow:
    if sha256(seen.raw) != seen.sha256:
        raise DigestDiffersError(server=seen.server)
    return ObservationRow(
        id=new_id(about.now),
        practice_id=about.actor.practice_id,
        asset_id=about.asset_id,
        unit_id=about.unit_id,
        name=survey.name,
        registry_id=survey.registry,
        source=seen.source,
        server=storable(seen.server, 400),
        question=storable(seen.question, 400),
        asked_at=seen.asked_at,
        took_ms=seen.took_ms,
        state=seen.state,
        parser=seen.parser,
        messages=[message_json(message) for message in seen.messages],
        facts=facts_json(seen.facts),
        sha256=seen.sha256,
        raw=seen.raw,
    )


def _verdict(about: _About, declaration: Declaration, verdict: Verdict) -> VerdictRow:
    step = verdict.next_step
    return VerdictRow(
        id=new_id(about.now),
        practice_id=about.actor.practice_id,
        asset_id=about.asset_id,
        unit_id=about.unit_id,
        field=verdict.field,
        state=verdict.state,
        declared=storable(verdict.declared),
        observed=storable(verdict.observed),
        reasons=[message_json(reason) for reason in verdict.reasons],
        next_step=None if step is None else message_json(step),
        holder=verdict.holder,
        confidence=verdict.confidence,
        declaration_digest=declaration_digest(declaration, verdict.field),
        judged_at=about.now,
    )


def _bases(
    row: VerdictRow, verdict: Verdict, observations: Iterable[ObservationRow]
) -> list[VerdictBasis]:
    wanted = set(verdict.observations)
    same = [seen for seen in observations if seen.sha256 in wanted]
    if wanted - {seen.sha256 for seen in same}:
        raise BasisMissingError(field=verdict.field.value)
    # Answers that never came are all the same empty bytes: their digest does not say whose.
    sources = SOURCES[verdict.field]
    return [
        VerdictBasis(practice_id=row.practice_id, verdict_id=row.id, observation_id=seen.id)
        for seen in same
        if seen.raw or seen.source in sources
    ]


def _journal_survey(
    session: Session,
    about: _About,
    observations: Iterable[ObservationRow],
    verdicts: Iterable[VerdictRow],
) -> None:
    journal.record(
        session,
        about.actor,
        "evidence.survey_recorded",
        journal.Subject(type="asset", id=about.asset_id),
        now=about.now,
        content={
            "observations": [
                {
                    "id": str(row.id),
                    "source": row.source.value,
                    "server": row.server,
                    "state": row.state.value,
                    "sha256": row.sha256,
                }
                for row in observations
            ],
            "verdicts": {row.field.value: row.state.value for row in verdicts},
        },
    )
