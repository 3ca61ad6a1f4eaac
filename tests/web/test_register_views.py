"""The register seen otherwise: the matrix of parties, and what falls when a provider vanishes."""

import re
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete, select

from reversibility.access.models import AccessGrant
from reversibility.register.models import Party
from reversibility.store.session import transaction
from tests.web.house import House
from tests.web.pages import read


@pytest.fixture
def parties(desk_engine: Engine, house: House) -> dict[str, UUID]:
    """Return the parties of the practice by name."""
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        return {party.name: party.id for party in session.scalars(select(Party))}


def test_the_matrix_tells_who_is_alone_and_has_a_row_for_each_element(
    manager: FlaskClient, house: House
) -> None:
    page = read(manager.get("/registre/matrice"))
    assert "Studio Exemple Web est seul sur 5 éléments" in page.heading
    links = {link["href"] for link in page.all("a")}
    assert {f"/registre/{asset_id}" for asset_id in house.assets.values()} <= links


def test_a_cell_tells_in_words_what_a_party_has_of_an_element(manager: FlaskClient) -> None:
    row = _row(manager.get("/registre/matrice").text, "Site web du cabinet")
    cells = re.findall(r'cell-label">([^<]*)<.*?slots-words[^>]*>([^<]*)<', row, re.DOTALL)
    told = dict(cells)
    assert told["Cabinet médical Exemple"] == "titulaire, accès limité"
    assert told["Studio Exemple Web"] == "paie, administre"
    assert told["Exemple Ads"] == ""
    assert "aucune" in row  # second factor


def test_where_nobody_said_who_gets_in_the_matrix_says_so(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    with transaction(desk_engine, house.actor.practice_id) as session:
        own = AccessGrant.asset_id == house.assets["site"]
        session.execute(delete(AccessGrant).where(own))
    row = _row(manager.get("/registre/matrice").text, "Site web du cabinet")
    assert "titulaire, on ne sait pas qui entre" in row
    assert "personne au cabinet" not in row
    assert "personne n’administre" not in row


def test_the_matrix_goes_on_to_the_next_page_and_a_wild_number_is_the_last(
    manager: FlaskClient,
) -> None:
    assert manager.get("/registre/matrice?page=99").status_code == 200
    assert manager.get("/registre/matrice?page=-3").status_code == 200
    assert manager.get("/registre/matrice?page=x").status_code == 200


def test_without_the_agency_the_site_falls_now_and_the_domain_at_its_term(
    manager: FlaskClient, parties: dict[str, UUID]
) -> None:
    page = read(manager.get(f"/registre/depart?prestataire={parties['Studio Exemple Web']}"))
    assert page.heading.startswith("Si Studio Exemple Web disparaît, vous perdez 5 éléments")
    words = page.text[page.text.index("La même chose en toutes lettres") :]
    now, later, holds = (words.index(text) for text in ("Tout de suite", "Plus tard", "Tient bon"))
    assert now < words.index("Hébergement du site") < later
    assert later < words.index("cabinet-exemple.fr.example", later) < holds
    assert words.index("cabinet-rdv.com.example", holds) > holds
    assert "repose sur Zone DNS de cabinet-exemple.fr.example" in words
    assert "Ce qui vous protège le plus vite" in words


def test_the_drawing_holds_nothing_that_its_twin_in_words_does_not(manager: FlaskClient) -> None:
    html = manager.get("/registre/depart").text
    drawing, words = html[html.index("<svg viewBox") :].split("La même chose en toutes lettres")
    drawn = re.findall(r'class="fall-name"[^>]*>([^<]+)<', drawing)
    assert len(drawn) == 10
    assert all(name.rstrip("…") in words for name in drawn)
    assert 'aria-hidden="true"' in drawing.split(">")[0]


def test_where_nobody_is_declared_to_get_in_the_page_says_that_it_does_not_know(
    manager: FlaskClient, desk_engine: Engine, house: House, parties: dict[str, UUID]
) -> None:
    with transaction(desk_engine, house.actor.practice_id) as session:
        wanted = AccessGrant.asset_id == house.assets["fiche-google-lefevre"]
        session.execute(delete(AccessGrant).where(wanted))
    page = read(manager.get(f"/registre/depart?prestataire={parties['Studio Exemple Web']}"))
    assert "personne n’est déclaré y entrer" in page.text


def test_a_party_that_is_not_ours_or_is_the_practice_itself_is_not_found(
    manager: FlaskClient, parties: dict[str, UUID]
) -> None:
    own = parties["Cabinet médical Exemple"]
    assert manager.get(f"/registre/depart?prestataire={own}").status_code == 404
    assert manager.get(f"/registre/depart?prestataire={uuid4()}").status_code == 404
    assert manager.get("/registre/depart?prestataire=nonsense").status_code == 200


def test_an_empty_register_says_what_will_appear(browser: FlaskClient) -> None:
    assert "Aucun élément pour l’instant" in read(browser.get("/registre/matrice")).text
    assert "rien n’est encore déclaré" in read(browser.get("/registre/depart")).heading


def _row(html: str, name: str) -> str:
    return next(row for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL) if name in row)
