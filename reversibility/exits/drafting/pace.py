"""How often a provider is written to, and which letter comes after a request. Pure.

More than two messages in a week do not help (content review, section 5, rule 16): they are warned
about, and nothing is repeated by itself.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from reversibility.catalogues.letters import Audience, letters
from reversibility.exits.drafting.words import say
from reversibility.exits.letters.queries import LetterLine, LetterState
from reversibility.kernel.dates import Locale

MOST_A_WEEK = 2
_WEEK = timedelta(days=7)
_ACCESSES, _NOTICE = "L3", "L4"
"""The request to return accesses, and the formal notice."""


def to_provider(earlier: Iterable[LetterLine]) -> tuple[LetterLine, ...]:
    """Return the letters to the provider that were sent."""
    return tuple(
        line
        for line in earlier
        if line.sent_on and letters().letters[line.kind].audience is Audience.PROVIDER
    )


def sent_this_week(earlier: Iterable[LetterLine], asked_on: Iterable[date], *, today: date) -> int:
    """Count the letters and the requests that went to the provider within seven days."""
    days = [*(line.sent_on for line in to_provider(earlier)), *asked_on]
    return sum(today - _WEEK < day <= today for day in days if day is not None)


def too_often(
    earlier: Iterable[LetterLine], asked_on: Iterable[date], locale: Locale, *, today: date
) -> str:
    """Return the sentence that advises against one more message; empty when none is needed."""
    count = sent_this_week(earlier, asked_on, today=today)
    return say("guards.frequency", locale, count=count) if count >= MOST_A_WEEK else ""


def after_request(earlier: Iterable[LetterLine]) -> str:
    """Return the letter that comes after a request whose day has passed.

    First the request to return accesses; the formal notice once that one's day has passed; none
    while its answer is still waited for.
    """
    sent = [line for line in earlier if line.kind == _ACCESSES and line.sent_on]
    if not sent:
        return _ACCESSES
    last = max(sent, key=lambda line: (line.sent_on or date.min, line.created_at))
    return _NOTICE if last.state is LetterState.OVERDUE else ""
