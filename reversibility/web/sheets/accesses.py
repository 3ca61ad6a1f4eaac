"""Who can get into an element, with the role the platform really has."""

from flask import url_for

from reversibility.access.models import SecondFactor
from reversibility.access.queries import GrantLine
from reversibility.evidence.standing import Standing, administers
from reversibility.register.models import PartyKind
from reversibility.web.languages import gettext
from reversibility.web.parts import AccessRow
from reversibility.web.words import words


def access_rows(standing: Standing, *, may_end: bool = False) -> tuple[AccessRow, ...]:
    """Write each access, those of the practice first."""
    grants = sorted(standing.grants, key=lambda grant: grant.party.kind is not PartyKind.PRACTICE)
    return tuple(_row(standing, grant, may_end=may_end) for grant in grants)


def _row(standing: Standing, grant: GrantLine, *, may_end: bool) -> AccessRow:
    ending = url_for("editing.ask_end", grant_id=grant.id)
    role = standing.kind.role(grant.role)
    return AccessRow(
        person=grant.person,
        party=grant.party.name,
        role=words().text(role.name) if role else grant.role,
        administers=administers(standing.kind, grant),
        second_factor=second_factor(grant),
        recovery_address=grant.recovery_address,
        confirmed_on=grant.last_confirmed_on,
        ends_on=grant.ends_on,
        ending=ending if may_end else "",
    )


def second_factor(grant: GrantLine) -> str:
    """Say how the second step is done, and who holds what it takes, if another."""
    factor = words().label("second_factors", grant.second_factor)
    held = grant.second_factor not in (SecondFactor.NONE, SecondFactor.UNKNOWN)
    if held and grant.second_factor_holder and grant.second_factor_holder != grant.person:
        return gettext(
            "%(factor)s, entre les mains de %(holder)s",
            factor=factor,
            holder=grant.second_factor_holder,
        )
    return factor
