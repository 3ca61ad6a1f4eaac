"""The raw answers a plan rests on, numbered P-001, P-002 ... in the order of the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from exports.dossier import Evidence
from exports.pack import evidence_path
from reversibility.evidence.queries import RawAnswer
from reversibility.exits.dossier.words import Words


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """A raw answer with its number and its place in the pack."""

    number: str
    path: str
    answer: RawAnswer


def number_answers(answers: tuple[RawAnswer, ...]) -> Mapping[UUID, Numbered]:
    """Give each answer its number; the result is by observation."""
    numbered: dict[UUID, Numbered] = {}
    for count, answer in enumerate(answers, start=1):
        number = f"P-{count:03}"
        path = evidence_path(number, answer.source.value, answer.raw)
        numbered[answer.id] = Numbered(number=number, path=path, answer=answer)
    return numbered


def evidence_rows(numbered: Mapping[UUID, Numbered], words: Words) -> tuple[Evidence, ...]:
    """Write the evidence annex."""
    return tuple(
        Evidence(
            number=each.number,
            title=words.say(f"evidence_{each.answer.source.value}", name=each.answer.name),
            source=each.answer.source.value.upper(),
            server=each.answer.server,
            asked_at=each.answer.asked_at,
            sha256=each.answer.sha256,
            size=len(each.answer.raw),
            file_name=each.path,
        )
        for each in numbered.values()
    )
