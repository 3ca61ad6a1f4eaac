"""How complete a catalogue is: kind by situation by language, and its facts by grade."""

from collections import Counter
from collections.abc import Iterable

from reversibility.catalogues.facts import facts
from reversibility.catalogues.models import AssetKind, Catalogue, Grade, Step, Text
from reversibility.catalogues.situations import Situation

_GRADES = (Grade.A, Grade.B, Grade.C)


def table(catalogue: Catalogue) -> str:
    """Return a Markdown table: one line for each kind, the sum of its facts by grade at the end.

    A cell says how many steps a situation has in French and in English (`7 fr, 7 en`), or of which
    other situation it is the same (`= silent`).
    """
    head = ("kind", *Situation, *_GRADES, "questions")
    kinds = catalogue.kinds.values()
    lines = [head, tuple("---" for _name in head), *(_line(kind) for kind in kinds), _sum(kinds)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _line(kind: AssetKind) -> tuple[str, ...]:
    cells = (_cell(kind, situation) for situation in Situation)
    grades = grade_counts([kind])
    counts = (str(grades[grade]) for grade in _GRADES)
    return (kind.id, *cells, *counts, str(len(kind.questions)))


def grade_counts(kinds: Iterable[AssetKind]) -> Counter[Grade]:
    """Count the facts that are written down, by the grade of their source."""
    return Counter(source.grade for kind in kinds for _fact, source in facts(kind))


def _cell(kind: AssetKind, situation: Situation) -> str:
    other = kind.situations[situation].same_as
    if other:
        return f"= {other}"
    steps = kind.playbook(situation).steps
    return ", ".join(f"{_whole(steps, locale)} {locale}" for locale in ("fr", "en"))


def _whole(steps: Iterable[Step], locale: str) -> int:
    return sum(all(text.in_(locale).strip() for text in _said(step)) for step in steps)


def _said(step: Step) -> tuple[Text, ...]:
    optional = (step.goes_wrong, step.ask)
    return (step.title, step.detail, step.seen_by, *(text for text in optional if text))


def _sum(kinds: Iterable[AssetKind]) -> tuple[str, ...]:
    listed = list(kinds)
    grades = grade_counts(listed)
    counts = (f"**{grades[grade]}**" for grade in _GRADES)
    questions = sum(len(kind.questions) for kind in listed)
    return (f"**{len(listed)} kinds**", *("" for _each in Situation), *counts, f"**{questions}**")
