"""The home page: how the whole stands, what comes first, what falls due, who holds what."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import Blueprint, render_template

from reversibility.catalogues.cases import cases
from reversibility.evidence.queries.changes import recent_changes
from reversibility.evidence.standing import Standing
from reversibility.exits.first_hour.queries import Begun, OpenHour, get_begun
from reversibility.findings.queries import Overview, get_overview
from reversibility.first_steps.models import Step
from reversibility.first_steps.queries import Progress
from reversibility.http.seat import Desk, reading, services
from reversibility.kernel.actor import Permission
from reversibility.mandates.queries import MandateSheet, list_mandates
from reversibility.web.filters import local_day
from reversibility.web.first_steps.frame import StepLink, step_links
from reversibility.web.members import members_only
from reversibility.web.parts import BandPart, DueLine, Point, ProviderLine, ScorePart
from reversibility.web.sheets.ahead import Prepared, prepared
from reversibility.web.sheets.changes import ChangeItem, change_items
from reversibility.web.sheets.due import Awaited, due_lines
from reversibility.web.sheets.glance import Loss, provider_lines, worst_loss
from reversibility.web.sheets.points import points
from reversibility.web.sheets.score import band_part, score_part
from reversibility.web.way_back import forget_steps

pages = members_only(Blueprint("home", __name__))

_BIG = 3
_DUE_SHOWN = 6
_CHANGES_SHOWN = 3
_PREPARED_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """What a practice should know when it opens the service."""

    today: date
    loss: Loss | None
    """What would be lost with one provider; None when nothing would."""
    score: ScorePart
    band: BandPart
    worst: tuple[Point, ...]
    point_count: int
    unknown_count: int
    due: tuple[DueLine, ...]
    later: tuple[DueLine, ...]
    """What falls due after what is shown."""
    providers: tuple[ProviderLine, ...]
    checked_at: datetime | None
    checked_count: int
    prepared: tuple[Prepared, ...] = ()
    """Exit plans that the service made by itself, while their date is ahead."""
    steps_left: int = 0
    """Of the first steps, where somebody has begun them; 0 where nobody has, or all are done."""
    open_hours: tuple[OpenHour, ...] = ()
    """First hours in which something is left to do."""
    changes: tuple[ChangeItem, ...] = ()
    """What the last checks show otherwise than those before, and nobody has explained."""


@dataclass(frozen=True, kw_only=True)
class WelcomePage:
    """What a practice is shown while its register is empty: the first steps, and nothing beside."""

    links: tuple[StepLink, ...]
    go_on: str
    may_declare: bool


@pages.get("/")
def show() -> str:
    """Show how the practice stands, or welcome it."""
    with reading() as desk:
        overview = get_overview(desk.session, desk.actor, services().policy, now=desk.now)
        mandates = _mandates(desk)
        changes = recent_changes(desk.session, desk.actor, limit=_CHANGES_SHOWN)
        begun = get_begun(desk.session, desk.actor, cases(), today=desk.now.date())
        may_declare = desk.actor.may(Permission.REGISTER_WRITE)
    forget_steps()
    if not overview.gathered.standings:
        welcome = _welcome(begun.first_steps, may_declare=may_declare)
        return render_template("home/welcome.html", page=welcome)
    page = replace(
        _page(
            overview,
            mandates,
            Awaited(answers=begun.awaited, requests=begun.requests),
            now=desk.now,
        ),
        prepared=prepared(overview.gathered.contracts, today=desk.now.date())[:_PREPARED_SHOWN],
        changes=change_items(changes, may_note=may_declare),
        open_hours=begun.hours,
        steps_left=_steps_left(begun) if may_declare else 0,
    )
    return render_template("home/show.html", page=page)


def _steps_left(begun: Begun) -> int:
    done = begun.first_steps.done
    return len(Step) - len(done) if done else 0


def _welcome(progress: Progress, *, may_declare: bool) -> WelcomePage:
    links = step_links(progress)
    go_on = next((link.href for link in links if not link.is_done), links[0].href)
    return WelcomePage(links=links, go_on=go_on, may_declare=may_declare)


def _mandates(desk: Desk) -> tuple[MandateSheet, ...]:
    if not desk.actor.may(Permission.MEMBER_MANAGE):
        return ()
    return list_mandates(desk.session, desk.actor, now=desk.now)


def _page(
    overview: Overview,
    mandates: tuple[MandateSheet, ...],
    awaited: Awaited,
    *,
    now: datetime,
) -> HomePage:
    gathered, today, policy = overview.gathered, now.date(), services().policy
    assert overview.score is not None  # noqa: S101 - there are assets, so there are questions
    due = due_lines(
        gathered.standings,
        gathered.contracts,
        mandates,
        overview.findings,
        today=today,
        awaited=awaited,
    )
    found = [finding for finding in overview.open if not finding.is_unknown]
    checked = _checks(gathered.standings)
    return HomePage(
        today=local_day(now),
        loss=worst_loss(gathered.standings),
        score=score_part(overview.score, policy),
        band=band_part(gathered.standings),
        worst=points(overview.open[:_BIG], today=today),
        point_count=len(found),
        unknown_count=len(overview.open) - len(found),
        due=due[:_DUE_SHOWN],
        later=due[_DUE_SHOWN:],
        providers=provider_lines(overview, today=today),
        checked_at=max(checked, default=None),
        checked_count=len(checked),
    )


def _checks(standings: tuple[Standing, ...]) -> list[datetime]:
    return [
        line.judged_at
        for standing in standings
        for line in standing.verdicts.values()
        if line.judged_at is not None
    ]
