"""The holder: another one, or the same one written otherwise, hidden or shown again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from probes.changes.channels import channel_of, registrations
from probes.changes.model import ChangedField, Said, Told, Topic
from probes.holder.names import (
    FormRelation,
    Name,
    is_close,
    is_same,
    is_same_person,
    may_be_same_person,
    read_name,
    read_person,
    relate_forms,
)
from probes.holder.published import (
    Published,
    holder_contacts,
    is_privacy_service,
    read_published,
)
from probes.interface import Contact, Registration, Survey
from probes.published.values import tidy
from probes.texts import plain


@dataclass(frozen=True, kw_only=True)
class _Holder:
    """The holder that one answer names."""

    published: Published

    @property
    def contact(self) -> Contact:
        return self.published.contact

    @property
    def organization(self) -> str:
        return tidy(self.contact.organization)

    @property
    def person(self) -> tuple[str, ...]:
        """Who is named beside the organisation, or alone."""
        return read_person(tidy(self.contact.name))


def _read(survey: Survey) -> Iterator[Said[_Holder]]:
    for answer, registration in registrations(survey):
        holder, is_hidden = _holder(registration)
        yield Said(
            channel=channel_of(answer),
            observation=answer.observation,
            value=holder,
            is_hidden=is_hidden,
        )


def _holder(registration: Registration) -> tuple[_Holder | None, bool]:
    """Return who is named, and whether somebody is there who is not shown."""
    contact = next(iter(holder_contacts(registration)), None)
    if contact is None:
        return None, False
    published = read_published(contact, registration.privacy)
    is_stand_in = is_privacy_service(published.holder)
    if published.is_masked or is_stand_in or not published.holder:
        return None, published.is_masked or is_stand_in
    return _Holder(published=published), False


def _is_same(one: _Holder, other: _Holder) -> bool:
    """Whether both name the same party, however written; a hidden part is no other party."""
    first, second = one.published, other.published
    if first.numbers and second.numbers:
        return bool(first.numbers & second.numbers)
    if first.holder == second.holder or _have_same_name(first.names, second.names):
        return True
    if is_same_person(first.person, second.person):
        return True
    return _is_partly_hidden(one, other) or _is_partly_hidden(other, one)


def _have_same_name(one: Iterable[Name], other: Iterable[Name]) -> bool:
    pairs = ((first, second) for first in one for second in other)
    return any(
        is_same(first, second) and relate_forms(first.form, second.form) is not FormRelation.OTHER
        for first, second in pairs
    )


def _is_partly_hidden(full: _Holder, part: _Holder) -> bool:
    """Whether one shows the same person without the organisation that stood beside them."""
    return (
        bool(full.organization)
        and not part.organization
        and is_same_person(full.person, part.person)
    )


def _tell(one: _Holder, other: _Holder) -> Iterator[Told]:
    code = "CHG01_HOLDER_CLOSE" if _is_nearly(one, other) else "CHG01_HOLDER_CHANGED"
    yield Told(code=code, before=_written(one), after=_written(other))


def _is_nearly(one: _Holder, other: _Holder) -> bool:
    first, second = one.published, other.published
    if first.numbers and second.numbers:
        return False
    close = is_close(read_name(first.named), read_name(second.named))
    return close or may_be_same_person(first.person, second.person)


def _written(holder: _Holder) -> str:
    return plain(holder.published.holder)


HOLDER = Topic(
    field=ChangedField.HOLDER,
    read=_read,
    is_same=_is_same,
    tell=_tell,
    written=_written,
    hidden="CHG01_HOLDER_HIDDEN",
    shown="CHG01_HOLDER_SHOWN",
    shown_other="CHG01_HOLDER_CHANGED_WHILE_HIDDEN",
    appeared="CHG01_HOLDER_APPEARED",
    gone="CHG01_HOLDER_GONE",
)
