"""Exhibits quoted in what people write, by their numbers."""

import pytest

from reversibility.exits.drafting.citing import cited, numbered


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("mise à jour non reçue (pièce n° 2)", [2]),
        ("pièces n° 1, 3 et 5 à 7", [1, 3, 5, 6, 7]),
        ("Pièces nos 8 et 9, puis pièce 12", [8, 9, 12]),
        ("piece n°4", [4]),
        ("exhibits 1 to 3 and 5", [1, 2, 3, 5]),
        ("2 pièces livrées le 3 mars 2026", []),
        ("article 4 du contrat", []),
    ],
)
def test_the_numbers_of_exhibits_are_read_as_people_write_them(
    text: str, numbers: list[int]
) -> None:
    assert list(cited(text)) == numbers


def test_exhibits_are_quoted_in_the_language_of_the_letter() -> None:
    assert numbered([3], "fr") == "(pièce n°\u00a03)"
    assert numbered([3, 4], "fr") == "(pièces n°\u00a03, 4)"
    assert numbered([3, 4], "en") == "(exhibits 3, 4)"
    assert numbered([], "fr") == ""
