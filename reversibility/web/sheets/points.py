"""Findings as pages show them: the fact, why, what to do first and where, what settles it."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from uuid import UUID

from flask import url_for

from reversibility.catalogues.models import Grade
from reversibility.findings import texts
from reversibility.findings.models import Finding
from reversibility.findings.policy import Opens, Policy
from reversibility.http.seat import services
from reversibility.web.filters import author, date_long
from reversibility.web.languages import current_language, gettext
from reversibility.web.parts import Point
from reversibility.web.words import words

UNKNOWN = "manquants"
"""The state, in an address, of what the register does not say."""


def points(
    findings: Collection[Finding], *, today: date, may_accept: bool = False
) -> tuple[Point, ...]:
    """Write findings in the reader's language."""
    policy = services().policy
    return tuple(point(each, policy, today=today, may_accept=may_accept) for each in findings)


def point(finding: Finding, policy: Policy, *, today: date, may_accept: bool = False) -> Point:
    """Write one finding."""
    rule, language = finding.rule, current_language()
    way = texts.way(finding)
    accepted = finding.acceptance
    return Point(
        rule=rule.id,
        title=_title(finding),
        severity=words().label("severities", finding.severity),
        is_unknown=finding.is_unknown,
        fact=texts.fact(finding, language),
        why=rule.why.in_(language),
        remedy=rule.remedy.in_(language),
        closes=rule.closes.in_(language),
        source=source_line(policy, rule.source),
        minutes=rule.minutes,
        is_quick=rule.quick_win,
        action=way.button.in_(language),
        href=address(finding, way.opens, way.field),
        subject=finding.subject_name,
        subject_href=_subject(finding),
        days_left=(finding.due_on - today).days if finding.due_on else None,
        accepting=_leaving("ask", finding) if may_accept and not accepted else "",
        taking_up=_leaving("take_up", finding) if may_accept and accepted else "",
        accepted=(
            gettext(
                "Laissé en l’état jusqu’au %(day)s par %(who)s\u00a0: %(reason)s",
                day=date_long(accepted.until),
                who=author(accepted.accepted_by),
                reason=accepted.reason,
            )
            if accepted
            else ""
        ),
    )


def _leaving(page: str, finding: Finding) -> str:
    return url_for(f"findings.{page}", rule_id=finding.rule.id, subject_id=finding.subject_id)


def source_line(policy: Policy, source_id: str) -> str:
    """Say where a rule comes from, how sure that is, and when it was read."""
    source = policy.sources[source_id]
    if source.grade is Grade.C:
        return gettext("Pratique connue, à vérifier sur votre écran.")
    return gettext(
        "%(title)s (%(site)s), lu le %(day)s.",
        title=source.title,
        site=source.site,
        day=date_long(source.read_on),
    )


def address(finding: Finding, opens: Opens, field: str = "") -> str:
    """Return the page on which the fix begins, at the question that matters there."""
    if finding.asset_id is not None:
        return _OF_ASSETS[opens](finding.asset_id, finding.grant_id, field)
    if finding.contract_id is not None:
        return url_for("contracts.show", contract_id=finding.contract_id)
    return _of_provider(finding, opens)


def _of_provider(finding: Finding, opens: Opens) -> str:
    if opens is Opens.END_OF_ACCESS and finding.grant_id is not None:
        return url_for("editing.ask_end", grant_id=finding.grant_id)
    page = "people.ask_new" if opens is Opens.CONTACT else "parties.show"
    return url_for(page, party_id=finding.provider_id)


def _declaration(asset_id: UUID, _grant: UUID | None, field: str) -> str:
    return url_for("editing.ask", asset_id=asset_id, _anchor=field or None)


def _access(asset_id: UUID, grant: UUID | None, _field: str) -> str:
    return url_for("declaring.ask_access", asset_id=asset_id, acces=grant)


def _end(asset_id: UUID, grant: UUID | None, _field: str) -> str:
    if grant is None:
        return _on_page("accesses")(asset_id, grant, "")
    return url_for("editing.ask_end", grant_id=grant)


def _proof(asset_id: UUID, _grant: UUID | None, _field: str) -> str:
    return url_for("proofs.ask", asset_id=asset_id)


def _on_page(anchor: str) -> "_Way":
    def address(asset_id: UUID, _grant: UUID | None, _field: str) -> str:
        return url_for("assets.show", asset_id=asset_id, _anchor=anchor)

    return address


_Way = Callable[[UUID, UUID | None, str], str]
_OF_ASSETS: Mapping[Opens, _Way] = {
    Opens.DECLARATION: _declaration,
    Opens.ACCESS: _access,
    Opens.END_OF_ACCESS: _end,
    Opens.RECOVERY: _on_page("recovery"),
    Opens.PROOF: _proof,
    Opens.CHECK: _on_page("fields"),
    Opens.REVIEW: _on_page("declared"),
    Opens.PROVIDER: _on_page("recovery"),
    Opens.CONTACT: _on_page("recovery"),
    Opens.CONTRACT: _on_page("recovery"),
    Opens.FIELDS: _on_page("fields"),
}


def _subject(finding: Finding) -> str:
    if finding.asset_id is not None:
        return url_for("assets.show", asset_id=finding.asset_id)
    if finding.contract_id is not None:
        return url_for("contracts.show", contract_id=finding.contract_id)
    return url_for("parties.show", party_id=finding.provider_id)


def _title(finding: Finding) -> str:
    """Name a point; where information is missing, its title must not state what nobody knows."""
    title = finding.rule.title.in_(current_language())
    return to_be_told(title) if finding.is_unknown else title


def to_be_told(title: str) -> str:
    """Name what nobody knows yet by the title of its rule, without stating it."""
    return gettext("À préciser\u00a0: %(title)s", title=title[:1].lower() + title[1:])
