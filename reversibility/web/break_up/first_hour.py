"""The first hour: what comes first, ticked one by one, with the reason of each."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reversibility.catalogues.cases import FirstStep, cases
from reversibility.contracts.queries import get_contract
from reversibility.evidence.declarations import find_target
from reversibility.evidence.service import request_probe
from reversibility.exits.first_hour.queries import list_done
from reversibility.exits.first_hour.rules import steps_for
from reversibility.exits.first_hour.service import tick_steps
from reversibility.exits.qualifying.queries import list_situations
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.web.break_up.situations import covered
from reversibility.web.filters import local_day
from reversibility.web.languages import gettext
from reversibility.web.members import members_only
from reversibility.web.sheets.cases import (
    FirstHourFacts,
    MomentGroup,
    SituationPart,
    first_hour,
    situation_part,
)

pages = members_only(Blueprint("first_hour", __name__))


@dataclass(frozen=True, kw_only=True)
class FirstHourPage:
    """The steps of the situation that was told last."""

    contract_id: UUID
    contract: str
    provider: str
    situation: SituationPart | None
    groups: tuple[MomentGroup, ...]
    total: int
    left: int
    may_tick: bool
    may_probe: bool


@pages.get("/contrats/<uuid:contract_id>/premiers-gestes")
def show(contract_id: UUID) -> str:
    """Show the list as it stands."""
    with reading() as desk:
        page = _page(desk, contract_id)
    return render_template("break_up/first_hour.html", page=page)


@pages.post("/contrats/<uuid:contract_id>/premiers-gestes")
def tick(contract_id: UUID) -> Response:
    """Keep what is ticked."""
    ticked = frozenset(request.form.getlist("done"))
    with writing() as desk:
        shown = frozenset(step.id for step in _steps(desk, contract_id))
        is_new = tick_steps(
            desk.session, desk.actor, contract_id, ticked, shown=shown, now=desk.now
        )
    if is_new:
        flash(gettext("C’est noté, avec la date et votre nom."))
    return redirect(url_for("first_hour.show", contract_id=contract_id))


@pages.post("/contrats/<uuid:contract_id>/premiers-gestes/verifier")
def freeze(contract_id: UUID) -> Response:
    """Ask the public sources now, and keep their raw answers; show how far it is."""
    with writing() as desk:
        contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
        known = covered(desk, contract)
        probed = [
            each.asset.id for each in known if find_target(each.asset.kind, each.asset.attributes)
        ]
        if not probed:
            flash(gettext("Aucun élément de ce contrat ne peut être vérifié auprès d’une source."))
            return redirect(url_for("first_hour.show", contract_id=contract_id))
        run = request_probe(
            desk.session, desk.actor, probed, services().probe_options, now=desk.now
        )
    return redirect(url_for("checks.show", run_id=run.id))


def _steps(desk: Desk, contract_id: UUID) -> tuple[FirstStep, ...]:
    told = list_situations(desk.session, desk.actor, contract_id)
    return steps_for(told[0], cases()) if told else ()


def _page(desk: Desk, contract_id: UUID) -> FirstHourPage:
    contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
    told = list_situations(desk.session, desk.actor, contract_id)
    steps = steps_for(told[0], cases()) if told else ()
    facts = FirstHourFacts(
        contract_id=contract_id,
        standings=covered(desk, contract) if told else (),
        done=dict(list_done(desk.session, desk.actor, contract_id)),
        today=local_day(desk.now),
    )
    return FirstHourPage(
        contract_id=contract_id,
        contract=contract.title,
        provider=contract.provider.name,
        situation=situation_part(told[0]) if told else None,
        groups=first_hour(steps, facts),
        total=len(steps),
        left=sum(step.id not in facts.done for step in steps),
        may_tick=desk.actor.may(Permission.CONTRACT_WRITE),
        may_probe=desk.actor.may(Permission.EVIDENCE_PROBE),
    )
