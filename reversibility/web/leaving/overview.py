"""The page of an exit: when everything is back at the earliest, and what is next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import render_template, url_for

from reversibility.exits.handing.queries import AnsweredList, lists_of
from reversibility.exits.tasks.models import HandingList, TaskState
from reversibility.exits.tasks.queries import TaskPlan
from reversibility.http.seat import Desk, reading
from reversibility.register.queries import AssetSheet, list_assets
from reversibility.web.languages import current_language, gettext, ngettext
from reversibility.web.leaving.pages import PATH, Leaving, pages, read_leaving
from reversibility.web.parts import Term
from reversibility.web.sheets.documents import exit_terms
from reversibility.web.sheets.tasks import WAITING, TaskCard, task_cards
from reversibility.web.sheets.timeline import HardDate, Timeline, draw_timeline
from reversibility.web.words import words

_NEXT, _GAINS = 5, 3


@dataclass(frozen=True, kw_only=True)
class Door:
    """One of the pages that hang on an exit."""

    href: str
    title: str
    text: str
    state: str


@dataclass(frozen=True, kw_only=True)
class OverviewPage:
    """One exit at a glance."""

    contract_id: UUID
    contract: str
    provider: str
    is_open: bool
    situation: str
    terms: tuple[Term, ...]
    has_assets: bool
    total: int
    over: int
    done_on: date | None
    """The earliest end; None while there are no tasks."""
    all_done: bool
    target: str
    """The target against the earliest end, as one sentence; empty without a target."""
    is_late: bool
    warnings: tuple[str, ...]
    """What expires before the end."""
    later: str
    """What waits for the end of the mission."""
    drawing: Timeline | None
    path: tuple[TaskCard, ...]
    gains: tuple[str, ...]
    coming: tuple[TaskCard, ...]
    doors: tuple[Door, ...]
    may_plan: bool


@pages.get(PATH)
def show(contract_id: UUID) -> str:
    """Show an exit, or how to open it."""
    with reading() as desk:
        leaving = read_leaving(desk, contract_id)
        hard = _hard_dates(list_assets(desk.session, desk.actor), leaving)
        lists = _lists(desk, leaving)
    return render_template("exits/show.html", page=_page(leaving, hard, lists))


def _lists(desk: Desk, leaving: Leaving) -> dict[HandingList, AnsweredList]:
    if leaving.case is None:
        return {}
    return dict(lists_of(desk.session, desk.actor, leaving.case.id))


def _page(
    leaving: Leaving, hard: Sequence[HardDate], lists: dict[HandingList, AnsweredList]
) -> OverviewPage:
    plan, case, contract = leaving.plan, leaving.case, leaving.contract
    current = plan.current if plan else ()
    cards = task_cards(plan, contract.id, today=leaving.today) if plan else ()
    by_id = {card.id: card for card in cards}
    return OverviewPage(
        contract_id=contract.id,
        contract=contract.title,
        provider=contract.provider.name,
        is_open=case is not None,
        situation=words().label("situations", case.situation) if case else "",
        terms=exit_terms(case) if case else (),
        has_assets=bool(contract.asset_ids),
        total=len(current),
        over=sum(line.is_over for line in current),
        done_on=plan.schedule.done_on if plan else None,
        all_done=bool(current) and all(line.is_over for line in current if not line.not_before),
        target=_target(leaving),
        is_late=_is_late(leaving),
        warnings=_warnings(leaving, hard),
        later=_later(plan) if plan else "",
        drawing=_drawing(leaving, hard),
        path=tuple(by_id[line.id] for line in plan.path) if plan else (),
        gains=_gains(plan) if plan else (),
        coming=_coming(cards),
        doors=_doors(leaving, lists),
        may_plan=leaving.may_plan,
    )


def _hard_dates(assets: Collection[AssetSheet], leaving: Leaving) -> tuple[HardDate, ...]:
    found = []
    for asset in assets:
        if asset.id not in leaving.contract.asset_ids:
            continue
        try:
            on = date.fromisoformat(str(asset.attributes.get("expires_on", "")))
        except ValueError:
            continue
        found.append(HardDate(name=asset.name, on=on))
    return tuple(sorted(found, key=lambda each: each.on))


def _drawing(leaving: Leaving, hard: Sequence[HardDate]) -> Timeline | None:
    if leaving.plan is None or leaving.case is None:
        return None
    return draw_timeline(
        leaving.plan, today=leaving.today, target_on=leaving.case.target_on, hard=hard
    )


def _is_late(leaving: Leaving) -> bool:
    case, plan = leaving.case, leaving.plan
    return bool(case and plan and case.target_on and case.target_on < plan.schedule.done_on)


def _target(leaving: Leaving) -> str:
    case, plan = leaving.case, leaving.plan
    if case is None or plan is None or case.target_on is None:
        return ""
    days = (case.target_on - plan.schedule.done_on).days
    if days < 0:
        return ngettext(
            "C’est %(num)s jour après la date que vous visez.",
            "C’est %(num)s jours après la date que vous visez.",
            -days,
        )
    if days == 0:
        return gettext("C’est la date que vous visez, sans marge.")
    return ngettext(
        "Il reste %(num)s jour de marge avant la date que vous visez.",
        "Il reste %(num)s jours de marge avant la date que vous visez.",
        days,
    )


def _warnings(leaving: Leaving, hard: Sequence[HardDate]) -> tuple[str, ...]:
    if leaving.plan is None:
        return ()
    done_on = leaving.plan.schedule.done_on
    before = [each for each in hard if leaving.today <= each.on < done_on]
    return tuple(
        ngettext(
            "%(name)s expire %(num)s jour avant la fin\u00a0: renouvelez sans attendre.",
            "%(name)s expire %(num)s jours avant la fin\u00a0: renouvelez sans attendre.",
            (done_on - each.on).days,
            name=each.name,
        )
        for each in before
    )


def _later(plan: TaskPlan) -> str:
    tied = [line for line in plan.current if line.not_before and not line.is_over]
    if not tied:
        return ""
    return ngettext(
        "%(num)s tâche attend la fin de la mission\u00a0: retirer les accès du prestataire "
        "sortant. Elle ne compte pas dans cette date.",
        "%(num)s tâches attendent la fin de la mission\u00a0: retirer les accès du prestataire "
        "sortant. Elles ne comptent pas dans cette date.",
        len(tied),
    )


def _gains(plan: TaskPlan) -> tuple[str, ...]:
    by_key = {line.key: line for line in plan.lines}
    return tuple(
        ngettext(
            "%(task)s (%(asset)s)\u00a0: fait aujourd’hui, la fin avancerait de %(num)s jour.",
            "%(task)s (%(asset)s)\u00a0: fait aujourd’hui, la fin avancerait de %(num)s jours.",
            gain.days,
            task=by_key[gain.key].said(current_language()),
            asset=by_key[gain.key].asset or gettext("votre tâche"),
        )
        for gain in plan.gains[:_GAINS]
    )


def _coming(cards: Sequence[TaskCard]) -> tuple[TaskCard, ...]:
    """Return what can be done now: what has begun, then what commands the end, then the others."""
    ready = [card for card in cards if not card.is_over and card.column != WAITING]
    ready = [card for card in ready if not card.is_gone]
    ready.sort(
        key=lambda card: (
            card.column != TaskState.DOING,
            not card.is_critical,
            card.due_on or date.max,
        )
    )
    return tuple(ready[:_NEXT])


def _doors(leaving: Leaving, lists: dict[HandingList, AnsweredList]) -> tuple[Door, ...]:
    contract_id = leaving.contract.id
    slugs = {HandingList.REUSE: "a-reprendre", HandingList.ONBOARDING: "repreneur"}
    return tuple(
        Door(
            href=url_for("exits.show_list", contract_id=contract_id, slug=slugs[list_id]),
            title=words().text(found.questions.title),
            text=words().text(found.questions.lead),
            state=ngettext(
                "%(num)s réponse sur %(count)s",
                "%(num)s réponses sur %(count)s",
                found.answered,
                count=len(found.lines),
            ),
        )
        for list_id, found in lists.items()
    )
