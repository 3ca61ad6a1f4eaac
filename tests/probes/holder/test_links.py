"""What a contact shares with a party beside its name."""

import pytest

from probes.holder.links import Place, compare_places, links
from probes.interface import Contact, Identity

RENNES = Identity(
    name="Valmont",
    street="12, rue des Tilleuls",
    postcode="35000",
    city="Rennes",
    country="FR",
    phones=("02 99 00 00 01",),
    emails=("accueil@valmont.example", "valmont@free.fr"),
    domains=("valmont-avocats.example",),
)


@pytest.mark.parametrize(
    ("contact", "place"),
    [
        ({"city": "RENNES"}, Place.SAME),
        ({"city": "Rennes Cedex 7", "postcode": "35007"}, Place.SAME),
        ({"postcode": "F-35000"}, Place.SAME),
        ({"city": "Cesson-Sévigné", "postcode": "35510"}, Place.NEAR),
        ({"city": "Rennes", "postcode": "11190"}, Place.OTHER),
        ({"city": "Nantes"}, Place.OTHER),
        ({"postcode": "44000"}, Place.OTHER),
        ({"country": "BE"}, Place.OTHER),
        ({"country": "FR"}, Place.UNKNOWN),
        ({"country": "RE"}, Place.UNKNOWN),
        ({}, Place.UNKNOWN),
    ],
)
def test_towns_are_compared(contact, place):
    assert compare_places(Contact(**contact), RENNES) is place


@pytest.mark.parametrize(
    ("own", "published"),
    [
        ("Paris", "Paris 08"),
        ("Lyon 3e", "LYON 03"),
        ("Marseille 2ème", "Marseille"),
        ("Saint-Denis", "St Denis"),
        ("Sainte-Anne", "Ste Anne"),
    ],
)
def test_spellings_of_a_town(own, published):
    assert compare_places(Contact(city=published), Identity(name="X", city=own)) is Place.SAME


def test_overseas_departments_are_told_apart_by_three_digits():
    own = Identity(name="X", city="Saint-Denis", postcode="97400")

    assert compare_places(Contact(city="Le Moule", postcode="97160"), own) is Place.OTHER


@pytest.mark.parametrize(
    ("address", "shared"),
    [
        ("it@valmont.example", "valmont.example"),
        ("it@mail.valmont-avocats.example", "valmont-avocats.example"),
        ("Valmont@Free.fr", "valmont@free.fr"),
        ("somebody@free.fr", ""),
        ("it@notvalmont.example", ""),
        ("valmont.example", ""),
        ("", ""),
    ],
)
def test_mail_ties_by_domain_except_at_the_large_services(address, shared):
    assert links(Contact(email=address), RENNES).mail_domain == shared


@pytest.mark.parametrize(
    ("phone", "same"),
    [
        ("+33.299000001", True),
        ("0033 2 99 00 00 01", True),
        ("02 99 00 00 02", False),
        ("1", False),
    ],
)
def test_phones_are_compared_by_their_last_digits(phone, same):
    assert links(Contact(phone=phone), RENNES).phone is same


def test_a_street_ties_only_in_the_same_town():
    street = "12 R. DES TILLEULS"

    assert links(Contact(street=street, city="Rennes"), RENNES).street
    assert not links(Contact(street=street, city="Nantes"), RENNES).street
