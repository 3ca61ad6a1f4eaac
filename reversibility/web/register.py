"""The register: every element, who holds it, who can get in."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from reversibility.evidence.service import request_probe
from reversibility.evidence.standing import list_standings
from reversibility.http.seat import reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.web.members import members_only
from reversibility.web.parts import StandingRow
from reversibility.web.sheets.standing import WORST_FIRST, standing_row

pages = members_only(Blueprint("register", __name__))


@dataclass(frozen=True, kw_only=True)
class StateGroup:
    """The elements of one state."""

    state: str
    rows: tuple[StandingRow, ...]


@dataclass(frozen=True, kw_only=True)
class RegisterPage:
    """Every element by state, worst first."""

    total: int
    out_of_reach: int
    groups: tuple[StateGroup, ...]
    may_verify: bool
    may_declare: bool
    has_views: bool
    """Whether the matrix and what falls are this reader's too."""
    may_export: bool


@pages.get("/registre")
def show() -> str:
    """List every element."""
    with reading() as desk:
        today = desk.now.date()
        standings = list_standings(
            desk.session, desk.actor, services().catalogue, today=today, in_full=False
        )
        may_verify = desk.actor.may(Permission.EVIDENCE_PROBE)
        may_declare = desk.actor.may(Permission.REGISTER_WRITE)
        may_export = desk.actor.may(Permission.REGISTER_EXPORT)
    rows = [standing_row(standing, today=today) for standing in standings]
    page = RegisterPage(
        total=len(rows),
        out_of_reach=sum(row.state == WORST_FIRST[0] for row in rows),
        groups=_groups(rows),
        may_verify=may_verify and bool(rows),
        may_declare=may_declare,
        has_views=may_declare,
        may_export=may_export,
    )
    return render_template("register/show.html", page=page)


@pages.post("/registre/verifier")
def verify() -> Response:
    """Verify everything that can be; show how far it is."""
    with writing() as desk:
        run = request_probe(desk.session, desk.actor, None, services().probe_options, now=desk.now)
    return redirect(url_for("checks.show", run_id=run.id))


def _groups(rows: Collection[StandingRow]) -> tuple[StateGroup, ...]:
    by_state = {state: [row for row in rows if row.state == state] for state in WORST_FIRST}
    return tuple(
        StateGroup(state=state, rows=tuple(found)) for state, found in by_state.items() if found
    )
