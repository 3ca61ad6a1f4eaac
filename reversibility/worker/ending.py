"""How a unit ends: its result kept in the transaction that ends it, or why there is none."""

from collections.abc import Callable, Mapping
from datetime import datetime

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from reversibility.jobs import service as jobs
from reversibility.jobs.errors import ClaimLostError
from reversibility.jobs.service import Claim, Fault
from reversibility.kernel.errors import RefusedError
from reversibility.store.errors import DatabaseUnusableError
from reversibility.store.session import transaction

Keep = Callable[[Session, datetime], Mapping[str, object]]
"""Keeps a result in a transaction of the unit's practice; returns what the progress page shows."""

log = structlog.get_logger(__name__)


def settle(
    engine: Engine, clock: Callable[[], datetime], claim: Claim, work: Callable[[], Keep]
) -> None:
    """Do the slow part, outside any transaction, and end the unit. Never raises."""
    try:
        fault = _do(engine, clock, claim, work)
        if fault is not None:
            with transaction(engine, claim.practice_id) as session:
                jobs.fail(session, claim, fault, clock())
    except ClaimLostError:
        log.warning("unit_taken_by_another", unit=str(claim.unit_id))
    except DatabaseUnusableError as error:
        # A locked database is no fault of the unit's: its lease runs out and it is put back.
        log.warning(
            "database_unusable", unit=str(claim.unit_id), code=error.code, detail=error.detail
        )
    except Exception:
        log.exception("unit_left_to_the_sweep", unit=str(claim.unit_id))


def _do(
    engine: Engine, clock: Callable[[], datetime], claim: Claim, work: Callable[[], Keep]
) -> Fault | None:
    try:
        keep = work()
        with transaction(engine, claim.practice_id) as session:
            now = clock()
            result = keep(session, now)
            jobs.finish(session, claim, result, now)
    except (ClaimLostError, DatabaseUnusableError):
        raise
    except RefusedError as error:
        return Fault(code=error.code, params=error.params)
    except Exception as error:
        log.exception("unit_crashed", unit=str(claim.unit_id), kind=claim.kind.value)
        return Fault(code="jobs.crashed", params={"error": type(error).__name__})
    return None
