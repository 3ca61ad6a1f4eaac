"""Fifth step: what is wrong, worst first, each with the next step."""

from dataclasses import dataclass, replace
from datetime import date

from flask import redirect, render_template
from werkzeug.wrappers import Response

from reversibility.findings.models import Finding
from reversibility.findings.queries import get_overview
from reversibility.first_steps.models import Step
from reversibility.first_steps.queries import get_progress
from reversibility.first_steps.service import Advance, advance
from reversibility.http.seat import reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.web.first_steps.frame import Frame, following, make_frame, step_address
from reversibility.web.first_steps.pages import PATH, pages
from reversibility.web.parts import Point
from reversibility.web.sheets.points import point

_SHOWN = 6
"""More would be a list to put off; the others stand on the page of all points."""
_QUESTIONS_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class FindingsPage:
    """The fifth step."""

    frame: Frame
    points: tuple[Point, ...]
    """Of what is known to be wrong."""
    more_count: int
    questions: tuple[Point, ...]
    """Of what nobody has answered yet: no fault, and counted apart."""
    question_count: int
    asset_count: int


@pages.get(f"{PATH}/points")
def findings() -> str:
    """List what is wrong, worst first."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
        progress = get_progress(desk.session, desk.actor)
        overview = get_overview(desk.session, desk.actor, services().policy, now=desk.now)
    today = desk.now.date()
    known = [each for each in overview.open if not each.is_unknown]
    unknown = [each for each in overview.open if each.is_unknown]
    page = FindingsPage(
        frame=make_frame(Step.FINDINGS, progress),
        points=tuple(_point(each, today) for each in known[:_SHOWN]),
        more_count=max(len(known) - _SHOWN, 0),
        questions=tuple(_point(each, today) for each in unknown[:_QUESTIONS_SHOWN]),
        question_count=len(unknown),
        asset_count=len(overview.gathered.standings),
    )
    return render_template("first_steps/findings.html", page=page)


@pages.post(f"{PATH}/points")
def findings_read() -> Response:
    """Go on once it was read."""
    with writing() as desk:
        advance(desk.session, desk.actor, Advance(done=Step.FINDINGS), now=desk.now)
    return redirect(following(Step.FINDINGS))


def _point(finding: Finding, today: date) -> Point:
    told = point(finding, services().policy, today=today)
    if finding.is_unknown and finding.asset_id is not None:
        # What is only not known is answered a step before this one.
        return replace(told, href=step_address(Step.HOLDINGS))
    return told
