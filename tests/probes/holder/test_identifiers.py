"""Company numbers as people and registries write them."""

import pytest

from probes.holder.identifiers import company_number, numbers_of, published_numbers, shown
from probes.interface import Contact, Identity


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("900000001", "900000001"),
        ("900 000 001", "900000001"),
        ("900.000.001", "900000001"),
        ("900\u00a0000\u202f001", "900000001"),
        ("90000000100025", "900000001"),
        ("900 000 001 00025", "900000001"),
        ("FR68900000001", "900000001"),
        ("fr 68 900 000 001", "900000001"),
        ("BE0123456749", "BE0123456749"),
        ("900000002", None),
        ("FR69900000001", None),
        ("90000000100026", None),
        ("000000000", None),
        ("9000000010", None),
        ("٩٠٠٠٠٠٠٠١", None),
        ("", None),
        ("REDACTED", None),
    ],
)
def test_a_number_counts_only_with_valid_check_digits(text, number):
    assert company_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "Valmont SIREN 900000001",
        "Valmont (SIREN : 900 000 001)",
        "Valmont, RCS Rennes 900 000 001",
        "Valmont, 900 000 001 R.C.S. Rennes",
        "Valmont TVA FR68 900 000 001",
        "Valmont FR68900000001",
        "Valmont SIRET 900 000 001 00025",
        "Valmont RCS 900 000 001 35000 Rennes",
    ],
)
def test_a_number_is_found_inside_a_name(text):
    assert published_numbers(Contact(), text) == {"900000001"}


@pytest.mark.parametrize("text", ["Valmont 900000001", "Valmont tél. 02 99 00 00 01", "Siren"])
def test_digits_that_nothing_announces_are_no_number(text):
    assert published_numbers(Contact(), text) == frozenset()


def test_both_numbers_of_a_practice_come_down_to_one():
    practice = Identity(name="Valmont", siren="900 000 001", vat="FR68900000001")

    assert numbers_of(practice) == {"900000001"}


def test_a_mistyped_number_of_the_practice_is_left_out():
    assert numbers_of(Identity(name="Valmont", siren="900000002")) == frozenset()


def test_a_number_is_shown_in_groups():
    assert shown("900000001") == "900\u00a0000\u00a0001"
    assert shown("BE0123456749") == "BE0123456749"
