"""An element is entered through the questions of its kind, in the words of its file."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from reversibility.catalogues.loader import load_catalogue
from reversibility.http.seat import EXTENSION
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from tests.factories.kinds import kind_text, write_catalogue
from tests.web.house import House, seat
from tests.web.pages import read


@pytest.fixture
def with_new_kind(desk_app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """Return the app with a kind that one file alone adds to the catalogue."""
    shipped = desk_app.extensions[EXTENSION]
    added = write_catalogue(tmp_path / "catalogue", a_second=kind_text("a_second", "email"))
    kinds = {**shipped.catalogue.kinds, "a_second": load_catalogue(added).kinds["a_second"]}
    catalogue = replace(shipped.catalogue, kinds=kinds)
    desk_app.extensions[EXTENSION] = replace(shipped, catalogue=catalogue)
    yield desk_app
    desk_app.extensions[EXTENSION] = shipped


def test_every_kind_has_a_form_with_its_own_fields(manager: FlaskClient) -> None:
    for kind in load_catalogue().kinds.values():
        page = read(manager.get(f"/registre/nouveau/{kind.id}"))
        for attribute in kind.attributes:
            for text in (attribute.label.fr, attribute.help.fr):
                assert " ".join(text.split()) in page.text


def test_what_is_declared_stands_on_the_page_of_the_element(manager: FlaskClient) -> None:
    address = "/registre/nouveau/google_ads"
    answer = manager.post(
        address,
        data={
            **read(manager.get(address)).form,
            "name": "Publicité",
            "attribute_customer_id": "123-456-7890",
            "attribute_manager_is_owner": "yes",
        },
    )
    page = read(manager.get(answer.headers["Location"]))
    assert "Publicité est inscrit au registre." in page.text
    assert "123-456-7890" in page.text


def test_what_does_not_fit_is_said_under_its_field_and_nothing_typed_is_lost(
    manager: FlaskClient,
) -> None:
    address = "/registre/nouveau/domain_fr"
    form = read(manager.get(address)).form
    data = {**form, "name": "Le nom", "attribute_domain": "pas un nom", "notes": "à garder"}
    answer = manager.post(address, data=data)
    assert answer.status_code == 422
    page = read(answer)
    assert "Ce n’est pas un nom de domaine" in page.text
    assert "à garder" in page.text


def test_two_elements_may_have_the_same_name(manager: FlaskClient) -> None:
    address = "/registre/nouveau/google_ads"
    places = set()
    for _time in range(2):
        form = read(manager.get(address)).form
        data = {**form, "name": "Publicité", "attribute_customer_id": "1"}
        places.add(manager.post(address, data=data).headers["Location"])
    assert len(places) == 2


def test_a_kind_added_by_one_file_has_its_form_its_page_and_its_steps(
    with_new_kind: Flask, desk_engine: Engine, house: House
) -> None:
    client = seat(with_new_kind, desk_engine, house, Role.MANAGER, clock.now())
    assert "Nature a_second" in read(client.get("/registre/nouveau")).text
    address = "/registre/nouveau/a_second"
    form = read(client.get(address)).form
    data = {**form, "name": "Tout neuf", "attribute_domain": "neuf.example"}
    page = read(client.get(client.post(address, data=data).headers["Location"]))
    assert "Par courriel." in page.text  # a step of its file
    assert "Tout neuf" in read(client.get("/registre")).text


def test_an_auditor_reads_and_enters_nothing(
    desk_app: Flask, desk_engine: Engine, house: House
) -> None:
    auditor = seat(desk_app, desk_engine, house, Role.AUDITOR, clock.now())
    assert auditor.get("/registre/nouveau/domain_fr").status_code == 403
    assert "Ajouter un élément" not in read(auditor.get("/registre")).text


def test_an_access_is_given_by_the_real_role_names_of_the_platform(
    manager: FlaskClient, house: House
) -> None:
    address = f"/registre/{house.assets['domaine']}/acces"
    page = read(manager.get(address))
    kind = load_catalogue().kinds["domain_fr"]
    assert all(" ".join(role.name.fr.split()) in page.text for role in kind.roles)
    person = next(
        option["value"]
        for option in page.all("option")
        if len(option.get("value", "")) == len("0193b2a0-0000-7000-8000-000000000000")
    )
    data = {
        **page.form,
        "person_id": person,
        "role": kind.roles[0].id,
        "second_factor": "key",
        "recovery_address": "secours@autre.example",
    }
    shown = read(manager.get(manager.post(address, data=data).headers["Location"]))
    assert "L’accès est inscrit au registre." in shown.text
    assert "secours@autre.example" in shown.text


def test_an_access_without_a_person_or_a_role_says_what_to_choose(
    manager: FlaskClient, house: House
) -> None:
    address = f"/registre/{house.assets['domaine']}/acces"
    answer = manager.post(address, data=read(manager.get(address)).form)
    assert answer.status_code == 422
    page = read(answer)
    assert "2 points à corriger" in page.text
    assert "Choisissez qui." in page.text
    assert "Choisissez un rôle." in page.text
