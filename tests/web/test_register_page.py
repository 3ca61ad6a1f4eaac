"""The register: everything on one page, worst first, and a button that has it all verified."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from probes.interface import VerdictState
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor, Role
from reversibility.recovery.models import AssetState
from tests.web.conftest import AppMaker, choose_password, let_in, sign_in
from tests.web.house import House, examine, furnish, seat, theirs
from tests.web.pages import read


def test_every_element_is_a_row_that_leads_to_its_page(manager: FlaskClient, house: House) -> None:
    page = read(manager.get("/registre"))
    assert page.heading == "Vos 10 éléments, qui les détient et qui peut y entrer."
    links = {link["href"] for link in page.all("a")}
    assert {f"/registre/{asset_id}" for asset_id in house.assets.values()} <= links


def test_elements_out_of_reach_come_first_and_what_is_in_hand_last(manager: FlaskClient) -> None:
    html = manager.get("/registre").text
    states = re.findall(r'class="group".*?state-(\w+)', html, re.DOTALL)
    order = [state.value for state in AssetState]
    assert states == sorted(states, key=order.index, reverse=True)
    assert states[0] == "out_of_reach"
    assert len(states) == len(set(states))


def test_red_is_kept_for_a_provider_who_alone_can_get_in(manager: FlaskClient) -> None:
    html = manager.get("/registre").text
    red = re.findall(r'chip-loss">([^<]+)<', html)
    assert red
    assert all(text.endswith(" seul") for text in red)
    assert "1 du cabinet, 1 Studio Exemple Web" in html


def test_a_row_shows_the_least_settled_of_its_results(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    settled = theirs(state=VerdictState.CONFIRMED, observed="SELARL Cabinet médical Exemple")
    examine(desk_engine, house, "domaine", settled, now=clock.now())
    examine(desk_engine, house, "domaine", theirs(), now=clock.now())
    row = _row(manager.get("/registre").text, "cabinet-exemple.fr.example")
    assert "Non concordant" in row
    assert "Confirmé" not in row


def test_what_nobody_publishes_is_said_calmly(manager: FlaskClient) -> None:
    html = manager.get("/registre").text
    assert "pas de source publique" in _row(html, "Compte Google Ads")
    assert "pas encore vérifié" in _row(html, "Hébergement du site")


def test_an_empty_register_says_what_will_appear(
    make_app: AppMaker, engine: Engine, actor: Actor
) -> None:
    client = make_app(engine).test_client()
    choose_password(client, let_in(engine, actor))
    sign_in(client)
    page = read(client.get("/registre"))
    assert page.heading == "Votre registre est encore vide."
    assert "Aucun élément pour l’instant" in page.text
    assert "Tout vérifier" not in page.text


def test_the_register_reads_the_same_on_both_databases(make_app: AppMaker, engine: Engine) -> None:
    now = clock.now()
    house = furnish(engine, now)
    examine(engine, house, "domaine", theirs(), now=now)
    client = seat(make_app(engine), engine, house, Role.OWNER, now)
    page = read(client.get("/registre"))
    assert page.heading.startswith("Vos 10 éléments")
    assert "Non concordant" in page.text


def test_everything_is_verified_at_a_click_and_twice_is_once(manager: FlaskClient) -> None:
    form = read(manager.get("/registre")).form
    first = manager.post("/registre/verifier", data=form)
    again = manager.post("/registre/verifier", data=form)
    assert first.status_code == 302
    assert first.headers["Location"].startswith("/verifications/")
    assert again.headers["Location"] == first.headers["Location"]


def test_a_contributor_may_verify(desk_app: Flask, desk_engine: Engine, house: House) -> None:
    client = seat(desk_app, desk_engine, house, Role.CONTRIBUTOR, clock.now())
    assert "Tout vérifier" in read(client.get("/registre")).text


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PROVIDER_GUEST])
@pytest.mark.parametrize("address", ["/registre", "/contrats"])
def test_without_a_mandate_nothing_is_shown(
    desk_app: Flask, desk_engine: Engine, house: House, role: Role, address: str
) -> None:
    answer = seat(desk_app, desk_engine, house, role, clock.now()).get(address)
    assert answer.status_code == 403
    assert "cabinet-exemple.fr.example" not in answer.text


@pytest.mark.parametrize("address", ["/registre", "/contrats", "/verifications/{id}"])
def test_before_signing_in_every_page_leads_to_the_way_in(
    desk_app: Flask, manager: FlaskClient, house: House, address: str
) -> None:
    # Somebody has an account: until then every page leads to the first start.
    assert manager
    where = address.format(id=house.assets["domaine"])
    answer = desk_app.test_client().get(where)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/connexion?next=")


def _row(html: str, name: str) -> str:
    rows: list[str] = re.findall(r'<tr class="row-link".*?</tr>', html, re.DOTALL)
    return next(row for row in rows if f">{name}<" in row)
