"""How far to go: questions, then the options that exist; nothing is decided for anybody."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self, cast
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, TextAreaField

from reversibility.catalogues.cases import Case
from reversibility.catalogues.situations import Situation
from reversibility.contracts.money.queries import get_account
from reversibility.contracts.queries import get_contract
from reversibility.exits.deciding.errors import WeighingChangedError
from reversibility.exits.deciding.queries import WeighingSheet, find_weighing
from reversibility.exits.deciding.rules import WeighedOption, amount_step, grid, weigh
from reversibility.exits.deciding.service import answer_weighing
from reversibility.exits.qualifying.queries import find_told
from reversibility.exits.queries import find_exit
from reversibility.http.refusals import sentence
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.kernel.amounts import euros
from reversibility.web.filters import date_long
from reversibility.web.forms.changing import ChangingForm
from reversibility.web.forms.days import DayField
from reversibility.web.forms.text import AtMost, tidy
from reversibility.web.languages import current_language, gettext, lazy_gettext
from reversibility.web.members import members_only
from reversibility.web.sheets.sources import cited

pages = members_only(Blueprint("deciding", __name__))


class WeighingForm(ChangingForm):
    """One answer a scale; what the practice itself owed, and when."""

    owed_what = TextAreaField(
        lazy_gettext("Ce que le cabinet devait"),
        validators=[AtMost(2_000, lines=True)],
        filters=[tidy],
        description=lazy_gettext("Contenus, validations, paiements\u00a0: un par ligne."),
    )
    owed_on = DayField(lazy_gettext("Pour quel jour"))
    owed_done_on = DayField(lazy_gettext("Fait le"))

    @classmethod
    def of(cls, found: WeighingSheet | None, proposed: dict[str, str]) -> Self:
        """Make the form with a scale for each question."""
        locale = current_language()
        fields = {
            question.id: RadioField(
                question.label.in_(locale),
                description=question.help.in_(locale),
                choices=[
                    SelectChoice(str(n), text.in_(locale))
                    for n, text in enumerate(question.choices)
                ],
                validate_choice=False,
            )
            for question in grid().questions
        }
        made = type("OneWeighingForm", (cls,), fields)
        data: dict[str, object] = {**proposed, **(found.answers if found else {})}
        for name in ("owed_on", "owed_done_on"):
            data[name] = _day(data.get(name))
        return cast("Self", made(data={**data, "version": found.version if found else 0}))

    def scales(self) -> list[Any]:
        """Return the scales, in their order."""
        return [self[question.id] for question in grid().questions]

    def answers(self) -> dict[str, str]:
        """Return what was answered; a scale without an answer is left out."""
        told = {field.name: str(field.data) for field in self.scales() if _is_step(field.data)}
        days = {
            name: self[name].data.isoformat()
            for name in ("owed_on", "owed_done_on")
            if self[name].data
        }
        what = {"owed_what": self.owed_what.data} if self.owed_what.data else {}
        return {**told, **days, **what}


@dataclass(frozen=True, kw_only=True)
class OptionItem:
    """One option, with what speaks for it and what would change it."""

    title: str
    text: str
    reasons: tuple[str, ...]
    changes: tuple[str, ...]
    source: str


@dataclass(frozen=True, kw_only=True)
class DecidingPage:
    """The answers about one contract, and the options."""

    contract_id: UUID
    contract: str
    provider: str
    first: OptionItem
    options: tuple[OptionItem, ...]
    is_answered: bool
    amount: str
    own_side: str
    may_write: bool


@pages.get("/contrats/<uuid:contract_id>/decision")
def show(contract_id: UUID) -> Response:
    """Show the questions and the options."""
    with reading() as desk:
        page, form = _read(desk, contract_id)
    return _show(page, form)


@pages.post("/contrats/<uuid:contract_id>/decision")
def keep(contract_id: UUID) -> Response:
    """Keep the answers; show the options read with them."""
    with reading() as desk:
        desk.actor.require(Permission.CONTRACT_WRITE)
        page, form = _read(desk, contract_id)
    if not form.validate():
        return _show(page, form, status=422)
    version = form.version.data or 0
    try:
        with writing() as desk:
            answers = form.answers()
            answer_weighing(
                desk.session, desk.actor, contract_id, answers, version=version, now=desk.now
            )
    except WeighingChangedError as error:
        flash(sentence(error, current_language()))
        return redirect(url_for("deciding.show", contract_id=contract_id))
    flash(gettext("Vos réponses sont notées. Elles restent au cabinet."))
    return redirect(url_for("deciding.show", contract_id=contract_id))


def _read(desk: Desk, contract_id: UUID) -> tuple[DecidingPage, WeighingForm]:
    desk.actor.require(Permission.FINDING_READ)
    today = desk.now.date()
    contract = get_contract(desk.session, desk.actor, contract_id, today=today)
    account = get_account(desk.session, desk.actor, contract_id, today=today)
    case = find_exit(desk.session, desk.actor, contract_id)
    found = find_weighing(desk.session, desk.actor, contract_id)
    at_stake = account.totals.refundable + account.loss_total
    proposed = {"amount": str(amount_step(at_stake))} if at_stake else {}
    answers = {name: int(value) for name, value in _told(found).items() if _is_step(value)}
    told = find_told(desk.session, desk.actor, contract_id, since=None)
    is_insolvent = (
        Case.PROCEEDINGS in {told.case, *told.also}
        if told
        else case is not None and case.situation is Situation.INSOLVENT
    )
    first, *options = (_item(each) for each in weigh(answers, is_insolvent=is_insolvent))
    page = DecidingPage(
        contract_id=contract_id,
        contract=contract.title,
        provider=contract.provider.name,
        first=first,
        options=tuple(options),
        is_answered=bool(answers),
        amount=euros(at_stake, current_language()) if at_stake else "",
        own_side=_own_side(found),
        may_write=desk.actor.may(Permission.CONTRACT_WRITE),
    )
    return page, WeighingForm.of(found, proposed)


def _told(found: WeighingSheet | None) -> dict[str, str]:
    known = {question.id for question in grid().questions}
    return {k: v for k, v in (found.answers if found else {}).items() if k in known}


def _own_side(found: WeighingSheet | None) -> str:
    if found is None or not found.answers.get("owed_what"):
        return ""
    due, done = _day(found.answers.get("owed_on")), _day(found.answers.get("owed_done_on"))
    parts = [found.answers["owed_what"]]
    if due:
        parts.append(gettext("attendu pour le %(date)s", date=date_long(due)))
    parts.append(
        gettext("fait le %(date)s", date=date_long(done)) if done else gettext("pas encore fait")
    )
    return ", ".join(parts)


def _item(weighed: WeighedOption) -> OptionItem:
    locale, option = current_language(), weighed.option
    return OptionItem(
        title=option.title.in_(locale),
        text=option.text.in_(locale),
        reasons=tuple(each.in_(locale) for each in weighed.reasons),
        changes=tuple(each.in_(locale) for each in weighed.changes),
        source=cited(grid().source(option.source)),
    )


def _is_step(value: object) -> bool:
    return isinstance(value, str) and len(value) == 1 and value in "01234"


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _show(page: DecidingPage, form: WeighingForm, *, status: int = 200) -> Response:
    return make_response(render_template("deciding/show.html", page=page, form=form), status)
