"""Fifth step: what is wrong, worst first, each with the next step."""

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from reversibility.findings import texts
from reversibility.findings.models import Finding
from reversibility.findings.queries import get_overview
from reversibility.first_steps.models import Step
from reversibility.first_steps.queries import get_progress
from reversibility.first_steps.service import Advance, advance
from reversibility.http.seat import reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.web.first_steps.frame import Frame, following, make_frame, step_address
from reversibility.web.first_steps.pages import PATH, pages
from reversibility.web.languages import current_language
from reversibility.web.words import words

_SHOWN = 8
"""More would be a list to put off; the rest stands on the pages of what they are about."""


@dataclass(frozen=True, kw_only=True)
class FindingRow:
    """One thing that is wrong, or not known, and what settles it."""

    title: str
    severity: str
    fact: str
    why: str
    remedy: str
    minutes: int
    button: str
    href: str


@dataclass(frozen=True, kw_only=True)
class FindingsPage:
    """The fifth step."""

    frame: Frame
    rows: tuple[FindingRow, ...]
    more_count: int
    asset_count: int


@pages.get(f"{PATH}/points")
def findings() -> str:
    """List what is wrong, worst first."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
        progress = get_progress(desk.session, desk.actor)
        overview = get_overview(desk.session, desk.actor, services().policy, now=desk.now)
    page = FindingsPage(
        frame=make_frame(Step.FINDINGS, progress),
        rows=tuple(_row(finding) for finding in overview.open[:_SHOWN]),
        more_count=max(len(overview.open) - _SHOWN, 0),
        asset_count=len(overview.gathered.standings),
    )
    return render_template("first_steps/findings.html", page=page)


@pages.post(f"{PATH}/points")
def findings_read() -> Response:
    """Go on once it was read."""
    with writing() as desk:
        advance(desk.session, desk.actor, Advance(done=Step.FINDINGS), now=desk.now)
    return redirect(following(Step.FINDINGS))


def _row(finding: Finding) -> FindingRow:
    language, text = current_language(), words().text
    return FindingRow(
        title=text(finding.rule.title),
        severity=words().label("severities", finding.severity),
        fact=texts.fact(finding, language),
        why=text(finding.rule.why),
        remedy=text(finding.rule.remedy),
        minutes=finding.rule.minutes,
        button=text(texts.way(finding).button),
        href=_href(finding),
    )


def _href(finding: Finding) -> str:
    """Return where it is settled: in the questions of the third step, else on its own page."""
    if finding.asset_id is not None and finding.is_unknown:
        return step_address(Step.HOLDINGS)
    if finding.asset_id is not None:
        return url_for("assets.show", asset_id=finding.asset_id)
    return _beside(finding)


def _beside(finding: Finding) -> str:
    if finding.contract_id is not None:
        return url_for("contracts.show", contract_id=finding.contract_id)
    if finding.provider_id is not None:
        return url_for("parties.show", party_id=finding.provider_id)
    return url_for("register.show")
