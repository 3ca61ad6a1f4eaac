"""Change what a contract says of its term, its notice and its price."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from reversibility.contracts.errors import ContractChangedError, ContractDatesError
from reversibility.contracts.queries import ContractSheet, get_contract
from reversibility.contracts.service import change_contract
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.register.archiving import Edit
from reversibility.web.forms.changing import Difference
from reversibility.web.forms.terms import TermsForm, declared
from reversibility.web.languages import gettext
from reversibility.web.members import members_only

pages = members_only(Blueprint("contract_terms", __name__))


@dataclass(frozen=True, kw_only=True)
class TermsPage:
    """The contract whose terms are being changed, and what somebody else wrote meanwhile."""

    contract_id: UUID
    contract: str
    is_conflict: bool = False
    changed_by: str = ""
    differences: tuple[Difference, ...] = ()


@pages.get("/contrats/<uuid:contract_id>/modifier")
def ask(contract_id: UUID) -> Response:
    """Show what is declared, to be changed."""
    with reading() as desk:
        contract = _read(desk, contract_id)
    return _show(
        TermsPage(contract_id=contract_id, contract=contract.title), TermsForm.of(contract)
    )


@pages.post("/contrats/<uuid:contract_id>/modifier")
def change(contract_id: UUID) -> Response:
    """Keep what was changed; show the contract, or what somebody else changed meanwhile."""
    with reading() as desk:
        contract = _read(desk, contract_id)
    page = TermsPage(contract_id=contract_id, contract=contract.title)
    form = TermsForm.of(contract, filled=False)
    if not form.validate():
        return _show(page, form, status=422)
    edit = Edit(id=contract_id, version=form.version.data or 0)
    try:
        with writing() as desk:
            is_changed = change_contract(
                desk.session, desk.actor, edit, form.draft(contract), now=desk.now
            )
    except ContractDatesError as error:
        form.refuse(error)
        return _show(page, form, status=422)
    except ContractChangedError:
        return _meanwhile(contract_id, form)
    if is_changed:
        flash(gettext("Vos modifications sont enregistrées."))
    return redirect(url_for("contracts.show", contract_id=contract_id))


def _meanwhile(contract_id: UUID, form: TermsForm) -> Response:
    with reading() as desk:
        contract = _read(desk, contract_id)
    form.rebase(contract.version)
    page = TermsPage(
        contract_id=contract_id,
        contract=contract.title,
        is_conflict=True,
        changed_by=contract.changed_by,
        differences=form.differing(declared(contract)),
    )
    return _show(page, form, status=409)


def _read(desk: Desk, contract_id: UUID) -> ContractSheet:
    desk.actor.require(Permission.CONTRACT_WRITE)
    return get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())


def _show(page: TermsPage, form: TermsForm, *, status: int = 200) -> Response:
    return make_response(render_template("agreements/terms.html", page=page, form=form), status)
