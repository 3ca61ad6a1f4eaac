"""Who the published holder is, seen from the practice: cases OWN01 to OWN13.

What is hidden is said to be hidden; then a number decides before any name; then the evidence for
each party and for somebody else is weighed (`choice.py`), and what stays below the threshold is
not decided.
"""

from collections.abc import Sequence
from dataclasses import replace

from probes.holder.choice import Hypothesis, choose
from probes.holder.confidence import stated
from probes.holder.identifiers import shown
from probes.holder.links import links
from probes.holder.matches import Case, compare_with_party
from probes.holder.names import is_same
from probes.holder.notes import notes, ties
from probes.holder.others import own10_somebody_else
from probes.holder.parties import Party, parties
from probes.holder.published import (
    Published,
    holder_contacts,
    is_hidden_person,
    is_privacy_service,
    read_published,
)
from probes.interface import HolderClass, Identity, Message, Privacy, Reading, Registration, message


def read_holder(
    registration: Registration, practice: Identity, providers: Sequence[Identity] = ()
) -> Reading:
    """Say who the published holder is. The reading is about the holder, not its contact address."""
    known = parties(practice, providers)
    contacts = holder_contacts(registration)
    if not contacts:
        return _without_contact(registration.privacy)
    names = [name for party in known for name in party.names]
    published = (read_published(contact, registration.privacy, names) for contact in contacts)
    return _agreed([_read(one, known) for one in published])


def _without_contact(privacy: Privacy) -> Reading:
    if privacy is Privacy.REDACTED:
        return stated(HolderClass.REDACTED, message("OWN02_HIDDEN"))
    return stated(HolderClass.ABSENT, message("OWN04_NOTHING_PUBLISHED"))


def _agreed(readings: Sequence[Reading]) -> Reading:
    """Make one reading of several holders; where they differ, none is decided."""
    best = max(readings, key=lambda one: (one.confidence, str(one)))
    if len({one.holder for one in readings}) == 1:
        return best
    several = message("OWN04_SEVERAL_HOLDERS")
    sure = min(best.confidence, stated(best.holder, several).confidence)
    return replace(best, confidence=sure, reasons=(*best.reasons, several))


def _read(published: Published, known: Sequence[Party]) -> Reading:
    found = read_stated(published, known) or _read_name(published, known)
    return replace(found, reasons=(*found.reasons, *notes(published, known, found.holder)))


def read_stated(published: Published, known: Sequence[Party]) -> Reading | None:
    """Read what leaves nothing to compare: a hidden field, no name, a number, a service."""
    return (
        own02_hidden(published)
        or own04_nothing_published(published)
        or own01_company_number(published, known)
        or own03_privacy_service(published, known)
    )


def own01_company_number(published: Published, known: Sequence[Party]) -> Reading | None:
    """OWN01: a company number decides.

    A published SIREN, SIRET or VAT number with valid check digits that belongs to a party names
    that party. Another one, while the practice's number is known, beats any name: the holder is
    somebody else, unless a provider whose number is not known bears the published name. Numbers of
    two parties at once decide nothing.
    """
    number = ", ".join(shown(one) for one in sorted(published.numbers))
    holders = [party for party in known if party.numbers & published.numbers]
    if len(holders) > 1:
        several = message("OWN01_SEVERAL_NUMBERS", number=number)
        return stated(holders[0].role, several)
    if holders:
        return stated(holders[0].role, _number_of(holders[0], number))
    if published.numbers and known[0].numbers and not _may_be_provider(published, known[1:]):
        other = message("OWN01_OTHER_NUMBER", number=number, holder=published.holder)
        return stated(HolderClass.THIRD_PARTY, other)
    return None


def _number_of(party: Party, number: str) -> Message:
    if party.role is HolderClass.PRACTICE:
        return message("OWN01_NUMBER_OF_PRACTICE", number=number)
    return message("OWN01_NUMBER_OF_PROVIDER", number=number, party=party.shown_name)


def _may_be_provider(published: Published, providers: Sequence[Party]) -> bool:
    unnumbered = [party for party in providers if not party.numbers]
    return any(_bears(published, party) for party in unnumbered)


def _bears(published: Published, party: Party) -> bool:
    return any(is_same(name, own) for name in published.names for own in party.names)


def own02_hidden(published: Published) -> Reading | None:
    """OWN02: the source says that it hides the holder.

    AFNIC's anonymous handle, a redaction (RFC 9537), or a redaction text and no readable name.
    Tested before privacy services: "REDACTED FOR PRIVACY" names none. Says nothing against anybody.
    """
    if not published.is_masked:
        return None
    person = is_hidden_person(published.contact)
    reason = message("OWN02_PERSON_HIDDEN") if person else message("OWN02_HIDDEN")
    return stated(HolderClass.REDACTED, reason)


def own03_privacy_service(published: Published, known: Sequence[Party]) -> Reading | None:
    """OWN03: a service stands in for the holder.

    Its name stands as organisation or as name; in the organisation it wins over a person in the
    name. A party whose own name has such a word in it is not a service.
    """
    if any(_bears(published, party) for party in known):
        return None
    if not any(map(is_privacy_service, (published.named, published.contact.name or ""))):
        return None
    reason = message("OWN03_PRIVACY_SERVICE", holder=published.holder)
    return stated(HolderClass.PRIVACY, reason)


def own04_nothing_published(published: Published) -> Reading | None:
    """OWN04: no organisation and no name is published, and nothing says that one is hidden."""
    if published.named:
        return None
    return stated(HolderClass.ABSENT, message("OWN04_NOTHING_PUBLISHED"))


def _read_name(published: Published, known: Sequence[Party]) -> Reading:
    weighed = hypotheses(published, known)
    return _with_rivals(choose(weighed), weighed, published)


def hypotheses(published: Published, known: Sequence[Party]) -> tuple[Hypothesis, ...]:
    """Return what can be said for every party that no number rules out, and for somebody else."""
    practice = known[0]
    of_parties = (
        Hypothesis(role=party.role, cases=_cases(published, party, practice))
        for party in known
        if not (published.numbers and party.numbers)
    )
    nobody = own10_somebody_else(published, practice)
    return (*of_parties, Hypothesis(role=HolderClass.THIRD_PARTY, cases=((nobody,),)))


def _cases(published: Published, party: Party, practice: Party) -> tuple[Case, ...]:
    """Return the cases of one party, each with what ties the contact to it or sets it apart."""
    tie = links(published.contact, party.identity)
    beside = ties(published.contact, party, tie)
    return tuple((*case, *beside) for case in compare_with_party(published, party, practice))


def _with_rivals(found: Reading, weighed: Sequence[Hypothesis], published: Published) -> Reading:
    """Say that several parties bear the name, where the register names it for more than one."""
    bearing = {one.role for one in weighed if any(_names(case) for case in one.cases)}
    if len(bearing) < 2:  # noqa: PLR2004 - several
        return found
    several = message("OWN04_SEVERAL_PARTIES", holder=published.holder)
    return replace(found, reasons=(*found.reasons, several))


def _names(case: Case) -> bool:
    return case[0].code in {"OWN05_LEGAL_NAME", "OWN06_TRADING_NAME", "OWN07_PERSON"}
