"""One firm under several names: as people write it, in capitals, as a domain."""

from reversibility.first_steps.published import best_name, without_doubles

NAMES = ("studio-exemple-web.fr.example", "STUDIO EXEMPLE WEB", "Studio Exemple Web SARL", "Autre")


def test_the_same_firm_is_named_once_as_people_write_it() -> None:
    assert without_doubles(NAMES) == ("Studio Exemple Web SARL", "Autre")
    assert without_doubles(["", "STUDIO EXEMPLE WEB", ""]) == ("STUDIO EXEMPLE WEB",)


def test_a_name_is_called_as_the_others_write_it_best() -> None:
    assert best_name("studio-exemple-web.fr.example", NAMES) == "Studio Exemple Web SARL"
    assert best_name("Troisième", NAMES) == "Troisième"


def test_one_common_word_makes_two_firms_no_single_one() -> None:
    assert without_doubles(["Martin Conseil", "Martin Dupont"]) == (
        "Martin Conseil",
        "Martin Dupont",
    )
