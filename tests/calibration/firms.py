"""Invented firms: what they truly are, and what of it a practice has put on file."""

import unicodedata
from dataclasses import dataclass
from random import Random
from typing import Any

from stdnum import luhn

from probes.interface import Identity, Person
from tests.calibration.vocabulary import Town, vocabulary

_SIREN_PRACTICE = "9001"
_SIREN_PROVIDER = "9102"
_SIREN_STRANGER = "9203"


@dataclass(frozen=True, kw_only=True)
class Firm:
    """A practice or a provider as it truly is."""

    name: str
    """Without its legal form."""
    form: str
    form_first: bool = True
    surnames: tuple[str, ...] = ()
    """The surnames that the name is made of, if it is."""
    is_common: bool = False
    """Many other bodies bear this name."""
    title: str = ""
    labels: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    town: Town
    street: str
    phone: str
    domain: str
    mailbox: str
    siren: str

    @property
    def legal_name(self) -> str:
        """The name with its form."""
        parts = (self.form, self.name) if self.form_first else (self.name, self.form)
        return " ".join(part for part in parts if part)


def practice(rng: Random) -> Firm:
    """Make a practice up."""
    words = vocabulary()
    profession = rng.choice(words.professions)
    people = tuple(person(rng) for _ in range(rng.choice((1, 1, 2, 2, 3, 4))))
    surnames = tuple(text.split(" ", 1)[1] for text in people)
    title, form = rng.choice(profession.titles), rng.choice(profession.forms)
    place = f"{rng.choice(profession.place_names)} {rng.choice(words.places)}"
    brand = rng.choice(words.brand_heads) + rng.choice(words.brand_tails)
    name, used, is_common = rng.choices(
        (
            (_joined(surnames, rng), surnames, len(surnames) == 1),
            (f"du Docteur {people[0]}" if title == "Dr" else people[0], (), False),
            (place, (), True),
            (f"{brand} {profession.labels[0].capitalize()}", (), False),
        ),
        weights=(66, 6, 14, 14),
    )[0]
    brands = tuple(one for one in (place, brand) if one != name and rng.random() < 0.3)
    return Firm(
        name=name,
        form=form,
        surnames=used,
        is_common=is_common,
        title=title,
        labels=profession.labels,
        people=people,
        brands=brands,
        related=_related(surnames[0], rng),
        **_whereabouts(name, _SIREN_PRACTICE, rng),
    )


def provider(rng: Random) -> Firm:
    """Make a provider up: an agency, a host, or somebody alone."""
    words = vocabulary()
    root, somebody = rng.choice(words.agency_roots), person(rng)
    kind = rng.choice(("agency", "agency", "host", "alone"))
    if kind == "alone":
        name, form = somebody, "EI"
    else:
        name = f"{rng.choice(words.agency_words if kind == 'agency' else words.host_words)} {root}"
        form = rng.choice(("SARL", "SAS", "SAS", "EURL"))
    brand = rng.choice(words.brand_heads) + rng.choice(words.brand_tails)
    return Firm(
        name=name,
        form=form,
        form_first=rng.random() < 0.4,
        people=(somebody,),
        brands=(brand,) if rng.random() < 0.3 else (),
        **_whereabouts(name, _SIREN_PROVIDER, rng),
    )


def person(rng: Random) -> str:
    """Make up somebody: first name, a space, surname."""
    words = vocabulary()
    surnames = rng.choices((words.rare_surnames, words.common_surnames), weights=(75, 25))[0]
    return f"{rng.choice(words.first_names)} {rng.choice(surnames)}"


def stranger_siren(rng: Random) -> str:
    """Make up the number of nobody the practice knows."""
    return _siren(_SIREN_STRANGER, rng)


def on_file(firm: Firm, rng: Random) -> Identity:
    """Return what the practice has written down; no register is complete."""
    kept = _Keeper(rng)
    return Identity(
        name=firm.legal_name if rng.random() < 0.8 else firm.name,
        legal_form=kept.text(firm.form, 0.8),
        siren=kept.text(firm.siren, 0.55),
        trading_names=kept.several(firm.brands, 0.8),
        people=tuple(Person(name=one, title=firm.title) for one in kept.most(firm.people)),
        street=kept.text(firm.street, 0.6),
        postcode=firm.town.postcode,
        city=firm.town.name,
        country="FR",
        phones=kept.several((firm.phone,), 0.6),
        emails=kept.several((firm.mailbox,), 0.7),
        domains=kept.several((firm.domain,), 0.85),
        related_entities=kept.several(firm.related, 0.5),
    )


@dataclass(frozen=True)
class _Keeper:
    """Decides what of a firm is on file."""

    rng: Random

    def text(self, value: str, chance: float) -> str:
        return value if self.rng.random() < chance else ""

    def several(self, values: tuple[str, ...], chance: float) -> tuple[str, ...]:
        return values if self.rng.random() < chance else ()

    def most(self, values: tuple[str, ...]) -> tuple[str, ...]:
        known = self.several(values, 0.88)
        return known[:-1] if len(known) > 1 and self.rng.random() < 0.1 else known


def _joined(surnames: tuple[str, ...], rng: Random) -> str:
    if len(surnames) == 1:
        return surnames[0]
    last = rng.choice((" & ", " et ", " ", "-"))
    between = " " if last == "-" else rng.choice((" ", ", "))
    return between.join(surnames[:-1]) + last + surnames[-1]


def _related(surname: str, rng: Random) -> tuple[str, ...]:
    place = rng.choice(vocabulary().places)
    entities = (f"SCM {place}", f"SCI {surname}", f"SPFPL {surname} Participations")
    return (rng.choice(entities),) if rng.random() < 0.4 else ()


def _whereabouts(name: str, siren_head: str, rng: Random) -> dict[str, Any]:
    words = vocabulary()
    town = rng.choice(words.towns)
    domain = f"{slug(name)}.{rng.choice(('example', 'test'))}"
    shared = f"exemple.{slug(name).replace('-', '.')}@{rng.choice(('orange.fr', 'gmail.com'))}"
    return {
        "town": town,
        "street": f"{rng.randint(1, 120)} {rng.choice(words.streets)}",
        "phone": f"{town.phone} {four_digits(rng)}",
        "domain": domain,
        "mailbox": shared if rng.random() < 0.2 else f"contact@{domain}",
        "siren": _siren(siren_head, rng),
    }


def four_digits(rng: Random) -> str:
    """Return the end of a telephone number."""
    return f"{rng.randint(0, 99):02d} {rng.randint(0, 99):02d}"


def slug(text: str) -> str:
    """Return a text as a label of a domain name."""
    words = "".join(one if one.isalnum() else " " for one in without_accents(text).lower()).split()
    return "-".join(words)[:40].strip("-")


def without_accents(text: str) -> str:
    """Return a text in plain letters."""
    text = text.replace("œ", "oe").replace("Œ", "OE")
    return "".join(
        one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one)
    )


def _siren(head: str, rng: Random) -> str:
    body = f"{head}{rng.randrange(10**4):04d}"
    return body + luhn.calc_check_digit(body)
