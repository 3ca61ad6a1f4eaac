"""Case OWN10: the published name is that of no party."""

from collections.abc import Sequence

from probes.holder.confidence import GUESS, UNLIKE, reading
from probes.holder.links import Place, compare_places, links
from probes.holder.names import is_close
from probes.holder.notes import other_town
from probes.holder.parties import Party
from probes.holder.published import Published
from probes.interface import HolderClass, Message, Reading, message

# Shorter words in a person's name are particles and initials.
_SHORTEST_SURNAME = 3


def own10_somebody_else(published: Published, known: Sequence[Party]) -> Reading:
    """OWN10: the published name is that of no party.

    It is somebody else when it has nothing in common with the practice, when it says that it is
    another kind of body (a municipality, a shop), or when it is only like the practice's name and
    stands in another town. A shared mail domain, phone or street, a name spelt nearly alike, a
    surname of the practice, or a person while the practice names none: all leave it open.
    """
    practice, providers = known[0], known[1:]
    return (
        _without_identity(published, practice)
        or _tied(published, known)
        or _like_provider(published, providers)
        or _of_another_kind(published, practice)
        or _like_practice(published, practice)
        or _unknown_person(published, practice)
        or reading(HolderClass.THIRD_PARTY, UNLIKE, _says("OWN10_SOMEBODY_ELSE", published))
    )


def _says(code: str, published: Published, **params: str) -> Message:
    return message(code, holder=published.holder, **params)


def _without_identity(published: Published, practice: Party) -> Reading | None:
    if practice.names or practice.people:
        return None
    return reading(HolderClass.THIRD_PARTY, GUESS, _says("OWN10_NO_IDENTITY", published))


def _tied(published: Published, known: Sequence[Party]) -> Reading | None:
    for party in known:
        if links(published.contact, party.identity).is_direct:
            role = HolderClass.PROVIDER if party is not known[0] else HolderClass.THIRD_PARTY
            tied = _says("OWN10_TIED", published, party=party.shown_name)
            return reading(role, GUESS, tied)
    return None


def _like_provider(published: Published, providers: Sequence[Party]) -> Reading | None:
    for party in providers:
        if _is_like(published, party):
            close = _says("OWN10_CLOSE_NAME", published, party=party.shown_name)
            return reading(HolderClass.PROVIDER, GUESS, close)
    return None


def _of_another_kind(published: Published, practice: Party) -> Reading | None:
    """Judge a name by what it says it is: no practice is a municipality, no lawyer a bakery."""
    kinds = frozenset().union(*(name.others for name in published.names)) - practice.others
    professions = frozenset().union(*(name.professions for name in published.names))
    other_profession = practice.professions and professions - practice.professions
    same_profession = practice.professions & professions
    other_kind = "public" in kinds or (kinds and practice.is_liberal)
    if not other_kind and (not other_profession or same_profession):
        return None
    return reading(HolderClass.THIRD_PARTY, UNLIKE, _says("OWN10_ANOTHER_KIND", published))


def _like_practice(published: Published, practice: Party) -> Reading | None:
    if not _is_like(published, practice):
        return None
    close = _says("OWN10_CLOSE_NAME", published, party=practice.shown_name)
    if compare_places(published.contact, practice.identity) is Place.OTHER:
        away = other_town(published.contact, practice)
        return reading(HolderClass.THIRD_PARTY, UNLIKE, close, *away)
    return reading(HolderClass.THIRD_PARTY, GUESS, close)


def _is_like(published: Published, party: Party) -> bool:
    if any(is_close(name, own) for name in published.names for own in party.names):
        return True
    people = {word for person in party.people for word in person if len(word) >= _SHORTEST_SURNAME}
    return any(people.intersection(name.core) for name in published.names)


def _unknown_person(published: Published, practice: Party) -> Reading | None:
    """Leave a person open while the register names no person of the practice."""
    if not published.is_person or practice.people:
        return None
    return reading(HolderClass.THIRD_PARTY, GUESS, _says("OWN10_PERSON_UNKNOWN", published))
