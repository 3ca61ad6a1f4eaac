"""What is declared is changed, archived and taken back; two editors do not undo each other."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from tests.web.house import House, seat
from tests.web.pages import read


@pytest.fixture
def element(house: House) -> str:
    """Return the address of an element."""
    return f"/registre/{house.assets['domaine']}"


def test_the_form_says_what_is_declared_and_what_is_changed_stands_on_the_page_and_in_the_journal(
    manager: FlaskClient, element: str
) -> None:
    form = read(manager.get(f"{element}/modifier")).form
    assert form["attribute_domain"] == "cabinet-exemple.fr.example"
    data = {**form, "name": "Le nom du cabinet", "notes": "Renouvelé chaque printemps"}
    answer = manager.post(f"{element}/modifier", data=data)
    page = read(manager.get(answer.headers["Location"]))
    assert "Vos modifications sont enregistrées." in page.text
    assert "Renouvelé chaque printemps" in page.text
    told = read(manager.get(f"/journal?fiche={element.rpartition('/')[2]}")).text
    assert "Nadia Lopez a modifié l’élément « Le nom du cabinet »." in told
    assert "cabinet-exemple.fr.example" in told


def test_a_form_sent_as_it_was_changes_nothing_and_tells_nothing(
    manager: FlaskClient, element: str
) -> None:
    form = read(manager.get(f"{element}/modifier")).form
    answer = manager.post(f"{element}/modifier", data=form)
    assert answer.status_code == 302
    page = read(manager.get(answer.headers["Location"])).text
    assert "Vos modifications sont enregistrées." not in page
    assert "a modifié l’élément" not in read(manager.get("/journal")).text


def test_what_does_not_fit_comes_back_with_all_that_was_typed(
    manager: FlaskClient, element: str
) -> None:
    form = read(manager.get(f"{element}/modifier")).form
    data = {**form, "attribute_domain": "pas un nom", "notes": "à garder"}
    answer = manager.post(f"{element}/modifier", data=data)
    assert answer.status_code == 422
    assert "Ce n’est pas un nom de domaine" in read(answer).text
    assert read(answer).form["notes"] == "à garder"


def test_the_second_of_two_editors_sees_both_versions_and_decides(
    manager: FlaskClient, desk_app: Flask, desk_engine: Engine, house: House, element: str
) -> None:
    colleague = seat(desk_app, desk_engine, house, Role.OWNER, clock.now())
    mine, theirs = (read(each.get(f"{element}/modifier")).form for each in (manager, colleague))
    colleague.post(f"{element}/modifier", data={**theirs, "name": "Nom vu par la collègue"})
    answer = manager.post(
        f"{element}/modifier",
        data=_as_browsers_send({**mine, "name": "Nom vu par moi", "notes": "à garder"}),
    )
    assert answer.status_code == 409
    page = read(answer)
    assert "a modifié cet élément pendant que vous écriviez." in page.text
    assert "Nom vu par la collègue" in page.text
    assert page.form["name"] == "Nom vu par moi"
    assert page.text.count("Serveurs de noms") == 1  # a field of the form, and no difference
    assert "Nom vu par la collègue" in read(manager.get(element)).text  # nothing was saved
    assert manager.post(f"{element}/modifier", data=page.form).status_code == 302
    shown = read(manager.get(element)).text
    assert "Nom vu par moi" in shown
    assert "à garder" in shown


def test_an_archived_element_leaves_the_register_and_comes_back_whole(
    manager: FlaskClient, element: str
) -> None:
    form = read(manager.get(f"{element}/archivage")).form
    assert manager.post(f"{element}/archivage", data=form).status_code == 302
    assert manager.get(element).status_code == 404
    archived = read(manager.get("/registre/archives"))
    assert "cabinet-exemple.fr.example" in archived.text
    answer = manager.post(f"{element}/retour", data={"csrf_token": form["csrf_token"]})
    assert "est de nouveau au registre." in read(manager.get(answer.headers["Location"])).text


def test_an_access_that_ended_is_off_the_page_and_in_the_journal(
    manager: FlaskClient, element: str
) -> None:
    page = read(manager.get(element))
    ending = next(
        link["href"] for link in page.all("a") if link.get("href", "").startswith("/acces/")
    )
    asked = read(manager.get(ending))
    assert "il ne retire rien sur la plateforme" in asked.text
    answer = manager.post(ending, data=asked.form)
    after = read(manager.get(answer.headers["Location"]))
    assert "La fin de cet accès est inscrite au registre." in after.text
    assert ending not in [link.get("href") for link in after.all("a")]
    assert "a indiqué la fin d’un accès" in read(manager.get("/journal")).text
    assert manager.get(ending).status_code == 404


def test_who_reads_only_changes_nothing(
    desk_app: Flask, desk_engine: Engine, house: House, element: str
) -> None:
    auditor = seat(desk_app, desk_engine, house, Role.AUDITOR, clock.now())
    for way in ("modifier", "archivage"):
        assert auditor.get(f"{element}/{way}").status_code == 403


def _as_browsers_send(form: dict[str, str]) -> dict[str, str]:
    return {name: value.replace("\n", "\r\n") for name, value in form.items()}
