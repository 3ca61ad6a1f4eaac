"""Findings put beside the answers they rest on, for whoever keeps answers and not surveys."""

from dataclasses import replace

from probes.cases.examine import examine
from probes.interface import Message, Survey


def attach(survey: Survey) -> Survey:
    """Add each finding to the messages of the first observation it rests on, the worst first."""
    notes: dict[str, list[Message]] = {}
    for finding in examine(survey):
        for sha256 in finding.observations[:1]:
            notes.setdefault(sha256, []).append(finding.message)
    observations = tuple(
        # Two answers may be the same bytes: the first takes what was found.
        replace(item, messages=(*item.messages, *notes.pop(item.sha256, ())))
        for item in survey.observations
    )
    return replace(survey, observations=observations)
