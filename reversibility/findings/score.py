"""The index of reversibility: 0 to 100, what it lost and to what, and what it does not know. Pure.

Each question that arises weighs the severity of its rule times the importance of what it is about.
The index is 100 less the share of that weight which findings take. What the register does not say
takes its part, one level lower; what is left as it is takes its part too, for it has not changed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from reversibility.findings.models import Finding
from reversibility.findings.rules import Question
from reversibility.recovery.models import Severity

_SOLID, _WEAK = 80, 60


class Band(StrEnum):
    """The index in a word."""

    SOLID = "solid"
    TO_CONSOLIDATE = "to_consolidate"
    FRAGILE = "fragile"


@dataclass(frozen=True, kw_only=True)
class Loss:
    """The points that the findings of one rule take."""

    rule_id: str
    points: int
    count: int
    """How many findings."""
    unknown: int
    """How many of them are information that is missing."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """The index, with its addends: they add up to 100 less the value."""

    value: int
    band: Band
    losses: tuple[Loss, ...]
    """The heaviest first."""
    questions: int
    unknown: int
    """Of the questions, those that the register does not answer."""
    critical: int
    """Findings that are critical: with one of them the word is fragile, whatever the value."""


def compute_score(questions: Collection[Question]) -> Score | None:
    """Return the index; None while there is nothing to ask about."""
    most = sum(question.most for question in questions)
    if not most:
        return None
    findings = [question.finding for question in questions if question.finding]
    critical = sum(
        finding.severity is Severity.CRITICAL and not finding.is_unknown for finding in findings
    )
    losses = _losses(findings, most)
    value = 100 - sum(loss.points for loss in losses)
    return Score(
        value=value,
        band=_band(value, critical),
        losses=losses,
        questions=len(questions),
        unknown=sum(finding.is_unknown for finding in findings),
        critical=critical,
    )


def _band(value: int, critical: int) -> Band:
    if critical or value < _WEAK:
        return Band.FRAGILE
    return Band.SOLID if value >= _SOLID else Band.TO_CONSOLIDATE


def _losses(findings: Collection[Finding], most: int) -> tuple[Loss, ...]:
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule.id, []).append(finding)
    exposures = {
        rule: sum(finding.exposure for finding in found) for rule, found in by_rule.items()
    }
    points = _shares(exposures, most)
    losses = [
        Loss(
            rule_id=rule,
            points=points[rule],
            count=len(found),
            unknown=sum(finding.is_unknown for finding in found),
        )
        for rule, found in by_rule.items()
    ]
    return tuple(sorted(losses, key=lambda loss: (-loss.points, -exposures[loss.rule_id])))


def _shares(exposures: dict[str, int], most: int) -> dict[str, int]:
    """Share the lost points out in whole numbers that add up: the largest remainders round up."""
    total = round(100 * sum(exposures.values()) / most)
    points = {rule: 100 * exposure // most for rule, exposure in exposures.items()}
    rests = sorted(exposures, key=lambda rule: -(100 * exposures[rule] % most))
    for rule in rests[: total - sum(points.values())]:
        points[rule] += 1
    return points
