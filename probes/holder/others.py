"""Case OWN10: what speaks for somebody else being the holder, and against the practice."""

from collections.abc import Iterable

from probes.holder.parties import Party
from probes.holder.published import Published
from probes.interface import HolderClass, Message, message

_OF_PROVIDERS = frozenset({"digital"})


def own10_somebody_else(published: Published, practice: Party) -> Message:
    """OWN10: the published name is that of no party of the register.

    Less surely so for a person, while the register names none of the practice's people or may not
    name them all, and when the register does not say who the practice is.
    """
    code = "OWN10_SOMEBODY_ELSE"
    if not practice.names and not practice.people:
        code = "OWN10_NO_IDENTITY"
    elif published.is_person:
        code = "OWN10_PERSON_NOT_NAMED" if practice.people else "OWN10_PERSON_UNKNOWN"
    return message(code, holder=published.holder)


def own10_another_kind(published: Published, party: Party) -> tuple[Message, ...]:
    """OWN10: the name says that it is another kind of body than the party.

    No practice is a municipality, no lawyer a bakery or a pharmacy, no web agency any of these.
    """
    kinds = _told(name.others for name in published.names) - party.others
    professions = _told(name.professions for name in published.names)
    if party.role is HolderClass.PROVIDER:
        is_other = bool(kinds - _OF_PROVIDERS) or bool(professions)
    else:
        other_profession = party.professions and not professions & party.professions
        is_other = "public" in kinds or bool(kinds and party.is_liberal)
        is_other = is_other or bool(professions and other_profession)
    return (message("OWN10_ANOTHER_KIND", holder=published.holder),) if is_other else ()


def _told(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)
