"""Ask what happens with the provider of a contract, and show the case it leads to, with why."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from reversibility.catalogues.cases import cases
from reversibility.contracts.queries import ContractSheet, get_contract
from reversibility.evidence.standing import Standing, list_standings
from reversibility.exits.qualifying.expiring import expiring
from reversibility.exits.qualifying.queries import SituationSheet, list_situations
from reversibility.exits.qualifying.service import tell_situation
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.web.filters import local_day
from reversibility.web.forms.situation import SituationForm
from reversibility.web.languages import gettext
from reversibility.web.members import members_only
from reversibility.web.sheets.cases import SituationPart, situation_part

pages = members_only(Blueprint("situations", __name__))

_GROUPS = (
    ("says", ("work_due", "announced", "handover")),
    ("money", ("invoices", "unpaid", "maintenance")),
    ("public", ("proceedings",)),
    ("safety", ("access", "security", "personal_data", "stopped")),
    ("calm", ("planned",)),
)


@dataclass(frozen=True, kw_only=True)
class SituationPage:
    """What was told last, and before."""

    contract_id: UUID
    contract: str
    provider: str
    latest: SituationPart | None
    earlier: tuple[SituationPart, ...]
    may_tell: bool


@dataclass(frozen=True, kw_only=True)
class QuestionsPage:
    """Whose provider the questions are about."""

    contract_id: UUID
    contract: str
    provider: str
    groups: dict[str, tuple[str, ...]]


@pages.get("/contrats/<uuid:contract_id>/situation")
def show(contract_id: UUID) -> str:
    """Show the situation with its reasons, and the earlier ones."""
    with reading() as desk:
        contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
        told = list_situations(desk.session, desk.actor, contract_id)
        may_tell = desk.actor.may(Permission.CONTRACT_WRITE)
    parts = [situation_part(each) for each in told]
    page = SituationPage(
        contract_id=contract_id,
        contract=contract.title,
        provider=contract.provider.name,
        latest=parts[0] if parts else None,
        earlier=tuple(parts[1:]),
        may_tell=may_tell,
    )
    return render_template("break_up/situation.html", page=page)


@pages.get("/contrats/<uuid:contract_id>/situation/questions")
def ask(contract_id: UUID) -> Response:
    """Ask the questions, filled with what was answered last."""
    with reading() as desk:
        contract, told = _known(desk, contract_id)
    form = SituationForm.of(cases(), told[0].answers if told else None)
    return _ask(contract, form)


@pages.post("/contrats/<uuid:contract_id>/situation/questions")
def tell(contract_id: UUID) -> Response:
    """Keep the answers; show the case they lead to."""
    with reading() as desk:
        contract, _ = _known(desk, contract_id)
        standings = covered(desk, contract)
    form = SituationForm.of(cases(), None)
    if not form.validate():
        return _ask(contract, form, status=422)
    with writing() as desk:
        tell_situation(
            desk.session,
            desk.actor,
            contract_id,
            form.answers(),
            catalogue=cases(),
            expiring=expiring(standings, today=local_day(desk.now)),
            now=desk.now,
        )
    flash(gettext("Vos réponses sont gardées, avec leur date."))
    return redirect(url_for("situations.show", contract_id=contract_id))


def covered(desk: Desk, contract: ContractSheet) -> tuple[Standing, ...]:
    """Read where the assets of a contract stand."""
    found = list_standings(desk.session, desk.actor, services().catalogue, in_full=False)
    return tuple(each for each in found if each.asset.id in contract.asset_ids)


def _known(desk: Desk, contract_id: UUID) -> tuple[ContractSheet, tuple[SituationSheet, ...]]:
    desk.actor.require(Permission.CONTRACT_WRITE)
    contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
    return contract, list_situations(desk.session, desk.actor, contract_id)


def _ask(contract: ContractSheet, form: SituationForm, *, status: int = 200) -> Response:
    page = QuestionsPage(
        contract_id=contract.id,
        contract=contract.title,
        provider=contract.provider.name,
        groups=dict(_GROUPS),
    )
    return make_response(render_template("break_up/questions.html", page=page, form=form), status)
