"""What may be asked for, by when, and how it is numbered. Pure.

Only what is the practice's is asked for, and never a password: roles are transferred, secrets are
renewed (content review, section 5, rules 11, 14 and 16).
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import TypeVar

from reversibility.exits.requests.models import ItemState

USUAL_DAYS = timedelta(days=15)
FEWEST_DAYS = timedelta(days=8)
MOST_ITEMS = 200
LONGEST_SAID, LONGEST_ABOUT, LONGEST_CHANNEL, LONGEST_WORDS = 400, 200, 60, 2_000
NEEDS_WORDS = frozenset({ItemState.PARTLY, ItemState.REFUSED})
"""What is told with the provider's own words."""

_PASSWORD = re.compile(r"mots? de passe|passwords?|passphrase|code pin|pin code", re.IGNORECASE)
_Line = TypeVar("_Line")


def asks_for_a_password(text: str) -> bool:
    """Say whether a line asks to be sent a secret."""
    return bool(_PASSWORD.search(text))


def answer_fault(answer_by: date | None, *, today: date) -> str:
    """Return why a day to answer by is not reasonable; empty when it is."""
    if answer_by is None:
        return "day_missing"
    if answer_by < today + FEWEST_DAYS:
        return "answer_too_near"
    return "answer_too_far" if answer_by > today + timedelta(days=366) else ""


def receipt_faults(
    state: ItemState, settled_on: date | None, words: str, *, sent_on: date | None, today: date
) -> dict[str, str]:
    """Return what is missing or contradicts itself in what became of an item: field -> code."""
    if state is ItemState.ASKED:
        return {}
    faults: dict[str, str] = {}
    if settled_on is None:
        faults["settled_on"] = "day_missing"
    elif settled_on > today:
        faults["settled_on"] = "day_ahead"
    elif sent_on is not None and settled_on < sent_on:
        faults["settled_on"] = "received_before_sent"
    if state in NEEDS_WORDS and not words.strip():
        faults["words"] = "words_missing"
    return faults


def numbered(lines: Iterable[tuple[str, _Line]]) -> list[tuple[str, list[tuple[str, _Line]]]]:
    """Group lines by what they are about, and number them 1.1, 1.2, 2.1 ..."""
    groups = groupby(lines, key=lambda pair: pair[0])
    return [
        (about, [(f"{group}.{place}", line) for place, (_, line) in enumerate(members, start=1)])
        for group, (about, members) in enumerate(groups, start=1)
    ]
