"""The dates of a contract: the computation with its addends, and the term to scale."""

from datetime import date, timedelta

from babel.dates import format_date

from reversibility.contracts.queries import ContractSheet
from reversibility.contracts.rules import NoticeComputation
from reversibility.web.filters import date_long
from reversibility.web.languages import current_language, gettext
from reversibility.web.parts import Bill, BillLine, TermDrawing
from reversibility.web.words import words

POSTING_MARGIN = timedelta(days=15)
"""A registered letter is kept fifteen days at the post office before it goes back (La Poste)."""
_DAY = timedelta(days=1)
_SATURDAY = 5


def notice_bill(contract: ContractSheet) -> Bill | None:
    """Show how the last day to give notice is found."""
    found = contract.computation
    if found is None:
        return None
    start = (
        (BillLine(label=gettext("Prise d’effet"), value=date_long(contract.starts_on)),)
        if contract.starts_on
        else ()
    )
    first_day = found.notice.before(found.next_start)
    return Bill(
        lines=(
            *start,
            BillLine(
                label=gettext("Échéance"),
                value=date_long(found.ends_on),
                source=gettext("dernier jour du contrat, inclus"),
            ),
            BillLine(
                label=gettext("+ 1 jour"),
                value=date_long(found.next_start),
                source=gettext("le contrat repartirait ce jour-là"),
            ),
            BillLine(
                label=gettext("\u2212 préavis de %(length)s", length=words().period(found.notice)),
                value=date_long(first_day),
                source=gettext("le préavis doit être commencé ce jour-là"),
            ),
            BillLine(label=gettext("\u2212 1 jour"), value=date_long(found.last_day)),
        ),
        result=BillLine(
            label=gettext("Dernier jour de réception"), value=date_long(found.last_day)
        ),
        after=() if found.is_missed else _sending(found),
    )


def term_drawing(contract: ContractSheet, *, today: date) -> TermDrawing | None:
    """Place today and the last day for notice on the term; None when today is outside it."""
    starts_on, found = contract.starts_on, contract.computation
    if starts_on is None or found is None or not starts_on <= today <= found.ends_on:
        return None
    length = max((found.ends_on - starts_on).days, 1)
    return TermDrawing(
        starts_on=starts_on,
        ends_on=found.ends_on,
        notice_day=found.last_day,
        today=today,
        notice_at=max((found.last_day - starts_on).days, 0) * 1000 // length,
        today_at=(today - starts_on).days * 1000 // length,
        days_left=found.days_left,
    )


def _sending(found: NoticeComputation) -> tuple[BillLine, ...]:
    lines = []
    if found.last_day.weekday() >= _SATURDAY:
        friday = found.last_day - _DAY * (found.last_day.weekday() - _SATURDAY + 1)
        lines.append(
            BillLine(
                label=gettext(
                    "Ce jour est un %(day)s\u00a0: visez le vendredi", day=_weekday(found.last_day)
                ),
                value=date_long(friday),
            )
        )
    lines.append(
        BillLine(
            label=gettext("À poster avant, avec 15 jours de marge"),
            value=date_long(found.last_day - POSTING_MARGIN),
        )
    )
    return tuple(lines)


def _weekday(day: date) -> str:
    return format_date(day, "EEEE", locale=current_language())
