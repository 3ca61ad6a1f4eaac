"""What a person sees who shows that they can act: what to place, what was seen, and refusals."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, update

from reversibility.evidence.challenge_models import ChallengeRow, ChallengeState
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.register.models import Asset
from reversibility.store.session import transaction
from tests.factories.challenges import looked_for
from tests.web.house import House, seat
from tests.web.pages import read


def address_of(house: House, slug: str = "domaine") -> str:
    return f"/registre/{house.assets[slug]}/preuve-de-controle"


@pytest.fixture
def asked(desk_engine: Engine, house: House) -> ChallengeRow:
    """Ask for control of the domain, of which one server of two shows the value so far."""
    with transaction(desk_engine, house.actor.practice_id) as session:
        challenge_id = looked_for(session, house.actor, house.assets["domaine"], now=clock.now())
        return session.get_one(ChallengeRow, challenge_id)


def change(engine: Engine, house: House, **values: object) -> None:
    with transaction(engine, house.actor.practice_id) as session:
        session.execute(update(ChallengeRow).values(**values))


def test_the_page_of_a_domain_leads_there_and_that_of_an_account_does_not(
    manager: FlaskClient, house: House
) -> None:
    assert address_of(house) in manager.get(f"/registre/{house.assets['domaine']}").text
    other = next(slug for slug in house.assets if "ads" in slug or "annonces" in slug)
    assert "preuve-de-controle" not in manager.get(f"/registre/{house.assets[other]}").text
    refused = manager.get(address_of(house, other))
    assert refused.status_code == 422
    assert "capture de l’écran des rôles" in refused.text


def test_what_to_place_and_what_was_seen_stand_on_one_page(
    manager: FlaskClient, house: House, asked: ChallengeRow
) -> None:
    page = read(manager.get(address_of(house)))
    assert page.form["value"] == f"reversibility-challenge={asked.token}"
    assert page.form["where"] == f"_reversibility-challenge.{asked.name}"
    assert "1 sur 2" in page.text
    assert "ne l’a pas encore" in page.text
    assert "pas que vous êtes titulaire" in page.text


def test_a_look_is_asked_for_and_its_progress_shown(
    manager: FlaskClient, house: House, asked: ChallengeRow
) -> None:
    form = read(manager.get(address_of(house))).form
    answer = manager.post(f"{address_of(house)}/{asked.id}/verifier", data=form)
    assert answer.status_code == 302
    shown = manager.get(answer.headers["Location"])
    assert shown.status_code == 200
    assert "Nous regardons si la valeur est en place" in shown.text
    assert address_of(house) in shown.text


def test_a_cancelled_request_shows_no_value_and_can_be_made_anew(
    manager: FlaskClient, house: House, asked: ChallengeRow
) -> None:
    form = read(manager.get(address_of(house))).form
    answer = manager.post(f"{address_of(house)}/{asked.id}/annuler", data=form)
    assert answer.status_code == 302
    page = manager.get(address_of(house)).text
    assert asked.token not in page
    assert "Faire une nouvelle demande" in page
    assert manager.post(f"{address_of(house)}/{asked.id}/annuler", data=form).status_code == 409


@pytest.mark.parametrize(
    ("state", "hours_left", "says"),
    [
        (ChallengeState.OPEN, -1, "a expiré"),
        (ChallengeState.PASSED, -1, "ce relevé est ancien"),
        (ChallengeState.PASSED, 1, "n’a pas été revu"),
    ],
)
def test_the_page_says_how_a_request_stands(
    manager: FlaskClient,
    house: House,
    desk_engine: Engine,
    asked: ChallengeRow,
    state: ChallengeState,
    hours_left: int,
    says: str,
) -> None:
    at = clock.now()
    change(
        desk_engine, house, state=state, passed_at=at, expires_at=at + timedelta(hours=hours_left)
    )
    page = manager.get(address_of(house)).text
    assert says in page
    assert asked.token not in page
    assert "Faire une nouvelle demande" in page


def test_an_element_that_bears_another_name_since_says_so(
    manager: FlaskClient, house: House, desk_engine: Engine, asked: ChallengeRow
) -> None:
    with transaction(desk_engine, house.actor.practice_id) as session:
        asset = session.get_one(Asset, house.assets["domaine"])
        asset.attributes = {**asset.attributes, "domain": "autre-nom.fr.example"}
    page = manager.get(address_of(house)).text
    assert "Le nom de cet élément a changé depuis cette demande" in page
    form = read(manager.get(address_of(house))).form
    answer = manager.post(f"{address_of(house)}/{asked.id}/verifier", data=form)
    assert answer.status_code == 409
    assert "ne compte plus" in answer.text


def test_a_name_that_nobody_can_have_is_refused_with_what_to_do(
    manager: FlaskClient, house: House
) -> None:
    """The service of this test knows no suffix under `example`, which is kept for examples."""
    form = read(manager.get(address_of(house))).form
    answer = manager.post(address_of(house), data=form)
    assert answer.status_code == 422
    assert "Indiquez un nom enregistré" in answer.text


def test_an_auditor_does_not_see_the_value(
    desk_app: Flask, desk_engine: Engine, house: House, asked: ChallengeRow
) -> None:
    auditor = seat(desk_app, desk_engine, house, Role.AUDITOR, clock.now())
    answer = auditor.get(address_of(house))
    assert answer.status_code in {403, 302}
    assert asked.token not in answer.text
