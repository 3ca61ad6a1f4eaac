"""Fourth step: the provider, the contract, what the practice thinks it buys; then its points."""

from dataclasses import dataclass
from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reversibility.contracts.agreed import Agreed
from reversibility.contracts.errors import ContractChangedError, ContractDatesError
from reversibility.contracts.queries import ContractSheet, get_contract, list_contracts
from reversibility.first_steps.agreeing import Agreement, agree, find_provider
from reversibility.first_steps.models import Step
from reversibility.first_steps.queries import Progress, get_progress
from reversibility.first_steps.service import Advance, advance
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.register.archiving import Edit
from reversibility.register.queries import AssetSheet, PartySheet, list_assets, list_parties
from reversibility.web.first_steps.frame import Frame, following, make_frame, step_address
from reversibility.web.first_steps.pages import PATH, pages
from reversibility.web.forms.agreement import AgreementForm
from reversibility.web.languages import gettext
from reversibility.web.parts import Choice

_INVALID, _CONFLICT = 422, 409
_NEW = "nouveau"


@dataclass(frozen=True, kw_only=True)
class ContractStepPage:
    """The first half of the fourth step."""

    frame: Frame
    may_write: bool
    choices: tuple[Choice, ...]
    """The contracts that are there, and a new one; empty while there is none."""
    is_conflict: bool = False
    changed_by: str = ""


@dataclass(frozen=True, kw_only=True)
class _Read:
    progress: Progress
    contracts: tuple[ContractSheet, ...]
    contract: ContractSheet | None
    assets: tuple[AssetSheet, ...]
    parties: tuple[PartySheet, ...]
    may_write: bool


@pages.get(f"{PATH}/contrat")
def contract() -> Response:
    """Ask with whom, from when and for what."""
    with reading() as desk:
        read = _read(desk, request.args.get("contrat", ""))
    return _show(read, _form(read))


@pages.post(f"{PATH}/contrat")
def contract_keep() -> Response:
    """Keep the contract; go on to its points."""
    with reading() as desk:
        desk.actor.require(Permission.CONTRACT_WRITE)
        read = _read(desk, request.form.get("contract_id") or _NEW)
    form = _form(read)
    if not form.validate():
        return _show(read, form, status=_INVALID)
    try:
        _keep(form, read)
    except ContractDatesError as error:
        form.refuse(error)
        return _show(read, form, status=_INVALID)
    except ContractChangedError:
        return _meanwhile(form)
    return redirect(url_for("first_steps.clauses"))


@pages.post(f"{PATH}/contrat/aucun")
def contract_none() -> Response:
    """Go on without any contract."""
    with writing() as desk:
        advance(desk.session, desk.actor, Advance(done=Step.CONTRACT), now=desk.now)
    return redirect(following(Step.CONTRACT))


def _keep(form: AgreementForm, read: _Read) -> None:
    sheet = read.contract
    edit = Edit(id=sheet.id, version=form.version.data or 0) if sheet else None
    with writing() as desk:
        provider_id = find_provider(
            desk.session, desk.actor, form.provider_id, form.new_provider(), now=desk.now
        )
        draft = form.draft(provider_id, read.assets, sheet.agreed if sheet else Agreed())
        agreement = Agreement(draft=draft, expects=form.expectations(), edit=edit)
        agree(desk.session, desk.actor, agreement, now=desk.now)


def _read(desk: Desk, wanted: str) -> _Read:
    """Read what the form is about: the contract asked for, else the one under way, else a new one.

    An id that is none of the practice's raises ContractMissingError.
    """
    desk.actor.require(Permission.REGISTER_WRITE)
    today = desk.now.date()
    progress = get_progress(desk.session, desk.actor)
    contracts = list_contracts(desk.session, desk.actor, today=today)
    contract_id = progress.contract_id
    if wanted:
        contract_id = None if wanted == _NEW else _id(wanted)
    sheet = None
    if contract_id is not None:
        sheet = get_contract(desk.session, desk.actor, contract_id, today=today)
    return _Read(
        progress=progress,
        contracts=contracts,
        contract=sheet,
        assets=list_assets(desk.session, desk.actor),
        parties=list_parties(desk.session, desk.actor),
        may_write=desk.actor.may(Permission.CONTRACT_WRITE),
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)  # nobody's


def _form(read: _Read) -> AgreementForm:
    return AgreementForm.of(read.parties, read.assets, read.contract)


def _meanwhile(form: AgreementForm) -> Response:
    with reading() as desk:
        read = _read(desk, form.contract_id.data or _NEW)
    if read.contract is not None:
        form.rebase(read.contract.version)
    return _show(read, form, status=_CONFLICT, is_conflict=True)


def _show(
    read: _Read, form: AgreementForm, *, status: int = 200, is_conflict: bool = False
) -> Response:
    here = read.contract.id if read.contract else None
    address = step_address(Step.CONTRACT)
    choices = [
        Choice(text=each.title, href=f"{address}?contrat={each.id}", is_chosen=each.id == here)
        for each in read.contracts
    ]
    new = Choice(
        text=gettext("Un nouveau contrat"), href=f"{address}?contrat={_NEW}", is_chosen=here is None
    )
    page = ContractStepPage(
        frame=make_frame(Step.CONTRACT, read.progress),
        may_write=read.may_write,
        choices=(*choices, new) if choices else (),
        is_conflict=is_conflict,
        changed_by=read.contract.changed_by if read.contract else "",
    )
    return make_response(render_template("first_steps/contract.html", page=page, form=form), status)
