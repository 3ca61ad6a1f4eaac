"""Write the emergency card in one language, and print it; needs no database."""

from collections.abc import Iterator
from dataclasses import asdict

from exports.dossier import Language
from exports.emergency_card import Card, Contact, Element, Insurer, render
from reversibility.evidence.standing import Standing, administers
from reversibility.exits.emergency.queries import CardMaterial
from reversibility.exits.emergency.rules import ACTING, CALLS, ENVELOPE, INSURANCES, NOTES
from reversibility.exits.words import Words
from reversibility.kernel.dates import Locale
from reversibility.kernel.digest import canonical_json, sha256
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartyRef, PartySheet

FAMILIES = ("domain", "dns_zone", "hosting", "email")
"""What everything else hangs on, in the order of recovery."""
MOST_OF_ONE = 2


def build_card(material: CardMaterial, locale: Locale) -> Card:
    """Write everything the card says, in one language."""
    words, answers = Words(locale=locale), material.answers
    today = material.made_at.date()
    return Card(
        language=Language(locale),
        practice=material.practice.legal_name,
        made_on=today,
        made=words.day(today),
        elements=tuple(_elements(material, words)),
        insurers=tuple(
            Insurer(
                label=words.say(f"card.{name}"),
                name=answers.get(f"{name}_name", ""),
                policy=answers.get(f"{name}_policy", ""),
                phone=answers.get(f"{name}_phone", ""),
                delay=answers.get(f"{name}_delay", ""),
            )
            for name in INSURANCES
        ),
        contacts=tuple(_contact(material, name, words) for name in CALLS),
        acting=tuple(_contact(material, name, words) for name in ACTING),
        envelope=answers.get(ENVELOPE, ""),
        notes=answers.get(NOTES, ""),
    )


def said_sha256(card: Card) -> str:
    """Return the digest of what a card says, the day aside."""
    said = {name: value for name, value in asdict(card).items() if not name.startswith("made")}
    return sha256(canonical_json(said))


def card_pdf(material: CardMaterial, locale: Locale) -> bytes:
    """Print the card; takes about a second, and raises CardError when it cannot be made."""
    return render(build_card(material, locale))


def _elements(material: CardMaterial, words: Words) -> Iterator[Element]:
    for family in FAMILIES:
        label = words.say(f"card.{family}")
        found = [each for each in material.standings if each.kind.family == family]
        for standing in found[:MOST_OF_ONE]:
            yield _element(material, standing, label, words)
        if not found:
            yield Element(label=label)


def _element(material: CardMaterial, standing: Standing, label: str, words: Words) -> Element:
    asset = standing.asset
    registrar = str(asset.attributes.get("registrar") or "")
    registrar_party = next((each for each in material.parties if each.name == registrar), None)
    provider = next((each for each in material.parties if _is(each, asset.provider)), None)
    whom = registrar
    # A registrar is seldom a party of the register: whoever looks after the name answers for it.
    if provider is not None and registrar_party is None:
        whom = words.say("card.by", whom=whom, by=provider.name) if registrar else provider.name
    named = registrar_party or provider
    people = [
        grant.person
        for grant in standing.grants
        if grant.party.kind is PartyKind.PRACTICE and administers(standing.kind, grant)
    ]
    return Element(
        label=label,
        name=asset.name,
        whom=whom,
        reach=_reach(named) if named else "",
        ours=", ".join(dict.fromkeys(people)),
    )


def _is(party: PartySheet, named: PartyRef | None) -> bool:
    return named is not None and party.id == named.id


def _reach(party: PartySheet) -> str:
    of_people = [(person.phone, person.email) for person in party.people]
    phones = [*party.phones, *(phone for phone, _ in of_people if phone)]
    emails = [*party.emails, *(email for _, email in of_people if email)]
    return ", ".join([*phones[:1], *emails[:1]])


def _contact(material: CardMaterial, name: str, words: Words) -> Contact:
    answers = material.answers
    return Contact(
        label=words.say(f"card.{name}"),
        name=answers.get(f"{name}_name", ""),
        phone=answers.get(f"{name}_phone", ""),
        detail=answers.get(f"{name}_detail", ""),
    )
