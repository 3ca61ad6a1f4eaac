"""The first steps are left and taken up again: nothing typed is lost, and every way leads back."""

from flask.testing import FlaskClient
from sqlalchemy import Engine, update

from reversibility.accounts.sign_in_models import SignIn
from reversibility.kernel import clock
from reversibility.store.session import transaction
from tests.web.first_steps.conftest import Walker
from tests.web.first_steps.test_to_the_annex import add_domain, asked, prepare
from tests.web.house import House, open_session
from tests.web.pages import read
from tests.web.test_account_kept_forms import way_back

OURS = {"Origin": "http://localhost"}
EMAIL = "manager@cabinet-exemple.example"


def lose(client: FlaskClient, engine: Engine, path: str, **typed: str) -> FlaskClient:
    """Send a page's form after the session has ended; return whoever signs in again, and where."""
    form = read(client.get(path)).form
    with transaction(engine, None) as session:
        session.execute(update(SignIn).values(ended_at=clock.now()))
    answer = client.post(path, data=form | typed, headers=OURS)
    assert answer.status_code == 403
    again = open_session(client.application, engine, EMAIL)
    again.environ_base["way_back"] = way_back(read(answer))
    return again


def test_answers_typed_when_the_session_ended_are_there_again(
    manager: FlaskClient, desk_engine: Engine
) -> None:
    path = "/premiers-pas/elements"
    name = next(each for each in read(manager.get(path)).form if each.startswith("payer_"))
    again = lose(manager, desk_engine, path, **{name: "unknown", "new_provider": "Agence"})
    page = read(again.get(again.environ_base["way_back"]))
    assert (page.form[name], page.form["new_provider"]) == ("unknown", "Agence")
    assert "Rien n’est encore enregistré" in page.text


def test_a_contract_typed_when_the_session_ended_is_there_again(
    manager: FlaskClient, desk_engine: Engine
) -> None:
    again = lose(
        manager, desk_engine, "/premiers-pas/contrat", title="Site", expects_text="À nous."
    )
    form = read(again.get(again.environ_base["way_back"])).form
    assert (form["title"], form["expects_text"]) == ("Site", "À nous.")


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
