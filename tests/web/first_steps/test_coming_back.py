"""The first steps are left and taken up again: nothing typed is lost, and every way leads back."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, update

from reversibility.accounts.sign_in_models import SignIn
from reversibility.first_steps.service import Advance, advance
from reversibility.kernel import clock
from reversibility.store.session import transaction
from tests.factories.drafts import finished_look
from tests.web.first_steps.conftest import Walker
from tests.web.first_steps.test_to_the_annex import add_domain, asked, prepare
from tests.web.house import House, open_session
from tests.web.pages import Page, read
from tests.web.test_account_kept_forms import way_back

OURS = {"Origin": "http://localhost"}
EMAIL = "manager@cabinet-exemple.example"


def lose(
    client: FlaskClient, engine: Engine, path: str, *, action: str = "", **typed: str
) -> FlaskClient:
    """Send a page's form after the session has ended; return whoever signs in again, and where."""
    form = read(client.get(path)).form
    with transaction(engine, None) as session:
        session.execute(update(SignIn).values(ended_at=clock.now()))
    headers = OURS | {"Referer": f"http://localhost{path}"}
    answer = client.post(action or path, data=form | typed, headers=headers)
    assert answer.status_code == 403
    again = open_session(client.application, engine, EMAIL)
    again.environ_base["way_back"] = way_back(read(answer))
    return again


def ticked(page: Page) -> dict[str, str]:
    """Return what is chosen among the buttons of a page."""
    buttons = [each for each in page.all("input") if each.get("type") == "radio"]
    return {each["name"]: each["value"] for each in buttons if "checked" in each}


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/premiers-pas/cabinet", {"siren": "12345", "people": "Dr Typée, associée", "city": ""}),
        ("/premiers-pas/domaine", {"domain": "autre.fr.example"}),
        (
            "/premiers-pas/elements",
            {"payer_all": "unknown", "new_person": "Dr Typée", "new_kind": "domain_fr"},
        ),
        (
            "/premiers-pas/contrat?contrat=nouveau&prestataire=nouveau",
            {"new_name": "Agence", "title": "Site", "ends_on": "hier", "notice": "x"},
        ),
        ("/premiers-pas/contrat/points", {"reply_C07": "silent", "place_C01": "article 4"}),
    ],
)
def test_what_is_typed_on_any_step_when_the_session_ends_is_there_again(
    manager: FlaskClient, desk_engine: Engine, house: House, path: str, typed: dict[str, str]
) -> None:
    of_contract = f"/premiers-pas/contrat?contrat={house.contracts['studio-web-2023']}"
    manager.post("/premiers-pas/contrat", data=read(manager.get(of_contract)).form)
    again = lose(manager, desk_engine, path, action=path.partition("?")[0], **typed)
    page = read(again.get(again.environ_base["way_back"]))
    shown = page.form | ticked(page)
    assert {name: shown[name] for name in typed} == typed
    assert "Rien n’est encore enregistré" in page.text


@pytest.mark.parametrize("path", ["/premiers-pas/points", "/premiers-pas/annexe"])
def test_a_step_on_which_nothing_is_typed_is_opened_again(
    manager: FlaskClient, desk_engine: Engine, path: str
) -> None:
    again = lose(manager, desk_engine, path)
    assert again.get(again.environ_base["way_back"]).status_code == 200


def test_what_is_said_of_the_traces_when_the_session_ends_is_there_again(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    run_id = finished_look(desk_engine, house.actor)
    with transaction(desk_engine, house.actor.practice_id) as session:
        advance(session, house.actor, Advance(run_id=run_id), now=clock.now())
    path = "/premiers-pas/domaine"
    page = read(manager.get(path))
    names = sorted({each["name"] for each in page.all("input") if each.get("type") == "radio"})
    said = {names[0]: "keep", names[1]: "set_aside"}
    again = lose(manager, desk_engine, path, action=f"{path}/{run_id}", **said)
    assert ticked(read(again.get(again.environ_base["way_back"]))) == said


def test_the_home_page_leads_back_while_steps_are_left(walker: Walker) -> None:
    assert "/premiers-pas/cabinet" in [each.get("href") for each in walker.open("/").all("a")]
    page = add_domain(walker)
    walker.send("/premiers-pas/elements", **{asked(page, "payer"): "unknown", "then": "go_on"})
    assert "Il reste 5 étapes de vos premiers pas." in walker.open("/").text


def test_a_contract_leads_to_its_own_annex(manager: FlaskClient, house: House) -> None:
    contract_id = house.contracts["studio-web-2023"]
    page = read(manager.get(f"/contrats/{contract_id}"))
    href = f"/premiers-pas/contrat?contrat={contract_id}"
    assert href in [each.get("href") for each in page.all("a")]
    form = read(manager.get(href)).form
    assert form["contract_id"] == str(contract_id)
    manager.post("/premiers-pas/contrat", data=form)
    assert "avec Studio Exemple Web" in read(manager.get("/premiers-pas/annexe")).heading


def test_a_second_contract_has_an_annex_of_its_own(walker: Walker) -> None:
    prepare(walker)
    walker.send("/premiers-pas/annexe")
    form = walker.open("/premiers-pas/contrat?contrat=nouveau&prestataire=nouveau").form
    walker.client.post(
        "/premiers-pas/contrat", data={**form, "new_name": "Autre Agence", "title": "Publicité"}
    )
    page = walker.open("/premiers-pas/annexe")
    assert "L’annexe avec Autre Agence peut être produite" in page.heading
    assert "Édition n° 1" not in page.text
