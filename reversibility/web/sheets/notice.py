"""The dates of a contract: the computation with its addends, and the term to scale."""

from collections.abc import Iterator
from datetime import date

from babel.dates import format_date

from reversibility.contracts.queries import ContractSheet
from reversibility.contracts.terms import Counting, Notice, State
from reversibility.kernel.workdays import is_workday
from reversibility.web.filters import date_long, weekday_long
from reversibility.web.languages import current_language, gettext
from reversibility.web.parts import Bill, BillLine, TermDrawing
from reversibility.web.words import words

_SATURDAY = 5


def notice_bill(contract: ContractSheet) -> Bill | None:
    """Show how the last day to give notice is found; None without an end or a notice period."""
    found = contract.dates.notice
    if found is None or contract.dates.state is State.OVER:
        return None
    return Bill(
        lines=tuple(_addends(contract, found)),
        result=BillLine(
            label=gettext("Dernier jour d’envoi")
            if contract.agreed.counting is Counting.SENDING
            else gettext("Dernier jour de réception"),
            value=date_long(found.last_day),
        ),
        after=tuple(_after(contract, found)),
    )


def term_drawing(contract: ContractSheet, *, today: date) -> TermDrawing | None:
    """Place today and the last day for notice on the term; None when today is outside it."""
    term, found = contract.dates.term, contract.dates.notice
    day = contract.dates.missed_on or (found.last_day if found else None)
    if term is None or term.starts_on is None or day is None:
        return None
    if not term.starts_on <= today <= term.ends_on:
        return None
    length = max((term.ends_on - term.starts_on).days, 1)
    return TermDrawing(
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        notice_day=day,
        today=today,
        notice_at=max((day - term.starts_on).days, 0) * 1000 // length,
        today_at=(today - term.starts_on).days * 1000 // length,
        days_left=(day - today).days,
    )


def _addends(contract: ContractSheet, found: Notice) -> Iterator[BillLine]:
    term = found.term
    if term.starts_on:
        label = gettext("Prise d’effet") if term.number == 1 else gettext("Début de la période")
        yield BillLine(label=label, value=date_long(term.starts_on))
    yield BillLine(
        label=gettext("Échéance"),
        value=date_long(term.ends_on),
        source=gettext("dernier jour du contrat, inclus"),
    )
    yield BillLine(
        label=gettext("+ 1 jour"),
        value=date_long(term.next_start),
        source=gettext("le contrat repartirait ce jour-là"),
    )
    yield BillLine(
        label=gettext("\u2212 préavis de %(length)s", length=words().period(found.period)),
        value=date_long(found.period.before(term.next_start)),
        source=gettext("le préavis doit être commencé ce jour-là"),
    )
    if contract.agreed.to_month_end:
        yield BillLine(
            label=gettext("au premier du mois"),
            value=date_long(found.begins_on),
            source=gettext("le préavis court par mois entiers"),
        )
    yield BillLine(label=gettext("\u2212 1 jour"), value=date_long(found.last_day))


def _after(contract: ContractSheet, found: Notice) -> Iterator[BillLine]:
    if not found.is_past:
        yield from _own_days(contract, found)
    theirs = contract.dates.provider_notice
    if theirs is not None and not theirs.is_past:
        moved = theirs.moved_to if theirs.moved_to != theirs.last_day else None
        yield BillLine(
            label=gettext("Dernier jour du prestataire, de son côté"),
            value=date_long(moved or theirs.last_day),
            source=gettext("reporté au premier jour ouvré, comme convenu") if moved else "",
        )
    if contract.dates.early_out_on is not None:
        yield BillLine(
            label=gettext("Sortie anticipée, si elle est demandée aujourd’hui"),
            value=date_long(contract.dates.early_out_on),
            source=contract.agreed.early_price,
        )


def _own_days(contract: ContractSheet, found: Notice) -> Iterator[BillLine]:
    """Say until when to act: one's own day never moves; a working day stands beside."""
    if found.workday != found.last_day:
        yield BillLine(
            label=_day_off(found.last_day, alsace_moselle=contract.agreed.alsace_moselle),
            value=weekday_long(found.workday),
        )
    if contract.agreed.counting is not Counting.SENDING:
        yield BillLine(
            label=gettext("À poster avant, avec 15 jours de marge"),
            value=date_long(found.post_by),
            source=gettext(
                "une lettre recommandée non retirée repart au bout de 15 jours (La Poste)"
            ),
        )


def _day_off(day: date, *, alsace_moselle: bool) -> str:
    if day.weekday() < _SATURDAY and not is_workday(day, alsace_moselle=alsace_moselle):
        return gettext("Ce jour est férié\u00a0: dernier jour ouvré utile")
    name = format_date(day, "EEEE", locale=current_language())
    return gettext("Ce jour est un %(day)s\u00a0: dernier jour ouvré utile", day=name)
