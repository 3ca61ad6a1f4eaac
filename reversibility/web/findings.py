"""Everything that needs attention, how the index is computed, and what is left as it is."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reversibility.findings.errors import AcceptanceInvalidError
from reversibility.findings.models import Finding
from reversibility.findings.queries import Overview, get_finding, get_overview
from reversibility.findings.service import AcceptanceDraft, accept_finding, take_up_finding
from reversibility.http.seat import reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.recovery.models import Severity
from reversibility.web.forms.findings import AcceptForm
from reversibility.web.languages import current_language, gettext, lazy_gettext
from reversibility.web.members import members_only
from reversibility.web.parts import Choice, Point, ScorePart
from reversibility.web.sheets.points import UNKNOWN, point, points, to_be_told
from reversibility.web.sheets.score import score_part
from reversibility.web.words import words

pages = members_only(Blueprint("findings", __name__, url_prefix="/points"))

_Filter = Callable[[Finding], bool]
_FILTERS: Mapping[str, tuple[str, _Filter]] = {
    "": (lazy_gettext("À traiter"), lambda each: not each.acceptance and not each.is_unknown),
    "rapides": (
        lazy_gettext("Vite réglés"),
        lambda each: not each.acceptance and each.rule.quick_win,
    ),
    UNKNOWN: (
        lazy_gettext("Informations manquantes"),
        lambda each: not each.acceptance and each.is_unknown,
    ),
    "laisses": (lazy_gettext("Laissés en l’état"), lambda each: each.acceptance is not None),
}


@dataclass(frozen=True, kw_only=True)
class PointGroup:
    """The findings of one severity."""

    severity: str
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class PointsPage:
    """The findings that were asked for, worst first, and how the index is computed."""

    choices: tuple[Choice, ...]
    narrowed: str
    """What the list is narrowed to: a provider's name, a rule's title; empty = nothing."""
    groups: tuple[PointGroup, ...]
    count: int
    open_count: int
    """Those that are known; what the register does not say is counted apart."""
    unknown_count: int
    is_unknown: bool
    """Whether what is shown is what the register does not say."""
    score: ScorePart | None


@dataclass(frozen=True, kw_only=True)
class AcceptPage:
    """A finding that is about to be left as it is."""

    point: Point
    action: str


@pages.get("")
def show_all() -> str:
    """List what needs attention."""
    with reading() as desk:
        overview = get_overview(desk.session, desk.actor, services().policy, now=desk.now)
        may_accept = desk.actor.may(Permission.FINDING_ACCEPT)
    chosen = request.args.get("etat", "")
    chosen = chosen if chosen in _FILTERS else ""
    narrowed, within = _narrowed(overview)
    by_rule = bool(narrowed) and "prestataire" not in request.args
    shown = [each for each in within if _FILTERS[chosen][1](each)]
    score, unknown = overview.score, sum(each.is_unknown for each in overview.open)
    page = PointsPage(
        choices=_choices(within, chosen),
        narrowed=to_be_told(narrowed) if by_rule and chosen == UNKNOWN else narrowed,
        groups=tuple(
            PointGroup(
                severity=words().label("severities", severity),
                points=points(found, today=desk.now.date(), may_accept=may_accept),
            )
            for severity in Severity
            if (found := [each for each in shown if each.severity is severity])
        ),
        count=len(shown),
        open_count=len(overview.open) - unknown,
        unknown_count=unknown,
        is_unknown=chosen == UNKNOWN,
        score=score_part(score, services().policy, in_full=True) if score else None,
    )
    return render_template("findings/list.html", page=page)


def _narrowed(overview: Overview) -> tuple[str, tuple[Finding, ...]]:
    """Return the findings of one provider or rule, where the address asks for one."""
    provider, rule_id = request.args.get("prestataire", ""), request.args.get("regle", "")
    rule = services().policy.rule(rule_id)
    party = next((each for each in overview.gathered.parties if str(each.id) == provider), None)
    if party is not None:
        own = tuple(each for each in overview.findings if party.id in each.party_ids)
        return party.name, own
    if rule is not None:
        own = tuple(each for each in overview.findings if each.rule.id == rule.id)
        return rule.title.in_(current_language()), own
    return "", overview.findings


def _choices(findings: Collection[Finding], chosen: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            text=f"{label} ({sum(map(is_wanted, findings))})",
            href=url_for(
                "findings.show_all",
                etat=name or None,
                prestataire=request.args.get("prestataire"),
                regle=request.args.get("regle"),
            ),
            is_chosen=name == chosen,
        )
        for name, (label, is_wanted) in _FILTERS.items()
    )


@pages.get("/<rule_id>/<uuid:subject_id>/laisser")
def ask(rule_id: str, subject_id: UUID) -> Response:
    """Say what leaving a finding as it is does, and ask why and until when."""
    return _show((rule_id, subject_id), AcceptForm())


@pages.post("/<rule_id>/<uuid:subject_id>/laisser")
def accept(rule_id: str, subject_id: UUID) -> Response:
    """Leave a finding as it is."""
    form, key = AcceptForm(), (rule_id, subject_id)
    if not form.validate():
        return _show(key, form, status=422)
    try:
        with writing() as desk:
            draft = AcceptanceDraft(
                rule=rule_id,
                subject_id=subject_id,
                reason=form.reason.data,
                until=form.until.data or desk.now.date(),
            )
            accept_finding(desk.session, desk.actor, services().policy, draft, now=desk.now)
    except AcceptanceInvalidError as error:
        form.refuse(error)
        return _show(key, form, status=422)
    flash(gettext("Ce point est laissé en l’état\u00a0; il reviendra de lui-même."))
    return redirect(url_for("findings.show_all", etat="laisses"))


@pages.post("/<rule_id>/<uuid:subject_id>/reprendre")
def take_up(rule_id: str, subject_id: UUID) -> Response:
    """Take a finding up again."""
    with writing() as desk:
        key = (rule_id, subject_id)
        take_up_finding(desk.session, desk.actor, services().policy, key, now=desk.now)
    flash(gettext("Ce point est de nouveau à traiter."))
    return redirect(url_for("findings.show_all"))


def _show(key: tuple[str, UUID], form: AcceptForm, *, status: int = 200) -> Response:
    with reading() as desk:
        desk.actor.require(Permission.FINDING_ACCEPT)
        policy = services().policy
        finding = get_finding(desk.session, desk.actor, policy, key, now=desk.now)
    page = AcceptPage(
        point=point(finding, policy, today=desk.now.date()),
        action=url_for("findings.accept", rule_id=key[0], subject_id=key[1]),
    )
    return make_response(render_template("findings/accept.html", page=page, form=form), status)
