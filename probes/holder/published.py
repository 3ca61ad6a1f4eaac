"""The holder as published: which text names it, and what stands beside that name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from probes.holder.identifiers import published_numbers, without_numbers
from probes.holder.names import Name, fold, is_same, looks_like_person, read_name, read_person
from probes.holder.words import words
from probes.interface import Contact, Privacy, Registration
from probes.published.privacy import is_proxy
from probes.published.values import is_hidden, is_placeholder, tidy
from probes.texts import plain

HOLDER_ROLES = frozenset({"registrant", "holder", "owner", "titulaire"})
_OF_SERVICES = frozenset({"service", "domain", "registra", "registry"})
_AROUND = " ,;:.()-\u2013\u2014"
# AFNIC's handle of a natural person who has not asked to be shown ("diffusion restreinte").
_AFNIC_HIDDEN = re.compile(r"ANO\d*-FRNIC", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Published:
    """What one contact says about the holder."""

    contact: Contact
    is_masked: bool
    """The source says that there is a holder and that it is not shown."""
    named: str
    """The words that name the holder, raw; empty when nothing does."""
    holder: str
    """The whole published text, fit for display."""
    on_behalf_of: str
    """For whom the holder says that it acts; empty when it says nothing of the kind."""
    names: tuple[Name, ...]
    """The holder's name: the whole text first, then without what stands in brackets."""
    person: tuple[str, ...]
    is_person: bool
    numbers: frozenset[str]


def holder_contacts(registration: Registration) -> tuple[Contact, ...]:
    """Return the contacts that may be the holder: the registrant, else those with its role."""
    if registration.registrant is not None:
        return (registration.registrant,)
    return tuple(
        contact
        for contact in registration.contacts
        if HOLDER_ROLES & {role.casefold() for role in contact.roles}
    )


def read_published(contact: Contact, privacy: Privacy, known: Iterable[Name] = ()) -> Published:
    """Read the holder from a contact: an organisation comes before the person beside it.

    A name that a party of the register bears (`known`) is a name, whatever words it is made of.
    """
    borne = tuple(known)
    text = _holder_text(contact, borne)
    named, on_behalf_of = _split(text, words().mandate)
    name = without_numbers(named)
    shorter = _without_asides(name)
    return Published(
        contact=contact,
        is_masked=_is_masked(contact, text, privacy),
        named=named,
        holder=plain(text),
        on_behalf_of=plain(on_behalf_of),
        names=read_names(named),
        person=read_person(shorter),
        is_person=contact.kind == "individual"
        or (contact.kind is None and looks_like_person(name)),
        numbers=published_numbers(contact, named),
    )


def shown_holder(registration: Registration) -> str:
    """Return the holder's published name, fit for display; empty when none is."""
    texts = (_holder_text(contact) for contact in holder_contacts(registration))
    return plain(next((text for text in texts if text), ""))


def _holder_text(contact: Contact, known: Sequence[Name] = ()) -> str:
    """Return the organisation, else the name; a placeholder or a mere function is neither."""
    texts = (tidy(contact.organization), tidy(contact.name))
    return next((text for text in texts if _is_name(text, known)), "")


def _is_name(text: str, known: Sequence[Name]) -> bool:
    found = fold(text)
    if not found or is_placeholder(text):
        return False
    if any(is_same(read_name(text), own) for own in known):
        return True
    return not (" ".join(found) in words().functions or _says_hidden(text) or _names_nobody(found))


def _says_hidden(text: str) -> bool:
    """Tell whether a text says, in whatever language, that the name is not shown.

    A firm may bear any word: with a legal form, it is a name.
    """
    known, found = words(), fold(text)
    if read_name(text).form:
        return False
    talks = known.not_shown | known.not_shown_of
    is_talk = bool(known.not_shown & set(found)) and all(word in talks for word in found)
    return is_talk or _has_word(found, known.hidden)


def _names_nobody(found: Sequence[str]) -> bool:
    """Tell whether nothing in a text names anybody: "Cabinet d'avocats", "Domain registrant"."""
    known = words()
    set_aside = known.generic | known.titles | known.stop | frozenset(known.professions)
    return all(word in set_aside | known.not_shown_of for word in found)


def is_privacy_service(text: str) -> bool:
    """Tell whether a name is that of a service that stands in for the holder."""
    found = fold(text)
    is_body = bool(read_name(text).form) or _has_word(found, _OF_SERVICES)
    return is_proxy(text) or (is_body and _has_word(found, words().service))


def _has_word(found: Sequence[str], stems: frozenset[str]) -> bool:
    return any(word.startswith(tuple(stems)) for word in found)


def _is_masked(contact: Contact, text: str, privacy: Privacy) -> bool:
    """Tell whether the holder is hidden. A name that is there beats a field that is hidden."""
    is_anonymous = bool(_AFNIC_HIDDEN.fullmatch(contact.handle or ""))
    if is_anonymous and not _is_name(tidy(contact.organization), ()):
        return True
    values = tidy(contact.organization), tidy(contact.name)
    hidden_name = any(is_hidden(value) or _says_hidden(value) for value in values)
    says_hidden = contact.masked or bool(contact.redacted) or hidden_name
    return not text and (says_hidden or privacy is Privacy.REDACTED)


def is_hidden_person(contact: Contact) -> bool:
    """Tell whether the source hides a natural person, as the law has it by default."""
    by_handle = bool(_AFNIC_HIDDEN.fullmatch(contact.handle or ""))
    return by_handle or (contact.masked and contact.kind == "individual")


def _split(text: str, phrases: tuple[str, ...]) -> tuple[str, str]:
    """Cut a text at the first of these phrases; a phrase that opens the text cuts nothing."""
    pattern = "|".join(re.escape(phrase) for phrase in phrases)
    found = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)
    before = text[: found.start()].rstrip(_AROUND) if found else ""
    if found is None or not fold(before):
        return text, ""
    return before, text[found.end() :].lstrip(_AROUND)


def read_names(text: str) -> tuple[Name, ...]:
    """Read a published name: the whole, then without what stands in brackets or beside it."""
    name = without_numbers(text)
    read = (read_name(name), read_name(_without_asides(name)))
    return tuple(dict.fromkeys(one for one in read if one.core))


def _without_asides(name: str) -> str:
    return re.sub(r"\([^)]*\)?", " ", _split(name, words().aside)[0])
