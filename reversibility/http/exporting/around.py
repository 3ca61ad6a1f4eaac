"""What a practice file says beside the register: the card, choices, holds, saved views."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.exits.emergency.models import EmergencyCard
from reversibility.findings.models import Acceptance
from reversibility.first_steps.models import FirstSteps
from reversibility.http.exporting.rows import Rows
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.models import SavedView
from reversibility.register.views import PARTY_FILTER
from reversibility.retention.models import LegalHold, RetentionPeriod

_OF_CARD = ("answers", "printed_at", "printed_sha256")
_OF_STEPS = ("done", "has_no_domain", "set_aside")
_OF_ACCEPTANCE = (
    "rule", "severity", "reason", "until", "accepted_by", "accepted_at", "ended_at", "ended_by",
)  # fmt: skip
_OF_VIEW = ("name", "saved_by", "saved_at")
_OF_PERIOD = ("rule", "months", "changed_by", "changed_at")
_OF_HOLD = ("reason", "set_by", "set_at", "lifted_by", "lifted_at")


def around_document(session: Session, actor: Actor, rows: Rows) -> dict[str, Any]:
    """Return what is of the practice as a whole; what the actor may not see stays behind."""
    actor.require(Permission.REGISTER_EXPORT)
    card = session.scalar(select(EmergencyCard))
    steps = session.scalar(select(FirstSteps))
    found = {
        "emergency_card": _named(card, _OF_CARD) if card else None,
        "first_steps": _first_steps(rows, steps) if steps else None,
        "views": [
            _view(rows, row)
            for row in session.scalars(select(SavedView).order_by(SavedView.name, SavedView.id))
        ],
    }
    if actor.may(Permission.FINDING_READ):
        found["left_as_is"] = list(_left_as_is(session, rows))
    if actor.may(Permission.DATA_MANAGE):
        found["periods"] = [
            _named(row, _OF_PERIOD)
            for row in session.scalars(select(RetentionPeriod).order_by(RetentionPeriod.rule))
        ]
        found["holds"] = list(_holds(session, rows))
    return found


def _first_steps(rows: Rows, steps: FirstSteps) -> dict[str, Any]:
    slugs = {str(asset_id): slug for asset_id, slug in rows.asset_slugs.items()}
    return {
        **_named(steps, _OF_STEPS),
        "answers": {slugs[key]: given for key, given in steps.answers.items() if key in slugs},
        "contract": rows.contract_slugs.get(steps.contract_id) if steps.contract_id else None,
    }


def _left_as_is(session: Session, rows: Rows) -> Iterator[dict[str, Any]]:
    slugs = {
        "asset": dict(rows.asset_slugs),
        "party": {key: slug for key, slug in rows.party_slugs.items() if key is not None},
        "contract": rows.contract_slugs,
    }
    for row in session.scalars(select(Acceptance).order_by(Acceptance.accepted_at, Acceptance.id)):
        about = {name: known.get(row.subject_id) for name, known in slugs.items()}
        yield {**about, **_named(row, _OF_ACCEPTANCE)}


def _view(rows: Rows, row: SavedView) -> dict[str, Any]:
    parties = {str(party_id): slug for party_id, slug in rows.party_slugs.items()}
    filters = {
        name: parties.get(value, "") if name == PARTY_FILTER else value
        for name, value in row.filters.items()
    }
    return {**_named(row, _OF_VIEW), "filters": filters}


def _holds(session: Session, rows: Rows) -> Iterator[dict[str, Any]]:
    left = {case.id: rows.contract_slugs[case.contract_id] for case in rows.exits.values()}
    for row in session.scalars(select(LegalHold).order_by(LegalHold.set_at, LegalHold.id)):
        about = {
            "asset": rows.asset_slugs.get(row.asset_id) if row.asset_id else None,
            "exit": left.get(row.exit_id) if row.exit_id else None,
        }
        yield {**about, **_named(row, _OF_HOLD)}


def _named(row: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
