"""The earlier checks of an asset, as surveys, to compare a new one with."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from probes.changes import ChangeKind, ResultBefore
from probes.interface import LookupState, Observation, Source, Survey, VerdictField, VerdictState
from reversibility.evidence.change_models import ChangeRow
from reversibility.evidence.declarations import SOURCES
from reversibility.evidence.kept_facts import read_facts
from reversibility.evidence.models import ObservationRow, VerdictRow
from reversibility.evidence.plain import read_message
from reversibility.kernel.actor import Actor, Permission

# Answers of which only source and state are read, the newest first: some forty checks.
_LOOKED_THROUGH = 500
# Checks in which a source answered; a field that one of them did not say is looked for in the next.
_ANSWERED_CHECKS = 3
_ANSWERED = frozenset({LookupState.REGISTERED, LookupState.AVAILABLE, LookupState.RESERVED})
# UUIDv7 (RFC 9562): 48 bits of milliseconds, the same for what one transaction records at once.
_BELOW_THE_MILLISECOND = 80
_HIDDEN_LOOKED_FOR = 3
_RESULTS_LOOKED_THROUGH = 100

_Check = tuple[int, UUID | None]
"""One check: when its answers were recorded, and in which unit."""


@dataclass(frozen=True, kw_only=True)
class KeptObservation(Observation):
    """An answer of the record; its bytes stay in the database."""

    id: UUID


@dataclass(frozen=True, kw_only=True)
class KeptResult(ResultBefore):
    """An earlier result on one field."""

    id: UUID
    judged_at: datetime
    answered: frozenset[tuple[Source, int]]
    """Which sources it rests on, with how many answers of each."""


@dataclass(frozen=True, kw_only=True)
class Past:
    """What the checks before said of an asset."""

    surveys: tuple[Survey, ...]
    """Of the same name, the newest first."""
    results: Mapping[VerdictField, Sequence[KeptResult]]
    """The newest first; none where the last check was of another name, and so of something else."""


def look_back(session: Session, actor: Actor, asset_id: UUID, name: str) -> Past:
    """Return what the next check of a name is compared with."""
    actor.require(Permission.EVIDENCE_PROBE)
    light = _light(session, actor, asset_id)
    if not light or light[0]["name"] != name:
        light = [row for row in light if row["name"] == name]
        results: Mapping[VerdictField, Sequence[KeptResult]] = {}
    else:
        results = _results(session, actor, asset_id, light)
    wanted = _wanted(light, _last_shown(session, actor, asset_id) if light else frozenset())
    return Past(surveys=tuple(_surveys(session, actor, name, wanted)), results=results)


def kept_observation(row: ObservationRow | RowMapping) -> KeptObservation:
    """Return an answer of the record in the words of the probes, as any later check reads it."""
    values = (
        row if not isinstance(row, ObservationRow) else {name: getattr(row, name) for name in _FULL}
    )
    messages = tuple(read_message(each) for each in values["messages"])
    rest = {name: values[name] for name in _FULL if name not in {"facts", "messages", "unit_id"}}
    return KeptObservation(**rest, facts=read_facts(values["facts"]), messages=messages, raw=b"")


def survey_of(name: str, registry: str, seen: Iterable[KeptObservation]) -> Survey:
    """Put the answers of one check together."""
    observations = tuple(seen)
    instants = [each.asked_at for each in observations]
    return Survey(
        name=name,
        registered_name=name,
        registry=registry,
        observations=observations,
        started_at=min(instants),
        finished_at=max(instants),
    )


def _light(session: Session, actor: Actor, asset_id: UUID) -> list[RowMapping]:
    row = ObservationRow
    columns = (row.id, row.unit_id, row.name, row.source, row.state)
    return list(
        session.execute(
            select(*columns)
            .where(row.asset_id == asset_id, row.practice_id == actor.practice_id)
            .order_by(row.id.desc())
            .limit(_LOOKED_THROUGH)
        ).mappings()
    )


def _last_shown(session: Session, actor: Actor, asset_id: UUID) -> frozenset[UUID]:
    """Return the answers that last showed what has been hidden since, however long ago."""
    row = ChangeRow
    ids = session.scalars(
        select(row.earlier_id)
        .where(
            row.asset_id == asset_id,
            row.practice_id == actor.practice_id,
            row.kind.in_([ChangeKind.HIDDEN, ChangeKind.GONE]),
        )
        .order_by(row.id.desc())
        .limit(_HIDDEN_LOOKED_FOR)
    )
    return frozenset(each for each in ids if each)


def _wanted(light: Collection[RowMapping], shown: Collection[UUID]) -> dict[UUID, _Check]:
    """Choose whole sources of checks: of each the newest that answered, and what it last showed."""
    by_source: dict[Source, dict[_Check, list[RowMapping]]] = defaultdict(lambda: defaultdict(list))
    for row in light:
        by_source[row["source"]][_check(row)].append(row)
    chosen: dict[UUID, _Check] = {}
    for checks in by_source.values():
        answered = [key for key, rows in checks.items() if _has_answer(rows)]
        older = [key for key in answered[_ANSWERED_CHECKS:] if _is_among(checks[key], shown)]
        for key in answered[:_ANSWERED_CHECKS] + older:
            chosen |= {row["id"]: key for row in checks[key]}
    return chosen


def _check(row: RowMapping) -> _Check:
    return row["id"].int >> _BELOW_THE_MILLISECOND, row["unit_id"]


def _has_answer(rows: Iterable[RowMapping]) -> bool:
    return any(row["state"] in _ANSWERED for row in rows)


def _is_among(rows: Iterable[RowMapping], ids: Collection[UUID]) -> bool:
    return any(row["id"] in ids for row in rows)


def _surveys(
    session: Session, actor: Actor, name: str, wanted: Mapping[UUID, _Check]
) -> Iterator[Survey]:
    if not wanted:
        return
    row = ObservationRow
    found = session.execute(
        select(*(getattr(row, column) for column in _FULL), row.registry_id)
        .where(row.id.in_(wanted), row.practice_id == actor.practice_id)
        .order_by(row.id)
    ).mappings()
    checks: dict[_Check, list[RowMapping]] = defaultdict(list)
    for each in found:
        checks[wanted[each["id"]]].append(each)
    for key in sorted(checks, key=lambda check: check[0], reverse=True):
        rows = checks[key]
        yield survey_of(name, rows[0]["registry_id"], map(kept_observation, rows))


def _results(
    session: Session, actor: Actor, asset_id: UUID, light: Collection[RowMapping]
) -> dict[VerdictField, list[KeptResult]]:
    checks: dict[_Check, list[RowMapping]] = defaultdict(list)
    for row in light:
        checks[_check(row)].append(row)
    of = VerdictRow
    columns = (of.field, of.state, of.declaration_digest, of.observed, of.judged_at)
    rows = session.execute(
        select(of.id, of.unit_id, *columns)
        .where(
            of.asset_id == asset_id,
            of.practice_id == actor.practice_id,
            of.state != VerdictState.UNREACHABLE,
        )
        .order_by(of.id.desc())
        .limit(_RESULTS_LOOKED_THROUGH)
    ).mappings()
    found: dict[VerdictField, list[KeptResult]] = defaultdict(list)
    for row in rows:
        states = [(each["source"], each["state"]) for each in checks.get(_check(row), ())]
        values = {name: row[name] for name in row if name not in {"field", "unit_id"}}
        found[row["field"]].append(
            KeptResult(**values, answered=who_answered(states, row["field"]))
        )
    return found


def who_answered(
    states: Iterable[tuple[Source, LookupState]], field: VerdictField
) -> frozenset[tuple[Source, int]]:
    """Say which sources of a field were heard: a result that rests on fewer is no other one.

    Of a zone's servers one may be silent for a long time: that DNS was heard at all is enough.
    """
    heard = Counter(
        source for source, state in states if state in _ANSWERED and source in SOURCES[field]
    )
    return frozenset(
        (source, 1 if source is Source.DNS else count) for source, count in heard.items()
    )


_FULL = tuple(name for name in ("unit_id", *KeptObservation.__dataclass_fields__) if name != "raw")
