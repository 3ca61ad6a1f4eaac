"""The tasks of an exit three ways: board, list, calendar; and as a calendar file."""

from calendar import Calendar
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Response, render_template, request, url_for

from reversibility.exits.tasks.queries import TaskLine
from reversibility.http.seat import reading
from reversibility.kernel import clock
from reversibility.web.languages import gettext, lazy_gettext
from reversibility.web.leaving.pages import PATH, Leaving, pages, read_leaving
from reversibility.web.parts import Choice
from reversibility.web.sheets.ics import MEDIA_TYPE, Event, calendar_file
from reversibility.web.sheets.tasks import COLUMNS, TaskCard, last_day, task_cards, title_of

_BOARD, _LIST, _CALENDAR = "tableau", "liste", "calendrier"
_VIEWS = {
    _BOARD: lazy_gettext("Tableau"),
    _LIST: lazy_gettext("Liste"),
    _CALENDAR: lazy_gettext("Calendrier"),
}
_IN_COLUMN = 12
"""Cards of a column; a longer one leads to the list."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """Tasks in one state."""

    title: str
    count: int
    cards: tuple[TaskCard, ...]
    more: int


@dataclass(frozen=True, kw_only=True)
class DayCell:
    """A day of the month, and what falls due on it."""

    day: date
    is_in_month: bool
    is_today: bool
    cards: tuple[TaskCard, ...]


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month of the calendar."""

    first: date
    weeks: tuple[tuple[DayCell, ...], ...]
    days: tuple[DayCell, ...]
    """Those on which something falls due: the same as a list."""
    before_href: str
    after_href: str
    undated: int
    """What is closed has no last day."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One value of a filter."""

    code: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class TasksPage:
    """The tasks that were asked for, in one of the views."""

    contract_id: UUID
    contract: str
    provider: str
    view: str
    tabs: tuple[Choice, ...]
    total: int
    found: int
    open_count: int
    is_filtered: bool
    owners: tuple[Option, ...]
    assets: tuple[Option, ...]
    columns: tuple[Column, ...]
    cards: tuple[TaskCard, ...]
    month: Month | None
    may_plan: bool


@pages.get(f"{PATH}/taches")
def show_tasks(contract_id: UUID) -> str:
    """Show the tasks as a board, a list or a calendar, all or those of somebody or something."""
    with reading() as desk:
        leaving = read_leaving(desk, contract_id)
    return render_template("exits/tasks.html", page=_page(leaving))


@pages.get(f"{PATH}/echeances.ics")
def take_calendar(contract_id: UUID) -> Response:
    """Hand the last days of the open tasks over as a calendar file."""
    with reading() as desk:
        leaving = read_leaving(desk, contract_id)
    events = [
        Event(
            id=line.id,
            on=day,
            title=" · ".join(filter(None, (title_of(line), line.asset))),
            detail=gettext("Sortie\u00a0: %(name)s", name=leaving.contract.title),
        )
        for line in _chosen(leaving)
        if not line.is_over and not line.is_gone and (day := last_day(leaving.planned, line))
    ]
    response = Response(calendar_file(events, made_at=clock.now()), content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="taches.ics"'
    return response


def _page(leaving: Leaving) -> TasksPage:
    plan, view = leaving.planned, _view()
    chosen = _chosen(leaving)
    cards = task_cards(plan, leaving.contract.id, today=leaving.today, chosen=chosen)
    lines = plan.lines
    return TasksPage(
        contract_id=leaving.contract.id,
        contract=leaving.contract.title,
        provider=leaving.contract.provider.name,
        view=view,
        tabs=_tabs(leaving.contract.id, view),
        total=len(lines),
        found=len(chosen),
        open_count=sum(not card.is_over for card in cards),
        is_filtered=len(chosen) < len(lines) or any(_asked().values()),
        owners=_options("qui", {line.owner.code: line.owner.name for line in lines}),
        assets=_options("element", {str(line.asset_id or ""): line.asset for line in lines}),
        columns=_columns(cards) if view == _BOARD else (),
        cards=cards if view == _LIST else (),
        month=_month(leaving, cards) if view == _CALENDAR else None,
        may_plan=leaving.may_plan,
    )


def _view() -> str:
    asked = request.args.get("vue", _BOARD)
    return asked if asked in _VIEWS else _BOARD


def _asked() -> dict[str, str]:
    return {name: request.args.get(name, "") for name in ("qui", "element")}


def _chosen(leaving: Leaving) -> tuple[TaskLine, ...]:
    asked = _asked()
    return tuple(
        line
        for line in leaving.planned.lines
        if asked["qui"] in {"", line.owner.code} and asked["element"] in {"", str(line.asset_id)}
    )


def _tabs(contract_id: UUID, view: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(text=str(text), href=_href(contract_id, code), is_chosen=code == view)
        for code, text in _VIEWS.items()
    )


def _href(contract_id: UUID, view: str, **more: str) -> str:
    asked = {name: value for name, value in _asked().items() if value}
    values: dict[str, Any] = {"vue": view, **asked, **more}
    return url_for("exits.show_tasks", contract_id=contract_id, **values)


def _options(name: str, found: dict[str, str]) -> tuple[Option, ...]:
    asked = _asked()[name]
    known = sorted(((text, code) for code, text in found.items() if code and text))
    return tuple(Option(code=code, text=text, is_chosen=code == asked) for text, code in known)


def _columns(cards: Sequence[TaskCard]) -> tuple[Column, ...]:
    columns = []
    for code, title in COLUMNS.items():
        own = [card for card in cards if card.column == code]
        shown = tuple(own[:_IN_COLUMN])
        columns.append(
            Column(title=str(title), count=len(own), cards=shown, more=len(own) - len(shown))
        )
    return tuple(columns)


def _month(leaving: Leaving, cards: Collection[TaskCard]) -> Month:
    open_cards = [card for card in cards if not card.is_over and card.due_on]
    first = _first_day(leaving.today, [card.due_on for card in open_cards if card.due_on])
    due: dict[date, list[TaskCard]] = {}
    for card in open_cards:
        if card.due_on:
            due.setdefault(card.due_on, []).append(card)
    weeks = tuple(
        tuple(_cell(day, first, leaving.today, due.get(day, ())) for day in week)
        for week in Calendar().monthdatescalendar(first.year, first.month)
    )
    days = [cell for week in weeks for cell in week if cell.is_in_month and cell.cards]
    before, after = first - timedelta(days=1), (first + timedelta(days=32)).replace(day=1)
    contract_id = leaving.contract.id
    return Month(
        first=first,
        weeks=weeks,
        days=tuple(days),
        before_href=_href(contract_id, _CALENDAR, mois=f"{before:%Y-%m}"),
        after_href=_href(contract_id, _CALENDAR, mois=f"{after:%Y-%m}"),
        undated=len(cards) - len(open_cards),
    )


def _cell(day: date, first: date, today: date, cards: Iterable[TaskCard]) -> DayCell:
    return DayCell(
        day=day,
        is_in_month=day.month == first.month,
        is_today=day == today,
        cards=tuple(cards) if day.month == first.month else (),
    )


def _first_day(today: date, due: Collection[date]) -> date:
    """Return the month asked for; else that of the next last day."""
    try:
        return date.fromisoformat(f"{request.args.get('mois', '')}-01")
    except ValueError:
        ahead = [day for day in due if day >= today]
        return min(ahead, default=today).replace(day=1)
