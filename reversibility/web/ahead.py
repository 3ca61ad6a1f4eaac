"""How long before its next date the exit plan of a contract is made by itself."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms.validators import ValidationError

from reversibility.contracts.queries import get_contract
from reversibility.exits.ahead.queries import list_ahead
from reversibility.exits.ahead.rules import AGAIN, DEFAULT_DAYS, FEWEST_DAYS, MOST_DAYS
from reversibility.exits.ahead.service import set_days
from reversibility.http.seat import reading, writing
from reversibility.kernel.actor import Permission
from reversibility.web.forms.text import Line
from reversibility.web.languages import gettext, lazy_gettext
from reversibility.web.members import members_only
from reversibility.web.sheets.ahead import AheadPart, ahead_part

pages = members_only(Blueprint("ahead", __name__))


class AheadForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """How many days before."""

    days = Line(
        lazy_gettext("Préparer le plan combien de jours avant\u202f?"),
        limit=10,
        render_kw={"inputmode": "numeric"},
    )

    def validate_days(self, field: Line) -> None:
        """Refuse what is no number of days."""
        typed = str(field.data)
        if not (typed.isdecimal() and FEWEST_DAYS <= int(typed) <= MOST_DAYS):
            raise ValidationError(
                gettext(
                    "Écrivez un nombre de jours entre %(min)s et %(max)s, par exemple "
                    "120\u00a0; 0 pour ne rien préparer.",
                    min=FEWEST_DAYS,
                    max=MOST_DAYS,
                )
            )


@dataclass(frozen=True, kw_only=True)
class AheadPage:
    """A contract, and the plans that were made for it by themselves."""

    contract_id: UUID
    contract: str
    provider: str
    part: AheadPart
    usual: int
    again: tuple[int, ...]
    days: int


@pages.get("/contrats/<uuid:contract_id>/plan-prepare")
def ask(contract_id: UUID) -> Response:
    """Ask how long before."""
    page = _page(contract_id)
    return _show(page, AheadForm(data={"days": str(page.days)}))


@pages.post("/contrats/<uuid:contract_id>/plan-prepare")
def change(contract_id: UUID) -> Response:
    """Keep how long before."""
    page, form = _page(contract_id), AheadForm()
    if not form.validate():
        return _show(page, form, status=422)
    with writing() as desk:
        set_days(desk.session, desk.actor, contract_id, int(form.days.data), now=desk.now)
    flash(gettext("C’est noté."))
    return redirect(url_for("contracts.show", contract_id=contract_id, _anchor="documents"))


def _page(contract_id: UUID) -> AheadPage:
    with reading() as desk:
        desk.actor.require(Permission.CONTRACT_WRITE)
        today = desk.now.date()
        contract = get_contract(desk.session, desk.actor, contract_id, today=today)
        lines = list_ahead(desk.session, desk.actor, contract_id)
    return AheadPage(
        contract_id=contract_id,
        contract=contract.title,
        provider=contract.provider.name,
        part=ahead_part(lines, contract),
        usual=DEFAULT_DAYS,
        again=AGAIN,
        days=contract.plan_ahead_days,
    )


def _show(page: AheadPage, form: AheadForm, *, status: int = 200) -> Response:
    return make_response(render_template("contracts/ahead.html", page=page, form=form), status)
