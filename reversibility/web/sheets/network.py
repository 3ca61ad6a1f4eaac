"""What the last check found in DNS, registration, mail and certificate, as points to deal with."""

from collections.abc import Collection
from datetime import timedelta

from probes.cases.data import Tag, find_tag
from probes.interface import Message, message
from probes.texts import Severity
from reversibility.evidence.queries import CHALLENGED, ObservationLine
from reversibility.web.languages import current_language
from reversibility.web.parts import Finding
from reversibility.web.words import said

# A check ends within seconds; what was asked outside a run has no other mark.
_ONE_CHECK = timedelta(minutes=1)
_SHOWN_FROM = Severity.WARNING
# The dates of the register tell these already, with the day on which to act.
_TOLD_ELSEWHERE = "REG02_"


def network_findings(answers: Collection[ObservationLine]) -> tuple[Finding, ...]:
    """Write the findings of the last check, the worst first; what is good to know is left out."""
    asked = [answer for answer in answers if answer.parser != CHALLENGED]
    newest = next(iter(asked), None)
    if newest is None:
        return ()
    notes = {
        note
        for answer in asked
        if answer.unit_id == newest.unit_id and newest.asked_at - answer.asked_at < _ONE_CHECK
        for note in answer.messages
    }
    found = [(tag, note) for note in notes if (tag := find_tag(note.code)) and _is_shown(tag)]
    found.sort(key=lambda item: (-item[0].severity.rank, item[0].code, item[1].params))
    return tuple(_finding(tag, note) for tag, note in found)


def _is_shown(tag: Tag) -> bool:
    matters = tag.severity.rank >= _SHOWN_FROM.rank
    return matters and not tag.code.startswith(_TOLD_ELSEWHERE)


def _finding(tag: Tag, note: Message) -> Finding:
    return Finding(
        severity=said(message(f"CHK_SEVERITY_{tag.severity.upper()}")),
        fact=said(note),
        action=tag.next_step.in_(current_language()),
    )
