"""File a document as proof about an element, and withdraw it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reversibility.evidence.errors import ProofInvalidError, ProofMissingError
from reversibility.evidence.proofs import add_proof, withdraw_proof
from reversibility.evidence.standing import get_standing
from reversibility.exits.dossier.fields import declared_accesses
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.web.filters import local_day
from reversibility.web.forms.proofs import HINTS, ProofForm, WithdrawalForm
from reversibility.web.languages import gettext
from reversibility.web.members import members_only
from reversibility.web.parts import DocumentItem
from reversibility.web.sheets.proofs import proof_items
from reversibility.web.words import words

pages = members_only(Blueprint("proofs", __name__))

LARGEST_POST = 26 * 1024 * 1024
"""More than a document may weigh, so that one that is too large gets its sentence and the form
comes back with what was typed."""


@pages.url_value_preprocessor
def _take_a_file(endpoint: str | None, _values: dict[str, object] | None) -> None:
    # Before the check of the form's token, which reads the whole body.
    if endpoint == "proofs.add":
        request.max_content_length = LARGEST_POST


@dataclass(frozen=True, kw_only=True)
class ProofPage:
    """The element, and what the document is to be compared with."""

    asset_id: UUID
    asset: str
    holder: str
    accesses: str
    hints: Mapping[str, str]


@pages.get("/registre/<uuid:asset_id>/justificatif")
def ask(asset_id: UUID) -> Response:
    """Ask for a document."""
    with reading() as desk:
        page = _page(desk, asset_id)
    return _show(page, ProofForm.of(today=local_day(desk.now)))


@pages.post("/registre/<uuid:asset_id>/justificatif")
def add(asset_id: UUID) -> Response:
    """File the document; show the element."""
    with reading() as desk:
        page = _page(desk, asset_id)
    today = local_day(desk.now)
    form = ProofForm.of(today=today)
    if not form.validate():
        return _show(page, form, status=422)
    try:
        with writing() as desk:
            add_proof(desk.session, desk.actor, form.draft(asset_id), today=today, now=desk.now)
    except ProofInvalidError as error:
        form.refuse(error)
        return _show(page, form, status=422)
    flash(gettext("Le justificatif est joint à l’élément."))
    return redirect(url_for("assets.show", asset_id=asset_id))


@dataclass(frozen=True, kw_only=True)
class WithdrawalPage:
    """The document that is to count no more."""

    asset_id: UUID
    asset: str
    proof_id: UUID
    document: DocumentItem


@pages.get("/registre/<uuid:asset_id>/justificatif/<uuid:proof_id>/retrait")
def ask_why(asset_id: UUID, proof_id: UUID) -> Response:
    """Ask why the document is withdrawn."""
    with reading() as desk:
        page = _withdrawal(desk, asset_id, proof_id)
    return _show_withdrawal(page, WithdrawalForm())


@pages.post("/registre/<uuid:asset_id>/justificatif/<uuid:proof_id>/retrait")
def withdraw(asset_id: UUID, proof_id: UUID) -> Response:
    """Withdraw the document; show the element."""
    with reading() as desk:
        page = _withdrawal(desk, asset_id, proof_id)
    form = WithdrawalForm()
    if not form.validate():
        return _show_withdrawal(page, form, status=422)
    with writing() as desk:
        withdraw_proof(desk.session, desk.actor, proof_id, form.reason.data, now=desk.now)
    flash(gettext("Le justificatif est retiré. Il reste listé, et ne compte plus."))
    return redirect(url_for("assets.show", asset_id=asset_id))


def _page(desk: Desk, asset_id: UUID) -> ProofPage:
    desk.actor.require(Permission.REGISTER_WRITE)
    standing = get_standing(desk.session, desk.actor, asset_id, services().catalogue)
    holder = standing.asset.holder
    return ProofPage(
        asset_id=asset_id,
        asset=standing.asset.name,
        holder=holder.name if holder else gettext("non déclaré"),
        accesses=declared_accesses(standing, words()) or gettext("non renseigné"),
        hints={kind.value: str(hint) for kind, hint in HINTS.items()},
    )


def _withdrawal(desk: Desk, asset_id: UUID, proof_id: UUID) -> WithdrawalPage:
    desk.actor.require(Permission.REGISTER_WRITE)
    standing = get_standing(desk.session, desk.actor, asset_id, services().catalogue)
    kept = [line for line in standing.kept_proofs if line.id == proof_id]
    for item in proof_items(kept, may_withdraw=False):
        return WithdrawalPage(
            asset_id=asset_id, asset=standing.asset.name, proof_id=proof_id, document=item
        )
    raise ProofMissingError


def _show(page: ProofPage, form: ProofForm, *, status: int = 200) -> Response:
    form.ask_for_the_file_again()
    return make_response(render_template("proofs/add.html", page=page, form=form), status)


def _show_withdrawal(page: WithdrawalPage, form: WithdrawalForm, *, status: int = 200) -> Response:
    return make_response(render_template("proofs/withdraw.html", page=page, form=form), status)
