"""Reasons beside the name: what ties a contact to a party, whom the holder says it acts for."""

from collections.abc import Iterator, Sequence

from probes.holder.links import Links, Place, links
from probes.holder.names import is_same, read_person
from probes.holder.parties import Party
from probes.holder.published import Published, read_names
from probes.interface import Contact, HolderClass, Message, message
from probes.texts import plain


def ties(contact: Contact, party: Party, tie: Links) -> tuple[Message, ...]:
    """Say what ties a contact to a party, and what sets it apart."""
    elsewhere = other_town(contact, party) if tie.place is Place.OTHER else ()
    return (*elsewhere, *_links(contact, party, tie))


def _links(contact: Contact, party: Party, tie: Links) -> tuple[Message, ...]:
    name = party.shown_name
    town = plain(contact.city or contact.postcode or "")
    found = (
        (tie.place is Place.SAME, message("OWN11_SAME_TOWN", town=town, party=name)),
        (tie.place is Place.NEAR, message("OWN11_NEAR_TOWN", town=town, party=name)),
        (bool(tie.mail_domain), message("OWN11_SAME_MAIL", mail=tie.mail_domain, party=name)),
        (tie.phone, message("OWN11_SAME_PHONE", party=name)),
        (tie.street, message("OWN11_SAME_STREET", party=name)),
    )
    return tuple(note for holds, note in found if holds)


def other_town(contact: Contact, party: Party) -> tuple[Message, ...]:
    """Say that the published town is not the party's."""
    published = plain(contact.city or contact.postcode or contact.country or "")
    own = party.identity.city or party.identity.postcode or party.identity.country
    params = {"town": published, "own_town": plain(own), "party": party.shown_name}
    return (message("OWN11_OTHER_TOWN", **params),)


def notes(published: Published, known: Sequence[Party], holder: HolderClass) -> tuple[Message, ...]:
    """Say what else the contact tells about a holder, whoever that is."""
    return (*_mandate(published, known[0]), *_contact(published, known, holder))


def _mandate(published: Published, practice: Party) -> Iterator[Message]:
    """Say for whom the holder says that it acts.

    It stays the holder, and acknowledges a mandate (Code civil, article 1984).
    """
    if not published.on_behalf_of:
        return
    clients = read_names(published.on_behalf_of)
    is_practice = any(is_same(name, own) for name in clients for own in practice.names) or any(
        read_person(published.on_behalf_of) == person for person in practice.people
    )
    if is_practice:
        yield message("OWN12_MANDATE", client=published.on_behalf_of)
    else:
        yield message("OWN12_ON_BEHALF_OF", client=published.on_behalf_of)


def _contact(
    published: Published, known: Sequence[Party], holder: HolderClass
) -> Iterator[Message]:
    """Say whose the contact address is: it does not decide who holds."""
    if holder is not HolderClass.PRACTICE:
        return
    for party in known[1:]:
        if links(published.contact, party.identity).mail_domain:
            yield message("OWN12_MAIL_AT_PROVIDER", party=party.shown_name)
