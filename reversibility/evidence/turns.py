"""Turns at service hosts, kept in the database: shared by all workers, and not lost with one.

Each call is one short transaction of its own, on one row; nobody waits inside it.
"""

import random
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from probes.options import PaceOptions
from probes.pacing.budgets import Budget
from probes.pacing.rules import HostState, Told, Turns, learn, reserve
from reversibility.evidence.models import ServiceHost
from reversibility.store.session import transaction

_LONGEST_HOST = 255
_COLUMNS = [getattr(ServiceHost, name) for name in HostState.__dataclass_fields__]


@dataclass(frozen=True, kw_only=True)
class DatabaseLedger:
    """Gives turns to all who work on one database."""

    engine: Engine
    pace: PaceOptions
    chance: Callable[[], float] = random.random

    def reserve(self, host: str, budget: Budget, wanted: int, now: float) -> Turns:
        """Take turns at a host."""
        with transaction(self.engine, None) as session:
            before = _locked(session, host)
            after, turns = reserve(before, budget, self.pace, wanted=wanted, now=now)
            _keep(session, host, before, after)
        return turns

    def tell(self, host: str, told: Told, now: float) -> None:
        """Say what became of a question."""
        with transaction(self.engine, None) as session:
            before = _locked(session, host)
            after = learn(before, told, self.pace, now=now, chance=self.chance())
            _keep(session, host, before, after)


def read_states(session: Session, hosts: Collection[str]) -> Mapping[str, HostState]:
    """Return what is known of some hosts; nothing is known of those that are left out."""
    rows = session.execute(
        select(ServiceHost.host, *_COLUMNS).where(ServiceHost.host.in_(hosts))
    ).mappings()
    return {row["host"]: _state(row) for row in rows}


def _locked(session: Session, host: str) -> HostState:
    """Read a host for update; one that is new gets its row first."""
    wanted = select(*_COLUMNS).where(ServiceHost.host == host[:_LONGEST_HOST]).with_for_update()
    row = session.execute(wanted).mappings().one_or_none()
    if row is None:
        # Another worker may be as quick; its row is then as good.
        with suppress(IntegrityError), session.begin_nested():
            session.execute(
                insert(ServiceHost).values(host=host[:_LONGEST_HOST], **asdict(HostState()))
            )
        row = session.execute(wanted).mappings().one()
    return _state(row)


def _keep(session: Session, host: str, before: HostState, after: HostState) -> None:
    old, new = asdict(before), asdict(after)
    changed = {name: value for name, value in new.items() if value != old[name]}
    if changed:
        session.execute(
            update(ServiceHost).where(ServiceHost.host == host[:_LONGEST_HOST]).values(**changed)
        )


def _state(row: Mapping[Any, Any]) -> HostState:
    return HostState(**{name: row[name] for name in HostState.__dataclass_fields__})
