"""Exhibits that a letter quotes, by the numbers of the list of exhibits. Pure."""

import re
from collections.abc import Iterable, Iterator
from uuid import UUID

from reversibility.exits.drafting.words import say
from reversibility.exits.exhibiting.ordering import Leaving
from reversibility.exits.letters.writing import Writing
from reversibility.kernel.dates import Locale

_NUMBER = r"(?:n[°os.]{1,3}\s*)?(\d{1,3})"
_CITED = re.compile(
    rf"\b(?:pi[èe]ces?|exhibits?)\s+{_NUMBER}(?:\s*(?:,|et|and|à|to|-|\u2013)\s*{_NUMBER})*",
    re.IGNORECASE,
)
_STEP = re.compile(r"(à|to|-|\u2013)?\s*(?:n[°os.]{1,3}\s*)?(\d{1,3})", re.IGNORECASE)


def cited_in(writing: Writing) -> tuple[int, ...]:
    """Return the numbers of the exhibits that somebody quotes in a letter, in rising order."""
    asked = (writing.values.get(field.id, "") for field in writing.letter.fields)
    return tuple(sorted({number for text in asked for number in cited(text)}))


def cited(text: str) -> Iterator[int]:
    """Read the numbers in a text: `pièces n° 1, 3 et 5 à 7`, `exhibit 2`."""
    for found in _CITED.finditer(text):
        last = 0
        for to, digits in _STEP.findall(found[0]):
            number = int(digits)
            yield from range(last + 1, number) if to and last else ()
            yield number
            last = number


def numbered(numbers: Iterable[int], locale: Locale) -> str:
    """Quote exhibits by their numbers, in brackets; empty for none."""
    told = [str(number) for number in numbers]
    if not told:
        return ""
    code = "words.cited" if len(told) == 1 else "words.cited_several"
    return say(code, locale, numbers=", ".join(told))


def quoted(papers: Iterable[UUID], exhibits: Iterable[Leaving], locale: Locale) -> str:
    """Quote the papers that show a fact; those that do not leave have no number."""
    numbers = {paper.id: number for number, paper in enumerate(exhibits, start=1)}
    return numbered(sorted(numbers[each] for each in papers if each in numbers), locale)
