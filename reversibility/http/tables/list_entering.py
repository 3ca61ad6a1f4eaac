"""Enter the rows of people, accesses or contracts that a preview showed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.access.models import SecondFactor
from reversibility.access.service import GrantDraft, record_grant
from reversibility.contracts.service import ContractDraft, add_contract
from reversibility.http.tables.listed import ACCESSES, CONTRACTS, PEOPLE
from reversibility.kernel.actor import Actor
from reversibility.kernel.period import Period
from reversibility.register.service import PersonDraft, add_person

_Values = Mapping[str, Any]
_Enter = Callable[[Session, Actor, _Values, datetime], object]


def enter_row(
    session: Session,
    actor: Actor,
    which: str,
    values: _Values,
    *,
    now: datetime,
) -> None:
    """Enter one row."""
    _ENTER[which](session, actor, values, now)
    session.flush()  # what the next row is called must not clash with this one


def _person(session: Session, actor: Actor, values: _Values, now: datetime) -> None:
    more = {name: values[name] for name in ("role", "email", "phone") if name in values}
    draft = PersonDraft(party_id=values["party"], name=values["person"], **more)
    add_person(session, actor, draft, now=now)


def _access(session: Session, actor: Actor, values: _Values, now: datetime) -> None:
    draft = GrantDraft(
        asset_id=values.get("asset") or values["asset_id"],
        person_id=values["person"],
        role=values["role"],
        second_factor=SecondFactor(values.get("second_factor", SecondFactor.UNKNOWN.value)),
        second_factor_holder_id=values.get("second_factor_holder"),
        recovery_address=values.get("recovery_address", ""),
        last_confirmed_on=_day(values, "last_confirmed_on"),
    )
    # The preview found the role among those of the asset's kind.
    record_grant(session, actor, draft, roles=[values["role"]], now=now)


def _contract(session: Session, actor: Actor, values: _Values, now: datetime) -> None:
    notice = values.get("notice")
    draft = ContractDraft(
        provider_id=values["party"],
        reference=values["reference"],
        title=values["title"],
        starts_on=_day(values, "starts_on"),
        ends_on=_day(values, "ends_on"),
        notice=Period.parse(notice) if notice else None,
        asset_ids=tuple(UUID(each) for each in values.get("assets", ())),
    )
    add_contract(session, actor, draft, now=now)


def _day(values: _Values, name: str) -> date | None:
    return date.fromisoformat(values[name]) if name in values else None


_ENTER: Mapping[str, _Enter] = {PEOPLE: _person, ACCESSES: _access, CONTRACTS: _contract}
