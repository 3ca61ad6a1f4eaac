"""What a published contact shares with a party beside its name: town, mail, phone, street."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from probes.holder.names import fold
from probes.holder.words import words
from probes.interface import Contact, Identity

# The last nine digits are the same in "01 23 45 67 89" and "+33 1 23 45 67 89".
_PHONE_DIGITS = 9
_DEPARTMENT = 2
_OVERSEAS_DEPARTMENT = 3
# Overseas parts of France with a country code of their own (ISO 3166-1).
_FRENCH = frozenset({"RE", "GP", "MQ", "GF", "YT", "PM", "BL", "MF", "NC", "PF", "WF", "TF"})
# What follows a town without naming it: "Cedex 7", "8e", "03", "2eme".
_CEDEX = re.compile(r"\bcedex\b.*|\b\d+(?:e|er|eme)?\b")


class Place(StrEnum):
    """The published town beside the town of a party."""

    SAME = "same"
    NEAR = "near"
    """Another town of the same department: a home, an earlier address."""
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Links:
    """What ties a published contact to a party."""

    place: Place = Place.UNKNOWN
    mail_domain: str = ""
    """The mail domain or address they share; empty when they share none."""
    phone: bool = False
    street: bool = False

    @property
    def is_direct(self) -> bool:
        """Whether mail, phone or street tie them: more than living in the same town."""
        return bool(self.mail_domain) or self.phone or self.street

    @property
    def is_any(self) -> bool:
        """Whether anything ties them, the town included."""
        return self.is_direct or self.place is Place.SAME


def links(contact: Contact, identity: Identity) -> Links:
    """Compare a contact's address, mail and phone with those of a party."""
    place = compare_places(contact, identity)
    streets = _street(contact.street or ""), _street(identity.street)
    phone = _phone(contact.phone or "")
    return Links(
        place=place,
        mail_domain=_shared_mail(contact.email or "", identity),
        phone=bool(phone) and phone in map(_phone, identity.phones),
        street=place is Place.SAME and _are_equal(streets),
    )


def compare_places(contact: Contact, identity: Identity) -> Place:
    """Compare the published town with a party's: by postcode, then by name."""
    codes = _postcode(contact.postcode or ""), _postcode(identity.postcode)
    towns = _town(contact.city or ""), _town(identity.city)
    if _are_two_countries(contact, identity) or not _may_be_one_town(codes):
        return Place.OTHER
    if not (all(codes) or all(towns)):
        return Place.UNKNOWN
    if _are_equal(codes) or _are_equal(towns):
        return Place.SAME
    return Place.NEAR if all(codes) else Place.OTHER


def _are_equal(pair: tuple[str, str]) -> bool:
    return bool(pair[0]) and pair[0] == pair[1]


def _are_two_countries(contact: Contact, identity: Identity) -> bool:
    countries = _country(contact.country or ""), _country(identity.country)
    return all(countries) and not _are_equal(countries)


def _country(code: str) -> str:
    return "FR" if code.upper() in _FRENCH else code.upper()


def _may_be_one_town(codes: tuple[str, str]) -> bool:
    one, other = codes
    size = _OVERSEAS_DEPARTMENT if one.startswith(("97", "98")) else _DEPARTMENT
    return not (one and other) or one[:size] == other[:size]


def _postcode(text: str) -> str:
    return re.sub(r"\W", "", text).removeprefix("F").removeprefix("R").upper()


def _town(text: str) -> str:
    named = " ".join("sainte" if word == "ste" else word for word in fold(text))
    return " ".join(_CEDEX.sub(" ", named).split())


def _shared_mail(address: str, identity: Identity) -> str:
    address = address.casefold().strip()
    if "@" not in address:
        return ""
    if address in {known.casefold().strip() for known in identity.emails}:
        return address
    host = address.rpartition("@")[2].rstrip(".")
    owned = {domain for domain in mail_domains(identity) if is_at_or_below(host, domain)}
    return max(owned, key=len, default="")


def mail_domains(identity: Identity) -> frozenset[str]:
    """Return the mail domains of a party; those of the large mail services tie nobody."""
    addresses = (address.rpartition("@")[2] for address in identity.emails)
    return _domains((*identity.domains, *addresses)) - words().shared_mail


def _domains(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text.casefold().strip(" .") for text in texts) - {""}


def is_at_or_below(host: str, domain: str) -> bool:
    """Whether a host is a domain or a name inside it."""
    return host == domain or host.endswith(f".{domain}")


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return digits[-_PHONE_DIGITS:] if len(digits) >= _PHONE_DIGITS else ""


def _street(text: str) -> str:
    spelt = {"av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "r": "rue"}
    return " ".join(spelt.get(word, word) for word in fold(text) if word not in words().stop)
