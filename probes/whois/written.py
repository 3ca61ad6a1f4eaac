"""What an answer says, as written, and the registration it makes once tidied."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from probes.interface import Contact, Registration
from probes.published.countries import country
from probes.published.days import day
from probes.published.privacy import privacy_of
from probes.published.values import email, host, is_hidden, published, signed, status

Values = Sequence[str]

HIDDEN = Contact(roles=("registrant",), masked=True)
"""The holder of whom the registry says that it shows nothing."""


@dataclass(frozen=True, kw_only=True)
class WrittenHolder:
    """The holder as written."""

    name: str | None = None
    organization: str | None = None
    email: str | None = None
    phone: str | None = None
    street: Values = ()
    postcode: str | None = None
    city: str | None = None
    country: str | None = None
    handle: str | None = None
    kind: str | None = None

    def contact(self) -> Contact | None:
        """Return the holder tidied, masked where a text says so; None when all are empty."""
        texts = (self.name, self.organization, self.email, self.phone, *self.street)
        street = ", ".join(filter(None, map(published, self.street)))
        found = Contact(
            roles=("registrant",),
            kind=self.kind,
            name=published(self.name),
            organization=published(self.organization),
            email=email(self.email),
            phone=published(self.phone),
            street=street or None,
            postcode=published(self.postcode),
            city=published(self.city),
            country=country(published(self.country)),
            handle=published(self.handle),
            masked=any(map(is_hidden, texts)),
        )
        return None if found == Contact(roles=("registrant",)) else found


@dataclass(frozen=True, kw_only=True)
class Written:
    """An answer's values as written."""

    domain: str | None = None
    registrar: str | None = None
    holder: Contact | None = None
    created: str | None = None
    updated: str | None = None
    expires: str | None = None
    name_servers: Values = ()
    statuses: Values = ()
    dnssec: str | bool | None = None

    def registration(self, formats: Values = ()) -> Registration | None:
        """Tidy the values; `formats` are the registry's own forms of days.

        None when there is no name and not even a day and name servers: that was no registration.
        """
        name = host(self.domain)
        if name is None and not (self.created and self.name_servers):
            return None
        return Registration(
            domain=name,
            registrar=published(self.registrar),
            registrant=self.holder,
            contacts=(self.holder,) if self.holder else (),
            created=day(self.created, formats),
            updated=day(self.updated, formats),
            expires=day(self.expires, formats),
            name_servers=_sorted(host, self.name_servers),
            statuses=_sorted(status, self.statuses),
            dnssec=self.dnssec if isinstance(self.dnssec, bool) else signed(self.dnssec),
            privacy=privacy_of(self.holder),
        )


def _sorted(read: Callable[[str], str | None], values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({word for value in values if (word := read(value))}))


def hidden_holder(said: Values) -> Contact | None:
    """Return a masked holder where the registry says in words that it does not show one.

    "Hidden" and "there is none" are two things: the first says that somebody is registered.
    """
    return HIDDEN if any(map(is_hidden, said)) else None
