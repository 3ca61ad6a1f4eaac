"""The members of a practice through its pages: invite, join, change a role, leave, switch."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from reversibility.accounts import invitations
from reversibility.accounts.models import Invitation, Membership, User
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.register.models import Party
from reversibility.store.session import transaction
from tests.web.conftest import sign_in
from tests.web.house import House, furnish, open_session, seat
from tests.web.pages import Page, read

PASSWORD = "une phrase que je retiens"
LEA = {"name": "Léa Petit", "email": "Lea@Cabinet-Exemple.example", "role": "contributor"}


@pytest.fixture
def owner(desk_app: Flask, desk_engine: Engine, house: House) -> FlaskClient:
    """Return the browser of the owner of the practice of the demo."""
    return seat(desk_app, desk_engine, house, Role.OWNER, clock.now())


def post(browser: FlaskClient, address: str, **values: str):
    form = read(browser.get("/cabinets")).form
    return browser.post(address, data={"csrf_token": form["csrf_token"], **values})


def invite(owner: FlaskClient, **values: str) -> tuple[str, Page]:
    """Invite somebody; return the path of the link and the page that shows it."""
    answer = post(owner, "/membres/inviter", **LEA | values)
    assert answer.status_code == 302, read(answer).text
    page = read(owner.get(answer.headers["Location"]))
    return re.sub(r"^https?://[^/]+", "", page.form["link"]), page


def choose(browser: FlaskClient, link: str, password: str = PASSWORD):
    form = read(browser.get(link)).form
    return browser.post(link, data=form | {"password": password, "again": password})


def membership_of(engine: Engine, email: str) -> UUID:
    with transaction(engine, None, read_only=True) as session:
        return session.scalars(
            select(Membership.id)
            .join(User, User.id == Membership.user_id)
            .where(User.email == email)
        ).one()


def test_somebody_invited_chooses_a_password_signs_in_and_is_in(
    owner: FlaskClient, desk_app: Flask
) -> None:
    link, page = invite(owner)
    assert "Léa Petit" in page.heading
    browser = desk_app.test_client()
    shown = read(browser.get(link))
    assert shown.heading.startswith("Nadia Lopez vous invite à rejoindre")
    assert "Contributeur" in shown.text
    assert "lea@cabinet-exemple.example" in shown.text
    answer = choose(browser, link)
    assert answer.headers["Location"] == f"/connexion?next={link}"
    sign_in(browser, "lea@cabinet-exemple.example", PASSWORD)
    assert browser.get(link).headers["Location"] == "/"
    assert "contributeur" in read(browser.get("/registre")).text
    assert "Léa Petit" in read(owner.get("/membres")).text


def test_the_link_is_shown_once(owner: FlaskClient, desk_engine: Engine) -> None:
    invite(owner)
    with transaction(desk_engine, None, read_only=True) as session:
        address = f"/membres/invitations/{session.scalars(select(Invitation.id)).one()}"
    assert "link" not in read(owner.get(address)).form


def test_an_address_with_an_account_gets_the_answer_of_one_without(
    owner: FlaskClient, desk_app: Flask, desk_engine: Engine
) -> None:
    other = furnish(desk_engine, clock.now(), siren="333333334")
    seat(desk_app, desk_engine, other, Role.MANAGER, clock.now())  # manager@cabinet-exemple.example
    known, _ = invite(owner, email="manager@cabinet-exemple.example")
    unknown, _ = invite(owner)
    said = []
    for link in (known, unknown):
        browser = desk_app.test_client()
        answer = choose(browser, link)
        page = read(browser.get(answer.headers["Location"]))
        said.append((answer.status_code, page.heading, page.text))
    assert said[0] == said[1]


def test_somebody_with_an_account_accepts_after_signing_in_and_then_switches(
    owner: FlaskClient, desk_app: Flask, desk_engine: Engine, house: House
) -> None:
    other = furnish(desk_engine, clock.now(), siren="333333334")
    browser = seat(desk_app, desk_engine, other, Role.MANAGER, clock.now())
    link, _ = invite(owner, email="manager@cabinet-exemple.example")
    page = read(browser.get(link))
    assert "password" not in page.form
    answer = browser.post(link, data=page.form)
    assert answer.headers["Location"] == "/"
    here = read(browser.get("/registre"))
    assert "contributeur" in here.text
    assert "Changer de cabinet" in here.text
    post(browser, f"/cabinets/{other.actor.practice_id}")
    there = read(browser.get("/registre"))
    assert "gestionnaire" in there.text
    assert "SELARL Voisin 333333334" in there.text
    # Remembered: a new session opens the practice that was opened last.
    again = open_session(desk_app, desk_engine, "manager@cabinet-exemple.example")
    assert "SELARL Voisin 333333334" in read(again.get("/registre")).text
    assert house.actor.practice_id != other.actor.practice_id


def test_an_invitation_opened_by_somebody_else_says_so_and_tells_nothing(
    owner: FlaskClient,
) -> None:
    link, _ = invite(owner)
    answer = owner.get(link)
    page = read(answer)
    assert answer.status_code == 403
    assert "pour une autre adresse" in page.text
    assert "lea@" not in page.text.lower()
    assert owner.post(link, data={"csrf_token": page.form["csrf_token"]}).status_code == 403


def test_a_link_that_opens_nothing_says_why(
    owner: FlaskClient, desk_app: Flask, desk_engine: Engine, house: House
) -> None:
    withdrawn, _ = invite(owner)
    with transaction(desk_engine, None, read_only=True) as session:
        invitation_id = session.scalars(select(Invitation.id)).one()
    post(owner, f"/membres/invitations/{invitation_id}/retirer")
    used, _ = invite(owner)
    choose(desk_app.test_client(), used)
    draft = invitations.InvitationDraft(email="x@cabinet.example", name="X", role=Role.MANAGER)
    with transaction(desk_engine, house.actor.practice_id) as session:
        past = clock.now() - timedelta(days=7)
        old = invitations.invite(session, house.actor, draft, now=past).token
    for link, said in (
        (withdrawn, "a été retirée"),
        (used, "a déjà été acceptée"),
        (f"/invitation/{old}", "a expiré"),
        ("/invitation/jamais-vu", "Aucune invitation ne correspond"),
    ):
        answer = desk_app.test_client().get(link)
        assert (answer.status_code, said in read(answer).text) == (404, True), link


def test_a_new_link_replaces_the_one_that_was_lost(
    owner: FlaskClient, desk_app: Flask, desk_engine: Engine
) -> None:
    lost, _ = invite(owner)
    with transaction(desk_engine, None, read_only=True) as session:
        invitation_id = session.scalars(select(Invitation.id)).one()
    answer = post(owner, f"/membres/invitations/{invitation_id}/lien")
    fresh = read(owner.get(answer.headers["Location"])).form["link"]
    assert desk_app.test_client().get(lost).status_code == 404
    assert desk_app.test_client().get(re.sub(r"^https?://[^/]+", "", fresh)).status_code == 200


@pytest.mark.parametrize(
    ("values", "status", "sentence"),
    [
        ({"email": "lea"}, 422, "adresse de courriel"),
        ({"role": "king"}, 422, ""),
        ({"ends_on": "2020-01-01"}, 422, "le soir de ce jour"),
        ({"ends_on": "demain"}, 422, "Écrivez une date"),
        ({"name": ""}, 422, "Saisissez un nom"),
        ({"email": "owner@cabinet-exemple.example"}, 409, "fait déjà partie"),
    ],
)
def test_an_invitation_that_cannot_be_made_is_explained_and_what_was_typed_stays(
    owner: FlaskClient, values: dict[str, str], status: int, sentence: str
) -> None:
    answer = post(owner, "/membres/inviter", **LEA | values)
    page = read(answer)
    assert answer.status_code == status
    assert sentence in page.text
    assert page.form["name"] == (LEA | values)["name"]


def test_the_associate_who_leaves_is_out_at_once_in_the_session_under_way(
    owner: FlaskClient, desk_app: Flask, desk_engine: Engine, house: House
) -> None:
    leaving = seat(desk_app, desk_engine, house, Role.MANAGER, clock.now())
    form = read(leaving.get("/registre")).form
    member = membership_of(desk_engine, "manager@cabinet-exemple.example")
    version = read(owner.get(f"/membres/{member}")).form["version"]
    answer = post(owner, f"/membres/{member}/fin", when="now", version=version)
    assert answer.headers["Location"] == "/membres"
    page = read(owner.get("/membres"))
    assert "n’a plus accès" in page.text
    assert "Anciens membres" in page.text
    assert leaving.get("/registre").status_code == 404
    late = leaving.post("/registre/verifier", data=form)
    assert late.status_code == 404
    assert "Votre accès à ce cabinet a pris fin" in read(late).text
    assert "Aucun cabinet" in read(leaving.get("/cabinets")).heading


def test_an_access_ends_in_the_evening_of_the_chosen_day(
    owner: FlaskClient,
    desk_app: Flask,
    desk_engine: Engine,
    house: House,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leaving = seat(desk_app, desk_engine, house, Role.MANAGER, clock.now())
    member = membership_of(desk_engine, "manager@cabinet-exemple.example")
    now = clock.now()
    day = (now + timedelta(days=2)).date()
    version = read(owner.get(f"/membres/{member}")).form["version"]
    post(owner, f"/membres/{member}/fin", when="on_a_day", ends_on=day.isoformat(), version=version)
    assert "au soir" in read(owner.get("/membres")).text
    assert leaving.get("/registre").status_code == 200
    with transaction(desk_engine, None, read_only=True) as session:
        ends_at = session.get_one(Membership, member).ends_at
    assert ends_at is not None
    assert timedelta(days=1) < ends_at - now < timedelta(days=3, hours=1)
    monkeypatch.setattr(clock, "now", lambda: ends_at)
    assert leaving.get("/registre").status_code in {302, 404}


def test_two_owners_who_change_the_same_member_get_a_sentence_and_nothing_is_lost(
    owner: FlaskClient, desk_app: Flask, desk_engine: Engine, house: House
) -> None:
    seat(desk_app, desk_engine, house, Role.MANAGER, clock.now())
    member = membership_of(desk_engine, "manager@cabinet-exemple.example")
    version = read(owner.get(f"/membres/{member}")).form["version"]
    post(owner, f"/membres/{member}/role", role="contributor", version=version)
    late = post(owner, f"/membres/{member}/role", role="owner", version=version)
    page = read(late)
    assert late.status_code == 409
    assert "depuis que vous avez ouvert cette page" in page.text
    assert "contributeur" in page.heading
    assert page.form["version"] != version


def test_the_last_owner_stays(owner: FlaskClient, desk_engine: Engine) -> None:
    member = membership_of(desk_engine, "owner@cabinet-exemple.example")
    version = read(owner.get(f"/membres/{member}")).form["version"]
    for address, values in (
        (f"/membres/{member}/role", {"role": "manager"}),
        (f"/membres/{member}/fin", {"when": "now"}),
    ):
        answer = post(owner, address, version=version, **values)
        assert answer.status_code == 409
        assert "est le dernier responsable du cabinet" in read(answer).text
    assert owner.get("/membres").status_code == 200


def test_a_manager_reads_the_list_and_a_contributor_does_not(
    desk_app: Flask, desk_engine: Engine, house: House
) -> None:
    manager = seat(desk_app, desk_engine, house, Role.MANAGER, clock.now())
    contributor = seat(desk_app, desk_engine, house, Role.CONTRIBUTOR, clock.now())
    member = membership_of(desk_engine, "manager@cabinet-exemple.example")
    page = read(manager.get("/membres"))
    assert "Nadia Lopez" in page.text
    assert "Inviter" not in page.text
    for address in ("/membres/inviter", f"/membres/{member}"):
        assert manager.get(address).status_code == 403
    for address in ("role", "fin"):
        answer = post(
            manager, f"/membres/{member}/{address}", version="1", role="owner", when="no_end"
        )
        assert answer.status_code == 403
    assert contributor.get("/membres").status_code == 403


def test_ids_of_another_practice_are_not_there(
    owner: FlaskClient, desk_app: Flask, desk_engine: Engine
) -> None:
    other = furnish(desk_engine, clock.now(), siren="333333334")
    seat(desk_app, desk_engine, other, Role.MANAGER, clock.now())
    theirs = membership_of(desk_engine, "manager@cabinet-exemple.example")
    assert owner.get(f"/membres/{theirs}").status_code == 404
    assert post(owner, f"/membres/{theirs}/fin", when="now", version="1").status_code == 404
    assert post(owner, f"/cabinets/{other.actor.practice_id}").status_code == 404
    with owner.session_transaction() as cookie:
        cookie["practice_id"] = str(other.actor.practice_id)
    assert owner.get("/registre").status_code == 404


def test_a_form_opened_in_one_practice_is_not_saved_in_another(
    owner: FlaskClient, desk_app: Flask, desk_engine: Engine, house: House
) -> None:
    other = furnish(desk_engine, clock.now(), siren="333333334")
    browser = seat(desk_app, desk_engine, other, Role.MANAGER, clock.now())
    link, _ = invite(owner, email="manager@cabinet-exemple.example", role="manager")
    browser.post(link, data=read(browser.get(link)).form)
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        party = str(session.scalars(select(Party.id)).first())
    stale = read(browser.get("/registre/nouveau/domain_fr")).form
    post(browser, f"/cabinets/{other.actor.practice_id}")
    answer = browser.post(
        "/registre/nouveau/domain_fr", data=stale | {"name": "egare.example", "holder_id": party}
    )
    assert answer.status_code == 400
    assert "egare.example" not in read(browser.get("/registre")).text


def test_the_last_day_somebody_came_is_shown(
    owner: FlaskClient, desk_app: Flask, desk_engine: Engine, house: House
) -> None:
    colleague = seat(desk_app, desk_engine, house, Role.MANAGER, clock.now())
    owner.get("/registre")
    assert read(owner.get("/membres")).text.count("pas encore") == 1
    colleague.get("/contrats")
    assert "pas encore" not in read(owner.get("/membres")).text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_speak_both_languages_with_one_heading(
    owner: FlaskClient, desk_app: Flask, desk_engine: Engine, language: str
) -> None:
    link, _ = invite(owner)
    member = membership_of(desk_engine, "owner@cabinet-exemple.example")
    with transaction(desk_engine, None, read_only=True) as session:
        invitation_id = session.scalars(select(Invitation.id)).one()
    for browser, address in (
        (owner, "/membres"),
        (owner, "/membres/inviter"),
        (owner, f"/membres/{member}"),
        (owner, f"/membres/invitations/{invitation_id}"),
        (owner, "/cabinets"),
        (desk_app.test_client(), link),
    ):
        page = read(browser.get(f"{address}?lang={language}"))
        assert page.language == language
        assert len(page.all("h1")) == 1
        assert "None" not in page.text
