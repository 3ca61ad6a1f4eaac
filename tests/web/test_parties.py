"""Parties and their people: what each holds, and what is added, changed, archived, taken back."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.register.models import Party, PartyKind, Person
from reversibility.store.session import transaction
from tests.web.house import House, seat
from tests.web.pages import Page, read


@pytest.fixture
def provider(desk_engine: Engine, house: House) -> str:
    """Return the address of the agency, which holds elements and gets into them."""
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        wanted = select(Party.id).where(Party.name == "Studio Exemple Web")
        return f"/intervenants/{session.scalars(wanted).one()}"


@pytest.fixture
def own(desk_engine: Engine, house: House) -> str:
    """Return the address of the practice's own party."""
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        wanted = select(Party.id).where(Party.kind == PartyKind.PRACTICE)
        return f"/intervenants/{session.scalars(wanted).one()}"


def test_the_list_says_what_each_holds_and_leads_to_it(manager: FlaskClient, provider: str) -> None:
    page = read(manager.get("/intervenants"))
    assert page.text.index("Votre cabinet") < page.text.index("agence web")
    assert "Studio Exemple Web est titulaire de" in page.text
    assert provider in _links(page)
    assert "/intervenants" in _links(read(manager.get("/registre")))  # its place in the navigation


def test_a_provider_s_page_names_its_elements_roles_contracts_and_people(
    manager: FlaskClient, provider: str, house: House
) -> None:
    page = read(manager.get(provider))
    assert f"/registre/{house.assets['domaine']}" in _links(page)
    assert f"/contrats/{house.contracts['studio-web-2023']}" in _links(page)
    assert "Double authentification" in page.text
    assert "Peut entrer" in page.text
    assert f"/journal?fiche={provider.rpartition('/')[2]}" in _links(page)


def test_a_provider_s_page_keeps_open_questions_apart_from_points(
    manager: FlaskClient, provider: str
) -> None:
    page = read(manager.get(provider))
    points = page.text[page.text.index("Points à traiter") : page.text.index("ne dit pas encore")]
    questions = page.text[page.text.index("ne dit pas encore") : page.text.index("Ses personnes")]
    assert "À préciser" not in points
    assert questions.count("À préciser") > 1


def test_a_new_party_is_proposed_for_elements_and_stands_in_the_journal(
    manager: FlaskClient,
) -> None:
    form = read(manager.get("/intervenants/nouveau")).form
    data = {
        **form, "name": "Nouvelle Agence", "siren": "222 222 226", "domains": "agence.example",
        "emails": "a@agence.example\r\nb@agence.example",
    }  # fmt: skip
    answer = manager.post("/intervenants/nouveau", data=data)
    page = read(manager.get(answer.headers["Location"]))
    assert "Nouvelle Agence est inscrit au registre." in page.text
    assert "222 222 226" in page.text
    assert "a@agence.example, b@agence.example" in page.text
    assert "Nouvelle Agence" in read(manager.get("/registre/nouveau/domain_fr")).text
    assert "a ajouté l’intervenant « Nouvelle Agence »" in read(manager.get("/journal")).text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("siren", "222222227", "SIREN"),
        ("emails", "a@agence.example\nsans-arobase", "sans-arobase : ce n’est pas une adresse"),
        ("domains", "pas un nom", "pas un nom : ce n’est pas un nom de domaine"),
        ("phones", "0" * 41, "40 caractères au plus"),
        ("name", "", "Donnez un nom."),
    ],
)
def test_what_cannot_be_right_comes_back_with_all_that_was_typed(
    manager: FlaskClient, field: str, typed: str, said: str
) -> None:
    form = read(manager.get("/intervenants/nouveau")).form
    data = {**form, "name": "Agence", "trade": "à garder", field: typed}
    answer = manager.post("/intervenants/nouveau", data=data)
    assert answer.status_code == 422
    assert said in read(answer).text
    assert read(answer).form["trade"] == "à garder"


def test_the_second_of_two_editors_sees_both_versions_and_decides(
    manager: FlaskClient, desk_app: Flask, desk_engine: Engine, house: House, provider: str
) -> None:
    colleague = seat(desk_app, desk_engine, house, Role.OWNER, clock.now())
    mine, theirs = (read(each.get(f"{provider}/modifier")).form for each in (manager, colleague))
    colleague.post(f"{provider}/modifier", data={**theirs, "trade": "Vu par la collègue"})
    answer = manager.post(
        f"{provider}/modifier", data={**mine, "trade": "Vu par moi", "phones": "à\r\ngarder"}
    )
    assert answer.status_code == 409
    page = read(answer)
    assert "a modifié ces informations pendant que vous écriviez." in page.text
    assert "Vu par la collègue" in page.text
    assert page.form["trade"] == "Vu par moi"
    assert "Vu par la collègue" in read(manager.get(provider)).text  # nothing was saved
    assert manager.post(f"{provider}/modifier", data=page.form).status_code == 302
    assert "à, garder" in read(manager.get(provider)).text
    told = read(manager.get(f"/journal?fiche={provider.rpartition('/')[2]}")).text
    assert "Vu par la collègue" in told
    assert "Vu par moi" in told


def test_an_archived_party_leaves_the_choices_but_not_the_elements_that_name_it(
    manager: FlaskClient, provider: str, house: House
) -> None:
    asked = read(manager.get(f"{provider}/archivage"))
    assert f"/registre/{house.assets['domaine']}" in _links(asked)
    assert f"/contrats/{house.contracts['studio-web-2023']}" in _links(asked)
    answer = manager.post(f"{provider}/archivage", data=asked.form)
    assert "Intervenants archivés" in read(manager.get(answer.headers["Location"])).text
    assert "Studio Exemple Web" not in read(manager.get("/registre/nouveau/domain_fr")).text
    element = f"/registre/{house.assets['domaine']}"
    assert "Studio Exemple Web" in read(manager.get(element)).text
    # Changing the element keeps it where it is named.
    form = read(manager.get(f"{element}/modifier")).form
    manager.post(f"{element}/modifier", data={**form, "notes": "relu"})
    after = read(manager.get(f"{element}/modifier")).form
    assert form["provider"]
    assert (after["provider"], after["notes"]) == (form["provider"], "relu")
    assert manager.get(f"{provider}/modifier").status_code == 404
    plan = manager.get(f"/contrats/{house.contracts['studio-web-2023']}")
    assert "Studio Exemple Web" in read(plan).text
    back = manager.post(f"{provider}/retour", data={"csrf_token": asked.form["csrf_token"]})
    assert "est de nouveau au registre." in read(manager.get(back.headers["Location"])).text


def test_the_practice_itself_is_not_archived_and_has_a_form_of_its_own(
    manager: FlaskClient, own: str
) -> None:
    assert f"{own}/archivage" not in _links(read(manager.get(own)))
    assert manager.get(f"{own}/archivage").status_code == 409
    assert manager.get(f"{own}/modifier").headers["Location"] == "/cabinet"
    sent = {"csrf_token": read(manager.get("/cabinet")).form["csrf_token"]}
    assert manager.post(f"{own}/modifier", data=sent).headers["Location"] == "/cabinet"


def test_a_new_person_can_be_given_an_access_and_is_changed(
    manager: FlaskClient, provider: str, house: House
) -> None:
    form = read(manager.get(f"{provider}/personnes/nouvelle")).form
    refused = manager.post(
        f"{provider}/personnes/nouvelle", data={**form, "name": "Zoé Test", "email": "non"}
    )
    assert refused.status_code == 422
    answer = manager.post(f"{provider}/personnes/nouvelle", data={**form, "name": "Zoé Test"})
    page = read(manager.get(answer.headers["Location"]))
    assert "Zoé Test figure maintenant au registre." in page.text
    offered = read(manager.get(f"/registre/{house.assets['domaine']}/acces"))
    assert "Zoé Test, Studio Exemple Web" in offered.text
    assert "/intervenants" in _links(offered)
    changing = [link for link in _links(page) if link.startswith("/personnes/")][-1]
    asked = read(manager.get(changing)).form
    manager.post(changing, data={**asked, "role": "gérante"})
    assert "gérante" in read(manager.get(provider)).text
    late = manager.post(changing, data={**asked, "role": "autre"})
    assert late.status_code == 409
    assert read(late).form["role"] == "autre"


def test_nobody_who_still_gets_in_is_archived_in_silence(
    manager: FlaskClient, desk_engine: Engine, house: House, provider: str
) -> None:
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        wanted = select(Person).where(Person.party_id == UUID(provider.rpartition("/")[2]))
        person = session.scalars(wanted.order_by(Person.created_at)).first()
        assert person is not None
        person_id, name = person.id, person.name
    asked = read(manager.get(f"/personnes/{person_id}/archivage"))
    assert "il ne retire rien sur la plateforme" in asked.text
    unticked = {name: value for name, value in asked.form.items() if name != "ends_accesses"}
    refused = manager.post(f"/personnes/{person_id}/archivage", data=unticked)
    assert refused.status_code == 422
    assert f"{name} peut encore entrer, d’après le registre." in read(refused).text
    data = {**asked.form, "ends_accesses": "y"}
    answer = manager.post(f"/personnes/{person_id}/archivage", data=data)
    page = read(manager.get(answer.headers["Location"]))
    assert "est notée." in page.text
    assert "Une personne archivée" in page.text
    told = read(manager.get(f"/journal?fiche={provider.rpartition('/')[2]}")).text
    assert f"a archivé l’interlocuteur « {name} »" in told
    manager.post(f"/personnes/{person_id}/retour", data={"csrf_token": asked.form["csrf_token"]})
    assert "Une personne archivée" not in read(manager.get(provider)).text


def _links(page: Page) -> list[str]:
    return [link.get("href", "") for link in page.all("a")]
