"""The accounts of a contract: paid against delivered, line by line; costs and losses."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from reversibility.contracts.money.errors import MoneyChangedError, MoneyInvalidError
from reversibility.contracts.money.models import LossKind
from reversibility.contracts.money.queries import (
    Account,
    ChargeLine,
    LossLine,
    get_account,
    get_charge,
)
from reversibility.contracts.money.service import (
    add_charge,
    add_loss,
    change_charge,
    remove_charge,
    remove_loss,
)
from reversibility.contracts.queries import get_contract
from reversibility.http.refusals import sentence
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.kernel.amounts import euros
from reversibility.register.archiving import Edit
from reversibility.web.filters import date_long
from reversibility.web.forms.charges import KNOWN, ChargeForm, LossForm
from reversibility.web.languages import current_language, gettext, lazy_gettext
from reversibility.web.members import members_only
from reversibility.web.parts import Bill, BillLine

pages = members_only(Blueprint("money", __name__))

_LOSSES: Mapping[LossKind, str] = {
    LossKind.SUFFERED: lazy_gettext("Perte subie"),
    LossKind.MISSED: lazy_gettext("Gain manqué"),
}


@dataclass(frozen=True, kw_only=True)
class ChargeSheet:
    """One invoice with its computation, shown line by line."""

    id: UUID
    title: str
    detail: str
    bill: Bill
    remark: str


@dataclass(frozen=True, kw_only=True)
class LossRow:
    """One line of the ledger."""

    id: UUID
    title: str
    amount: str
    detail: str
    qualities: str


@dataclass(frozen=True, kw_only=True)
class MoneyPage:
    """The accounts of one contract."""

    contract_id: UUID
    contract: str
    provider: str
    charges: tuple[ChargeSheet, ...]
    totals: Bill | None
    refundable: str
    """What can be asked back; empty for nothing."""
    overdue: int
    losses: tuple[LossRow, ...]
    loss_total: str
    may_write: bool


@dataclass(frozen=True, kw_only=True)
class MoneyFormPage:
    """The contract that a line is noted for."""

    contract_id: UUID
    contract: str
    charge_id: UUID | None = None
    conflict: str = ""


@pages.get("/contrats/<uuid:contract_id>/comptes")
def show(contract_id: UUID) -> str:
    """Show the accounts of a contract."""
    with reading() as desk:
        today = desk.now.date()
        contract = get_contract(desk.session, desk.actor, contract_id, today=today)
        account = get_account(desk.session, desk.actor, contract_id, today=today)
        may_write = desk.actor.may(Permission.CONTRACT_WRITE)
    page = MoneyPage(
        contract_id=contract_id,
        contract=contract.title,
        provider=contract.provider.name,
        charges=tuple(_charge(line) for line in account.charges),
        totals=_totals(account) if account.charges else None,
        refundable=_euros(account.totals.refundable) if account.totals.refundable else "",
        overdue=len(account.overdue),
        losses=tuple(_loss(line) for line in account.losses),
        loss_total=_euros(account.loss_total),
        may_write=may_write,
    )
    return render_template("money/show.html", page=page)


@pages.get("/contrats/<uuid:contract_id>/comptes/facture")
def ask_charge(contract_id: UUID) -> Response:
    """Ask for an invoice."""
    with reading() as desk:
        page = _form_page(desk, contract_id)
    return _show_charge(page, ChargeForm.of(None))


@pages.post("/contrats/<uuid:contract_id>/comptes/facture")
def note_charge(contract_id: UUID) -> Response:
    """Note an invoice."""
    with reading() as desk:
        page = _form_page(desk, contract_id)
    form = ChargeForm.of(None)
    if not form.validate():
        return _show_charge(page, form, status=422)
    try:
        with writing() as desk:
            add_charge(desk.session, desk.actor, contract_id, form.draft(), now=desk.now)
    except MoneyInvalidError as error:
        form.refuse(error)
        return _show_charge(page, form, status=422)
    flash(gettext("La facture est notée."))
    return redirect(url_for("money.show", contract_id=contract_id))


@pages.get("/contrats/<uuid:contract_id>/comptes/facture/<uuid:charge_id>")
def ask_change(contract_id: UUID, charge_id: UUID) -> Response:
    """Show an invoice to change."""
    with reading() as desk:
        page = _form_page(desk, contract_id, charge_id)
        line = get_charge(desk.session, desk.actor, charge_id, today=desk.now.date())
    return _show_charge(page, ChargeForm.of(line))


@pages.post("/contrats/<uuid:contract_id>/comptes/facture/<uuid:charge_id>")
def change(contract_id: UUID, charge_id: UUID) -> Response:
    """Change an invoice."""
    with reading() as desk:
        page = _form_page(desk, contract_id, charge_id)
        line = get_charge(desk.session, desk.actor, charge_id, today=desk.now.date())
    form = ChargeForm.of(line)
    if not form.validate():
        return _show_charge(page, form, status=422)
    edit = Edit(id=charge_id, version=form.version.data)
    try:
        with writing() as desk:
            change_charge(desk.session, desk.actor, edit, form.draft(), now=desk.now)
    except MoneyInvalidError as error:
        form.refuse(error)
        return _show_charge(page, form, status=422)
    except MoneyChangedError as error:
        form.rebase(line.version)
        conflict = sentence(error, current_language())
        page = MoneyFormPage(
            contract_id=contract_id, contract=page.contract, charge_id=charge_id, conflict=conflict
        )
        return _show_charge(page, form, status=409)
    flash(gettext("La facture est modifiée."))
    return redirect(url_for("money.show", contract_id=contract_id))


@pages.post("/contrats/<uuid:contract_id>/comptes/facture/<uuid:charge_id>/retrait")
def remove(contract_id: UUID, charge_id: UUID) -> Response:
    """Take an invoice out of the accounts."""
    with writing() as desk:
        remove_charge(desk.session, desk.actor, contract_id, charge_id, now=desk.now)
    flash(gettext("La facture est retirée des comptes. Le journal en garde la trace."))
    return redirect(url_for("money.show", contract_id=contract_id))


@pages.get("/contrats/<uuid:contract_id>/comptes/perte")
def ask_loss(contract_id: UUID) -> Response:
    """Ask for a cost or a loss."""
    with reading() as desk:
        page = _form_page(desk, contract_id)
    return _show_loss(page, LossForm.of())


@pages.post("/contrats/<uuid:contract_id>/comptes/perte")
def note_loss(contract_id: UUID) -> Response:
    """Note a cost or a loss."""
    with reading() as desk:
        page = _form_page(desk, contract_id)
    form = LossForm.of()
    if not form.validate():
        return _show_loss(page, form, status=422)
    try:
        with writing() as desk:
            add_loss(desk.session, desk.actor, contract_id, form.draft(), now=desk.now)
    except MoneyInvalidError as error:
        form.refuse(error)
        return _show_loss(page, form, status=422)
    flash(gettext("La ligne est notée."))
    return redirect(url_for("money.show", contract_id=contract_id))


@pages.post("/contrats/<uuid:contract_id>/comptes/perte/<uuid:loss_id>/retrait")
def forget_loss(contract_id: UUID, loss_id: UUID) -> Response:
    """Take a loss out of the ledger."""
    with writing() as desk:
        remove_loss(desk.session, desk.actor, contract_id, loss_id, now=desk.now)
    flash(gettext("La ligne est retirée. Le journal en garde la trace."))
    return redirect(url_for("money.show", contract_id=contract_id))


def _form_page(desk: Desk, contract_id: UUID, charge_id: UUID | None = None) -> MoneyFormPage:
    desk.actor.require(Permission.CONTRACT_WRITE)
    contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
    return MoneyFormPage(contract_id=contract_id, contract=contract.title, charge_id=charge_id)


def _show_charge(page: MoneyFormPage, form: ChargeForm, *, status: int = 200) -> Response:
    return make_response(render_template("money/charge.html", page=page, form=form), status)


def _show_loss(page: MoneyFormPage, form: LossForm, *, status: int = 200) -> Response:
    return make_response(render_template("money/loss.html", page=page, form=form), status)


def _charge(line: ChargeLine) -> ChargeSheet:
    invoiced = gettext("facture du %(date)s", date=date_long(line.facts.invoiced_on))
    return ChargeSheet(
        id=line.id,
        title=line.label,
        detail=", ".join(filter(None, (line.reference, invoiced, line.exhibit))),
        bill=_bill(line),
        remark=_remark(line),
    )


def _bill(line: ChargeLine) -> Bill:
    facts, result = line.facts, line.result
    vat = gettext("dont TVA à %(rate)s\u00a0%%", rate=f"{facts.vat_rate:n}")
    paid_on = gettext("payé le %(date)s", date=date_long(facts.paid_on)) if facts.paid_on else ""
    pro_rata = (
        gettext(
            "%(net)s hors taxes \u00d7 %(served)s jours servis ÷ %(days)s jours facturés",
            net=_euros(facts.net),
            served=result.served,
            days=result.days,
        )
        if result.days
        else gettext("%(net)s hors taxes", net=_euros(result.accepted_net))
    )
    return Bill(
        lines=(
            BillLine(
                label=gettext("Facturé, toutes taxes comprises"),
                value=_euros(result.gross),
                source=gettext("%(net)s hors taxes, %(vat)s", net=_euros(facts.net), vat=vat),
            ),
            BillLine(label=gettext("Payé"), value=_euros(facts.paid), source=paid_on),
            BillLine(
                label=gettext("\u2212 livré et accepté"),
                value=_euros(result.accepted),
                source=pro_rata,
            ),
        ),
        result=BillLine(label=gettext("Peut être demandé"), value=_euros(result.refundable)),
        after=(BillLine(label=gettext("Reste à payer"), value=_euros(result.unpaid)),)
        if result.unpaid
        else (),
    )


def _remark(line: ChargeLine) -> str:
    if line.result.is_disputed and line.facts.disputed_on:
        day = date_long(line.facts.disputed_on)
        return gettext("Contestée par écrit le %(date)s. %(why)s", date=day, why=line.dispute)
    if line.result.is_overdue:
        return gettext("Échue et non payée\u00a0: réglez ce qui n’est pas discuté.")
    return ""


def _totals(account: Account) -> Bill:
    totals = account.totals
    return Bill(
        lines=(
            BillLine(label=gettext("Total payé"), value=_euros(totals.paid)),
            BillLine(label=gettext("\u2212 livré et accepté"), value=_euros(totals.accepted)),
        ),
        result=BillLine(
            label=gettext("Peut être demandé, ligne par ligne"),
            value=_euros(totals.refundable),
            source=gettext("dont %(vat)s de TVA", vat=_euros(totals.refundable_vat)),
        ),
        after=(BillLine(label=gettext("Reste à payer"), value=_euros(totals.unpaid)),),
    )


def _loss(line: LossLine) -> LossRow:
    direct = gettext("direct\u00a0: %(known)s", known=str(KNOWN[line.is_direct]).lower())
    foreseen = gettext("prévisible\u00a0: %(known)s", known=str(KNOWN[line.is_foreseeable]).lower())
    kind = str(_LOSSES[line.kind]).lower()
    return LossRow(
        id=line.id,
        title=line.label,
        amount=_euros(line.amount),
        detail=", ".join(filter(None, (date_long(line.dated_on), kind, line.method, line.exhibit))),
        qualities=f"{direct}, {foreseen}",
    )


def _euros(amount: Decimal) -> str:
    return euros(amount, current_language())
