"""What a card says, as frozen values in one language; an empty text is a line to write on."""

from dataclasses import dataclass
from datetime import date

from exports.dossier import Language


@dataclass(frozen=True, kw_only=True)
class Element:
    """One thing without which the practice stops: with whom it is, and who gets in."""

    label: str
    """What it is: `Nom de domaine`."""
    name: str = ""
    whom: str = ""
    """Registrar, host, provider."""
    reach: str = ""
    """Their telephone or address."""
    ours: str = ""
    """Who gets in at the practice."""


@dataclass(frozen=True, kw_only=True)
class Insurer:
    """An insurance to declare to."""

    label: str
    name: str = ""
    policy: str = ""
    phone: str = ""
    delay: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody to call."""

    label: str
    name: str = ""
    phone: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Card:
    """One card."""

    language: Language
    practice: str
    made_on: date
    made: str
    """The same day, written out."""
    elements: tuple[Element, ...]
    insurers: tuple[Insurer, ...]
    contacts: tuple[Contact, ...]
    envelope: str
    """Where the sealed envelope is; never what is in it."""
    acting: tuple[Contact, ...]
    """Who may act when the practitioner cannot."""
    notes: str
