"""Who the published holder is, seen from the practice: cases OWN01 to OWN10.

What is hidden is said to be hidden; then a number decides before any name; then names are compared,
and what no case decides stays below the threshold.
"""

from collections.abc import Sequence
from dataclasses import replace

from probes.holder.confidence import CONTESTED, LINKED, STATED, is_decided, reading
from probes.holder.identifiers import shown
from probes.holder.matches import compare_with_party
from probes.holder.names import is_same
from probes.holder.notes import notes
from probes.holder.others import own10_somebody_else
from probes.holder.parties import Party, parties
from probes.holder.published import (
    Published,
    holder_contacts,
    is_hidden_person,
    read_published,
)
from probes.interface import HolderClass, Identity, Message, Privacy, Reading, Registration, message
from probes.published.privacy import is_proxy


def read_holder(
    registration: Registration, practice: Identity, providers: Sequence[Identity] = ()
) -> Reading:
    """Say who the published holder is. The reading is about the holder, not its contact address."""
    known = parties(practice, providers)
    contacts = holder_contacts(registration)
    if not contacts:
        return _without_contact(registration.privacy)
    published = (read_published(contact, registration.privacy) for contact in contacts)
    return _agreed([_read(one, known) for one in published])


def _without_contact(privacy: Privacy) -> Reading:
    if privacy is Privacy.REDACTED:
        return reading(HolderClass.REDACTED, STATED, message("OWN02_HIDDEN"))
    return reading(HolderClass.ABSENT, STATED, message("OWN04_NOTHING_PUBLISHED"))


def _agreed(readings: Sequence[Reading]) -> Reading:
    """Make one reading of several holders; where they differ, none is decided."""
    best = max(readings, key=lambda one: (one.confidence, str(one)))
    if len({one.holder for one in readings}) == 1:
        return best
    reasons = (*best.reasons, message("OWN04_SEVERAL_HOLDERS"))
    return replace(best, confidence=CONTESTED, reasons=reasons)


def _read(published: Published, known: Sequence[Party]) -> Reading:
    found = (
        own02_hidden(published)
        or own04_nothing_published(published)
        or own01_company_number(published, known)
        or own03_privacy_service(published, known)
        or _read_name(published, known)
    )
    return replace(found, reasons=(*found.reasons, *notes(published, known, found.holder)))


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
        return reading(holders[0].role, CONTESTED, several)
    if holders:
        return reading(holders[0].role, STATED, _number_of(holders[0], number))
    if published.numbers and known[0].numbers and not _may_be_provider(published, known[1:]):
        other = message("OWN01_OTHER_NUMBER", number=number, holder=published.holder)
        return reading(HolderClass.THIRD_PARTY, STATED, other)
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
    return reading(HolderClass.REDACTED, STATED, reason)


def own03_privacy_service(published: Published, known: Sequence[Party]) -> Reading | None:
    """OWN03: a service stands in for the holder.

    Its name stands as organisation or as name; in the organisation it wins over a person in the
    name. A party whose own name has such a word in it is not a service.
    """
    if any(_bears(published, party) for party in known):
        return None
    if not is_proxy(published.named) and not is_proxy(published.contact.name or ""):
        return None
    reason = message("OWN03_PRIVACY_SERVICE", holder=published.holder)
    return reading(HolderClass.PRIVACY, LINKED, reason)


def own04_nothing_published(published: Published) -> Reading | None:
    """OWN04: no organisation and no name is published, and nothing says that one is hidden."""
    if published.named:
        return None
    return reading(HolderClass.ABSENT, STATED, message("OWN04_NOTHING_PUBLISHED"))


def _read_name(published: Published, known: Sequence[Party]) -> Reading:
    """Compare the name with every party that no number has ruled out; the surest match counts."""
    eligible = [party for party in known if not (published.numbers and party.numbers)]
    found = [
        match for party in eligible for match in compare_with_party(published, party, known[0])
    ]
    if not found:
        return own10_somebody_else(published, known)
    best = max(found, key=lambda match: match.confidence)
    if len({match.holder for match in found if is_decided(match)}) > 1:
        reasons = (*best.reasons, message("OWN04_SEVERAL_PARTIES", holder=published.holder))
        return replace(best, confidence=CONTESTED, reasons=reasons)
    return best
