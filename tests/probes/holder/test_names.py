"""Names compared as a French clerk compares them."""

import pytest

from probes.holder.names import (
    FormRelation,
    fold,
    is_close,
    is_same,
    is_same_person,
    looks_like_person,
    may_be_same_person,
    read_name,
    read_person,
    relate_forms,
)


@pytest.mark.parametrize(
    ("text", "form", "core"),
    [
        ("SELARL Valmont Tessier", "selarl", ("valmont", "tessier")),
        ("Valmont Tessier S.E.L.A.R.L.", "selarl", ("valmont", "tessier")),
        ("S.E.L.A.S. Ostréa", "selas", ("ostrea",)),
        ("S. C. P. Kerouanton - Le Goff", "scp", ("kerouanton", "goff")),
        ("Société civile professionnelle Kerouanton", "scp", ("kerouanton",)),
        ("SELAFA Œuvre & Cie", "selafa", ("oeuvre", "cie")),
        ("AARPI Trois Rivières", "aarpi", ("trois", "rivieres")),
        ("SPFPL Valmont Participations", "spfpl", ("valmont", "participations")),
        ("la SCM des Tilleuls", "scm", ("tilleuls",)),
        ("Studio Exemple Web SASU", "sas", ("studio", "exemple", "web")),
        ("E.U.R.L. Chiffres et Rivages", "sarl", ("chiffres", "rivages")),
        ("S.à r.l. Rivages", "sarl", ("rivages",)),
        ("Docteur Marie LEFÈVRE EI", "ei", ("marie", "lefevre")),
        ("EIRL Marie Lefèvre", "ei", ("marie", "lefevre")),
        ("Golfe SNC", "snc", ("golfe",)),
        ("Cabinet d’avocats Valmont et associés", "", ("valmont",)),
        ("Étude de Maître Kerouanton", "", ("kerouanton",)),
        ("AG Conseil", "", ("ag", "conseil")),
        ("Muster AG", "ag", ("muster",)),
        ("Avocats Associés", "", ("avocats",)),
        ("SELARL", "", ("selarl",)),
        ("", "", ()),
        ("—", "", ()),
    ],
)
def test_a_name_is_taken_apart(text, form, core):
    name = read_name(text)

    assert (name.form, name.core) == (form, core)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lefèvre-Durand", "LEFEVRE DURAND"),
        ("Médi Parc", "MEDIPARC"),
        ("Durand Lefèvre", "Lefèvre & Durand"),
        ("SCP Durand, notaires", "Étude Durand"),
        ("St-Exemple", "Saint Exemple"),
    ],
)
def test_spelling_that_does_not_count(one, other):
    assert is_same(read_name(one), read_name(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Durand notaires", "Durand avocats"),
        ("Durand", "Durand Conseil"),
        ("Durand", "Boulangerie Durand"),
        ("", ""),
        ("Durand", ""),
    ],
)
def test_names_that_differ(one, other):
    assert not is_same(read_name(one), read_name(other))


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("selarl", "selarl", FormRelation.SAME),
        ("scp", "selarl", FormRelation.SUCCESSIVE),
        ("sarl", "sas", FormRelation.SUCCESSIVE),
        ("selarl", "scm", FormRelation.OTHER),
        ("selarl", "sarl", FormRelation.OTHER),
        ("sci", "scm", FormRelation.OTHER),
        ("", "selarl", FormRelation.UNKNOWN),
    ],
)
def test_legal_forms_stand_to_each_other(one, other, relation):
    assert relate_forms(one, other) is relation
    assert relate_forms(other, one) is relation


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("Kerouanton", "Kérouenton", True),
        ("Centre Imagerie Golfe", "CIG", True),
        ("Valmont Tessier", "Valmont Conseil", True),
        ("Agence Bleue", "Agence Rouge", False),
        ("Cabinet du Parc", "Garage du Parc", False),
        ("Valmont", "Morvan", False),
    ],
)
def test_names_that_are_alike(one, other, close):
    assert is_close(read_name(one), read_name(other)) is close
    assert is_close(read_name(other), read_name(one)) is close


@pytest.mark.parametrize(
    ("one", "other", "same", "maybe"),
    [
        ("Marie Lefèvre", "LEFEVRE Marie", True, True),
        ("Dr Marie Lefèvre", "Marie Lefèvre, médecin", True, True),
        ("Paul-Henri Tessier", "Paul Henri TESSIER", True, True),
        ("Gaëlle Le Goff", "LE GOFF Gaelle", True, True),
        ("Sa Nguyen", "Nguyen Sa", True, True),
        ("Marie Médecin", "MEDECIN Marie", True, True),
        ("Marie Lefèvre", "Marie Lefèvre-Durand", False, True),
        ("Marie Lefèvre née Quéméner", "Marie Quéméner", False, True),
        ("Marie Lefèvre", "Julien Lefèvre", False, False),
        ("Marie", "Marie Lefèvre", False, False),
        ("Dr Lefèvre", "Marie Lefèvre", False, False),
        ("", "", False, False),
    ],
)
def test_people_are_compared_by_first_name_and_surname(one, other, same, maybe):
    read = read_person(one), read_person(other)

    assert is_same_person(*read) is same
    assert may_be_same_person(*read) is maybe


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Odile Vasseur", True),
        ("Maître Odile Vasseur", True),
        ("Vasseur", False),
        ("SARL Odile Vasseur", False),
        ("Boulangerie Vasseur", False),
        ("Cabinet Odile Vasseur", False),
    ],
)
def test_a_person_is_told_from_a_body(text, person):
    assert looks_like_person(text) is person


def test_a_very_long_name_is_cut_before_it_is_read():
    assert len(fold("é" * 1_000_000)[0]) <= 400
