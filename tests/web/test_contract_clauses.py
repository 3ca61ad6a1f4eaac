"""A contract is read point by point; what is left to settle is counted, and can be proposed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.web.agreements.clauses import suggested_preset
from tests.web.house import House, seat
from tests.web.pages import Page, read


@pytest.fixture
def address(house: House) -> str:
    """Return the points of the web agency's contract."""
    return f"/contrats/{house.contracts['studio-web-2023']}/points"


def plain(page: Page) -> str:
    return page.text.replace("\u00a0", " ").replace("\u202f", " ")


def answer(client: FlaskClient, address: str, **answers: str) -> Page:
    """Send the form of all points with some answers; follow where it leads."""
    form = read(client.get(f"{address}?liste=all")).form
    sent = client.post(f"{address}?liste=all", data=form | answers)
    assert sent.status_code == 302, read(sent).text
    return read(client.get(sent.headers["Location"]))


def test_the_list_fits_the_profession_and_another_can_be_chosen(
    manager: FlaskClient, address: str
) -> None:
    page = read(manager.get(address))
    assert "Lieu, certification, secret" in page.text  # a medical practice
    links = {link["href"] for link in page.all("a")}
    assert f"{address}?liste=all" in links
    assert plain(read(manager.get(f"{address}?liste=all"))).count("Pourquoi :") == 27
    assert plain(read(manager.get(f"{address}?liste=nothing"))).count("Pourquoi :") == 11


def test_answers_are_kept_counted_and_proposed_with_page_and_words(
    manager: FlaskClient, address: str
) -> None:
    page = answer(
        manager,
        address,
        reply_C02="no",
        place_C02="page 3",
        quote_C02="Les comptes sont ouverts par le Prestataire.",
        reply_C04="silent",
        reply_C01="yes",
        reply_C16="not_applicable",
    )
    assert "2 points à négocier" in plain(page)
    assert "6,5 sur 13" in plain(page)
    assert "24 points ne sont pas encore lus" not in plain(page)
    assert "23 points ne sont pas encore lus" in plain(page)
    proposals = read(manager.get(f"{address}/propositions"))
    for said in (
        "Comptes ouverts au nom du cabinet",
        "Non (page 3)",
        "Les comptes sont ouverts par le Prestataire.",
        "Ce dont le prestataire a besoin",
        "Liste de ce qui est à remettre",
    ):
        assert said in plain(proposals)
    assert "Titulaire du nom de domaine" not in proposals.text


def test_whoever_was_faster_is_told_and_nothing_typed_is_lost(
    manager: FlaskClient, address: str
) -> None:
    mine = read(manager.get(f"{address}?liste=all")).form
    answer(manager, address, reply_C01="yes")
    sent = manager.post(
        f"{address}?liste=all", data=mine | {"reply_C02": "no", "quote_C02": "mes mots"}
    )
    page = read(sent)
    assert sent.status_code == 409
    assert page.form["quote_C02"] == "mes mots"
    assert unfolded(page)[:3] == [False, True, False]  # what is not kept yet
    assert manager.post(f"{address}?liste=all", data=page.form).status_code == 302


def unfolded(page: Page) -> list[bool]:
    """Return, of each point, whether it is open."""
    return ["open" in each for each in page.all("details") if each.get("class") == "fold"]


def test_points_are_folded_under_their_answer_but_the_next_to_be_read(
    manager: FlaskClient, address: str
) -> None:
    first = unfolded(read(manager.get(f"{address}?liste=all")))
    assert first == [True] + [False] * 26
    page = answer(manager, address, reply_C01="yes", reply_C03="no")
    assert "réponses : 2 sur 27" in plain(page)
    assert unfolded(page) == [False, True] + [False] * 25
    assert all(unfolded(read(manager.get(f"{address}?liste=all&ouvrir=tous"))))


def test_a_point_to_correct_is_open_and_nothing_typed_is_lost(
    manager: FlaskClient, address: str
) -> None:
    form = read(manager.get(f"{address}?liste=all")).form
    wrong = {"reply_C01": "yes", "reply_C09": "no", "place_C09": "x" * 201}
    sent = manager.post(f"{address}?liste=all", data=form | wrong)
    page = read(sent)
    assert sent.status_code == 422
    assert [number for number, is_open in enumerate(unfolded(page), start=1) if is_open] == [9]
    ticked = {each["id"] for each in page.all("input") if "checked" in each}
    assert ticked == {"reply_C01-0", "reply_C09-2"}
    assert "#place_C09" in {link["href"] for link in page.all("a")}


def test_without_an_answer_nothing_is_proposed(manager: FlaskClient, address: str) -> None:
    assert "Rien à négocier pour l’instant" in read(manager.get(f"{address}/propositions")).text
    assert "lisez-le point par point" in read(manager.get(address)).text


def test_a_contributor_reads_and_answers_nothing(
    desk_app: Flask, desk_engine: Engine, house: House, address: str
) -> None:
    client = seat(desk_app, desk_engine, house, Role.CONTRIBUTOR, clock.now())
    page = read(client.get(address))
    assert "Enregistrer mes réponses" not in page.text
    assert client.post(address, data=page.form | {"reply_C01": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("activity", "preset"),
    [
        ("Médecins généralistes", "health"),
        ("chirurgien-dentiste", "health"),
        ("Avocats", "law"),
        ("Notaire", "law"),
        ("Expertise comptable", "accounting"),
        ("Architecte", "essential"),
        ("", "essential"),
    ],
)
def test_a_profession_has_its_list(activity: str, preset: str) -> None:
    assert suggested_preset(activity) == preset
