"""Fourth step: the provider, the contract, what the practice thinks it buys; then its points."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reversibility.access.queries import list_grants
from reversibility.contracts.agreed import Agreed
from reversibility.contracts.errors import ContractChangedError, ContractDatesError
from reversibility.contracts.queries import ContractSheet, get_contract, list_contracts
from reversibility.first_steps.agreeing import Agreement, agree, find_provider
from reversibility.first_steps.covering import assets_of
from reversibility.first_steps.models import Step
from reversibility.first_steps.queries import Progress, get_progress
from reversibility.first_steps.service import Advance, advance
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.kernel.text import in_threes
from reversibility.register.archiving import Edit
from reversibility.register.models import PartyKind
from reversibility.register.queries import AssetSheet, PartySheet, list_assets, list_parties
from reversibility.web.first_steps.frame import (
    Frame,
    following,
    is_for_annex,
    make_frame,
    step_address,
)
from reversibility.web.first_steps.pages import PATH, pages
from reversibility.web.forms.agreement import AgreementForm, Proposed
from reversibility.web.languages import gettext
from reversibility.web.parts import Choice, Link

_INVALID, _CONFLICT = 422, 409
_NEW = "nouveau"
_PROVIDER = "prestataire"


@dataclass(frozen=True, kw_only=True)
class ContractStepPage:
    """The first half of the fourth step."""

    frame: Frame
    may_write: bool
    choices: tuple[Choice, ...]
    """The contracts that are there, and a new one; empty while there is none."""
    provider: str = ""
    """Empty while it is a new one, to be typed."""
    proposes: bool = False
    """Whether what the provider has its hands on was ticked for a new contract."""
    known_siren: str = ""
    """Of the provider, where the register has it: it is not asked again."""
    is_conflict: bool = False
    changed_by: str = ""


@dataclass(frozen=True, kw_only=True)
class ChoosingPage:
    """What comes first for a new contract: with whom."""

    frame: Frame
    contracts: tuple[Choice, ...]
    providers: tuple[Link, ...]
    """Their names and ids."""


@dataclass(frozen=True, kw_only=True)
class _Read:
    progress: Progress
    contracts: tuple[ContractSheet, ...]
    contract: ContractSheet | None
    assets: tuple[AssetSheet, ...]
    parties: tuple[PartySheet, ...]
    may_write: bool
    proposed: Proposed


@pages.get(f"{PATH}/contrat")
def contract() -> Response:
    """Ask with whom; then from when, and for what."""
    with reading() as desk:
        read = _read(desk, request.args.get("contrat", ""))
    form = _form(read)
    if read.contract is None and _may_choose(read) and not form.title.raw_data:
        return _choose(read)
    return _show(read, form)


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
    # Whoever came to fill in one blank of the annex goes back to it, not on to the points.
    return redirect(following(Step.CONTRACT) if is_for_annex() else url_for(".clauses"))


@pages.post(f"{PATH}/contrat/aucun")
def contract_none() -> Response:
    """Go on without any contract."""
    with writing() as desk:
        advance(desk.session, desk.actor, Advance(done=Step.CONTRACT), now=desk.now)
    return redirect(following(Step.CONTRACT))


def _may_choose(read: _Read) -> bool:
    """Say whether the provider is to be asked first, as what it holds is then proposed."""
    return read.may_write and _PROVIDER not in request.args and bool(_outside(read.parties))


def _choose(read: _Read) -> Response:
    page = ChoosingPage(
        frame=make_frame(Step.CONTRACT, read.progress),
        contracts=_choices(read),
        providers=tuple(Link(text=each.name, href=str(each.id)) for each in _outside(read.parties)),
    )
    return make_response(render_template("first_steps/contract_provider.html", page=page))


def _outside(parties: Collection[PartySheet]) -> list[PartySheet]:
    return [each for each in parties if each.kind is not PartyKind.PRACTICE]


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
    assets = list_assets(desk.session, desk.actor)
    parties = list_parties(desk.session, desk.actor)
    return _Read(
        progress=progress,
        contracts=contracts,
        contract=sheet,
        assets=assets,
        parties=parties,
        may_write=desk.actor.may(Permission.CONTRACT_WRITE),
        proposed=Proposed() if sheet else _propose(desk, assets, parties),
    )


def _propose(
    desk: Desk, assets: Collection[AssetSheet], parties: Collection[PartySheet]
) -> Proposed:
    """Propose, for a provider that was chosen, what it has its hands on; no more than that."""
    wanted = _id(request.args.get(_PROVIDER, ""))
    if wanted not in {each.id for each in _outside(parties)}:
        return Proposed()
    held = assets_of(wanted, assets, list_grants(desk.session, desk.actor))
    return Proposed(provider_id=wanted, asset_ids=held)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)  # nobody's


def _form(read: _Read) -> AgreementForm:
    return AgreementForm.of(read.parties, read.assets, read.contract, read.proposed)


def _meanwhile(form: AgreementForm) -> Response:
    with reading() as desk:
        read = _read(desk, form.contract_id.data or _NEW)
    if read.contract is not None:
        form.rebase(read.contract.version)
    return _show(read, form, status=_CONFLICT, is_conflict=True)


def _show(
    read: _Read, form: AgreementForm, *, status: int = 200, is_conflict: bool = False
) -> Response:
    provider = _provider(read)
    page = ContractStepPage(
        frame=make_frame(Step.CONTRACT, read.progress),
        may_write=read.may_write,
        choices=_choices(read),
        provider=provider.name if provider else "",
        proposes=read.contract is None and bool(read.proposed.asset_ids),
        known_siren=in_threes(provider.siren) if provider else "",
        is_conflict=is_conflict,
        changed_by=read.contract.changed_by if read.contract else "",
    )
    return make_response(render_template("first_steps/contract.html", page=page, form=form), status)


def _choices(read: _Read) -> tuple[Choice, ...]:
    here = read.contract.id if read.contract else None
    address = step_address(Step.CONTRACT)
    choices = [
        Choice(text=each.title, href=f"{address}?contrat={each.id}", is_chosen=each.id == here)
        for each in read.contracts
    ]
    new = Choice(
        text=gettext("Un nouveau contrat"), href=f"{address}?contrat={_NEW}", is_chosen=here is None
    )
    return (*choices, new) if choices else ()


def _provider(read: _Read) -> PartySheet | None:
    provider_id = read.contract.provider.id if read.contract else read.proposed.provider_id
    return next((each for each in read.parties if each.id == provider_id), None)
