"""Case OWN13: the published name is nearly one of the party's, and says so as a kind of slip.

Names are typed by hand, cut at forty letters by old systems, and shortened to initials.
"""

from collections.abc import Sequence

from rapidfuzz.distance import DamerauLevenshtein

from probes.holder.names import Name, is_close
from probes.holder.parties import Party

# Letters beyond which two slips are as likely as one is below.
_LONG_NAME = 10
_SHORTEST_NAME = 6
# Registrars have cut names at 30, 40 or 50 letters.
_SHORTEST_CUT = 28
_SHORTEST_INITIALS = 3


def nearly(names: Sequence[Name], party: Party) -> tuple[str, ...]:
    """Return the code of the kind of slip that leads from a name of the party to the published one.

    At most one: the most telling. `OWN13_SHARED_SURNAME` when only a surname of its people fits.
    """
    pairs = [(name, own) for name in names for own in party.names]
    for code, is_slip in _SLIPS:
        if any(is_slip(name, own) for name, own in pairs):
            return (code,)
    surnames = {word for person in party.people for word in person if len(word) >= _SHORTEST_WORD}
    return ("OWN13_SHARED_SURNAME",) if any(surnames & set(name.core) for name in names) else ()


_SHORTEST_WORD = 3


def is_misspelt(name: Name, own: Name) -> bool:
    """Whether one slip of the hand, or two in a long name, lead from one to the other."""
    one, other = "".join(sorted(name.core)), "".join(sorted(own.core))
    if sorted(name.core) != sorted(own.core):
        one, other = "".join(name.core), "".join(own.core)
    shortest = min(len(one), len(other))
    slips = 2 if shortest >= _LONG_NAME else 1
    if _initials(name) != _initials(own):
        return False
    return shortest >= _SHORTEST_NAME and DamerauLevenshtein.distance(one, other) <= slips


def _initials(name: Name) -> list[str]:
    """Return the letters that stand alone: "É. Durand" is not "Durand" with a slip."""
    return sorted(word for word in name.core if len(word) == 1)


def is_cut_short(name: Name, own: Name) -> bool:
    """Whether the name ends in the middle of the other, at about the place where systems cut."""
    shown, whole = "".join(name.kept), "".join(own.kept)
    written = len(" ".join(name.kept)) + len(name.form)
    return written >= _SHORTEST_CUT and whole != shown and whole.startswith(shown)


def is_initials(name: Name, own: Name) -> bool:
    """Whether the name is the first letters of the other's words, set-aside words in or out."""
    shown = "".join(name.core)
    spelt = {"".join(word[0] for word in words) for words in (own.core, own.kept)}
    return len(shown) >= _SHORTEST_INITIALS and shown in spelt


_SLIPS = (
    ("OWN13_MISSPELT", is_misspelt),
    ("OWN13_CUT_SHORT", is_cut_short),
    ("OWN13_INITIALS", is_initials),
    ("OWN10_CLOSE_NAME", is_close),
)
