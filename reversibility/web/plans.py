"""Ask for the exit plan of a contract: what happens, who is in charge, from when."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from reversibility.contracts.queries import ContractSheet, get_contract
from reversibility.exits.errors import (
    NothingToLeaveError,
    SilenceUnprovedError,
    TargetTooEarlyError,
)
from reversibility.exits.qualifying.queries import find_told
from reversibility.exits.queries import find_exit
from reversibility.exits.service import open_exit
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.jobs import service as jobs
from reversibility.jobs.models import RunKind
from reversibility.kernel.actor import Permission
from reversibility.kernel.digest import sha256
from reversibility.register.queries import list_parties
from reversibility.web.forms.exits import HINTS, ExitForm
from reversibility.web.languages import gettext
from reversibility.web.members import members_only

pages = members_only(Blueprint("plans", __name__))


@dataclass(frozen=True, kw_only=True)
class PlanPage:
    """The contract whose provider is left."""

    contract_id: UUID
    contract: str
    provider: str
    asset_count: int
    hints: dict[str, str]


@pages.get("/contrats/<uuid:contract_id>/plan")
def ask(contract_id: UUID) -> Response:
    """Ask what the plan needs to know; filled in from the exit that is open."""
    with reading() as desk:
        page, form = _form(desk, contract_id)
    return _show(page, form)


@pages.post("/contrats/<uuid:contract_id>/plan")
def produce(contract_id: UUID) -> Response:
    """Open or change the exit, and have its plan and pack produced."""
    with reading() as desk:
        page, form = _form(desk, contract_id)
    if not form.validate():
        return _show(page, form, status=422)
    try:
        run = _start(form, page)
    except (SilenceUnprovedError, TargetTooEarlyError) as error:
        form.refuse(error)
        return _show(page, form, status=422)
    services().queue.enqueue(run.units)
    return redirect(url_for("checks.show", run_id=run.id))


def _form(desk: Desk, contract_id: UUID) -> tuple[PlanPage, ExitForm]:
    desk.actor.require(Permission.EXIT_PRODUCE)
    today = desk.now.date()
    contract = get_contract(desk.session, desk.actor, contract_id, today=today)
    if not contract.asset_ids:
        raise NothingToLeaveError
    parties = list_parties(desk.session, desk.actor)
    case = find_exit(desk.session, desk.actor, contract_id)
    told = find_told(desk.session, desk.actor, contract_id, since=case.created_at if case else None)
    return _page(contract), ExitForm.of(case, parties, today=today, told=told)


def _start(form: ExitForm, page: PlanPage) -> jobs.StartedRun:
    with writing() as desk:
        draft = form.draft(page.contract_id)
        case = open_exit(desk.session, desk.actor, draft, now=desk.now)
        unit = jobs.UnitDraft(
            subject_id=case.id,
            label=gettext("Plan de sortie et dossier de reprise, %(name)s", name=page.provider)[
                :200
            ],
            # With other answers it is another plan, even while the first is being made.
            options={"made_by": desk.actor.label, "answers": sha256(repr(draft).encode())},
        )
        return jobs.start_run(desk.session, desk.actor, RunKind.EXIT_PLAN, [unit], now=desk.now)


def _page(contract: ContractSheet) -> PlanPage:
    return PlanPage(
        contract_id=contract.id,
        contract=contract.title,
        provider=contract.provider.name,
        asset_count=len(contract.asset_ids),
        hints={situation.value: str(hint) for situation, hint in HINTS.items()},
    )


def _show(page: PlanPage, form: ExitForm, *, status: int = 200) -> Response:
    return make_response(render_template("contracts/plan.html", page=page, form=form), status)
