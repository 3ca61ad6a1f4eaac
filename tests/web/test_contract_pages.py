"""Contracts: the day by which to give notice, with its computation, and what each covers."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from reversibility.contracts.models import Contract, ContractAsset
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor, Role
from reversibility.kernel.dates import day
from reversibility.kernel.period import Period
from reversibility.store.session import transaction
from tests.web.conftest import AppMaker, choose_password, let_in, sign_in
from tests.web.house import House, furnish, seat
from tests.web.pages import Page, read

STUDIO = "studio-web-2023"


def test_the_list_names_the_first_day_by_which_to_give_notice(
    manager: FlaskClient, house: House
) -> None:
    page = read(manager.get("/contrats"))
    assert page.heading.startswith("Vos 3 contrats, et la première date")
    links = {link["href"] for link in page.all("a")}
    assert {f"/contrats/{contract_id}" for contract_id in house.contracts.values()} <= links


def test_a_contract_says_by_when_the_letter_must_arrive_and_shows_the_addends(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    page = _page(manager, desk_engine, house, ends_on=date(2031, 3, 31), notice=Period(months=3))
    assert page.heading == (
        "Pour quitter Studio Exemple Web, votre courrier doit arriver au plus tard le"
        " 31 décembre 2030."
    )
    computed = page.text[page.text.index("Le calcul") :]
    for part in ("31 mars 2031", "1er avril 2031", "préavis de 3 mois", "1er janvier 2031"):
        assert part in computed
    assert "16 décembre 2030" in computed  # fifteen days to be on the safe side


def test_a_last_day_on_a_week_end_aims_for_the_friday_before(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    page = _page(manager, desk_engine, house, ends_on=date(2030, 8, 31), notice=Period(months=2))
    assert "Ce jour est un dimanche : dernier jour ouvré utile" in page.text
    assert "Vendredi 28 juin 2030" in page.text.replace("\u00a0", " ")


def test_a_notice_day_that_has_passed_is_said_without_hope(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    soon = clock.now().date() + timedelta(days=40)
    page = _page(manager, desk_engine, house, ends_on=soon, notice=Period(months=3))
    assert page.heading.startswith("Le dernier jour pour dénoncer le contrat avec Studio")
    assert "À poster avant" not in page.text


def test_the_letter_that_ends_the_contract_is_one_button_away_unless_one_is_leaving(
    manager: FlaskClient, house: House
) -> None:
    contract = f"/contrats/{house.contracts['exemple-ads-2025']}"
    page = read(manager.get(contract))
    assert "Préparer la dénonciation" in page.text
    for group in ("Lire ce contrat", "Si quelque chose se passe", "Changer de prestataire"):
        assert group in page.text
    begun = manager.post(f"{contract}/courriers", data=page.form | {"kind": "L5"})
    assert "non-reconduction" in read(manager.get(begun.headers["Location"])).text.casefold()
    leaving = read(manager.get(f"/contrats/{house.contracts[STUDIO]}"))
    assert "Préparer la dénonciation" not in leaving.text


@pytest.mark.parametrize(
    ("ends_on", "heading"),
    [
        (date(2031, 3, 31), "et son préavis n’est pas indiqué."),
        (None, "n’a pas d’échéance indiquée."),
        (date(2024, 3, 31), "c’était le 31 mars 2024."),
    ],
)
def test_what_the_contract_does_not_say_is_said(
    manager: FlaskClient, desk_engine: Engine, house: House, ends_on: date | None, heading: str
) -> None:
    page = _page(manager, desk_engine, house, ends_on=ends_on, notice=None)
    assert page.heading.endswith(heading)


def test_a_contract_lists_what_it_covers_with_its_state_and_its_page(
    manager: FlaskClient, house: House
) -> None:
    page = read(manager.get(f"/contrats/{house.contracts[STUDIO]}"))
    links = {link["href"] for link in page.all("a")}
    assert f"/registre/{house.assets['domaine']}" in links
    assert f"/registre/{house.assets['messagerie']}" not in links
    assert "6 éléments, 5 hors de portée" in page.text


def test_a_contract_that_covers_nothing_has_no_plan_to_produce(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    with transaction(desk_engine, house.actor.practice_id) as session:
        for link in session.query(ContractAsset).filter_by(contract_id=house.contracts[STUDIO]):
            session.delete(link)
    address = f"/contrats/{house.contracts[STUDIO]}"
    page = read(manager.get(address))
    assert "Aucun élément n’est rattaché à ce contrat" in page.text
    assert "Produire le plan de sortie" not in page.text
    answer = manager.get(f"{address}/plan")
    assert answer.status_code == 409
    assert "il n’y a rien à planifier" in read(answer).text


def test_a_contributor_reads_the_contract_but_does_not_produce_the_plan(
    desk_app: Flask, desk_engine: Engine, house: House
) -> None:
    client = seat(desk_app, desk_engine, house, Role.CONTRIBUTOR, clock.now())
    address = f"/contrats/{house.contracts[STUDIO]}"
    page = read(client.get(address))
    assert page.heading.startswith("Pour quitter Studio Exemple Web")
    assert "Produire" not in page.text
    assert client.get(f"{address}/plan").status_code == 403
    assert client.post(f"{address}/plan", data=page.form).status_code == 403


def test_the_contracts_of_another_practice_are_not_there(
    make_app: AppMaker, engine: Engine
) -> None:
    now = clock.now()
    house, other = furnish(engine, now), furnish(engine, now, siren="552100554")
    client = seat(make_app(engine), engine, house, Role.OWNER, now)
    form = read(client.get("/registre")).form
    address = f"/contrats/{other.contracts[STUDIO]}"
    assert client.get(address).status_code == 404
    assert client.get(f"{address}/plan").status_code == 404
    assert client.post(f"{address}/plan", data=form).status_code == 404
    own = read(client.get(f"/contrats/{house.contracts[STUDIO]}"))
    assert own.heading.endswith(f"{day(_notice_day(now.date()), 'fr')}.")


def test_without_a_contract_the_page_says_what_will_appear(
    make_app: AppMaker, sqlite: Engine, actor: Actor
) -> None:
    client = make_app(sqlite).test_client()
    choose_password(client, let_in(sqlite, actor))
    sign_in(client)
    page = read(client.get("/contrats"))
    assert page.heading == "Aucun contrat n’est encore inscrit."


def _page(
    client: FlaskClient,
    engine: Engine,
    house: House,
    *,
    ends_on: date | None,
    notice: Period | None,
) -> Page:
    with transaction(engine, house.actor.practice_id) as session:
        row = session.get_one(Contract, house.contracts[STUDIO])
        row.ends_on, row.notice = ends_on, notice
    page = read(client.get(f"/contrats/{house.contracts[STUDIO]}"))
    return replace(page, heading=page.heading.replace("\u00a0", " "))


def _notice_day(today: date) -> date:
    # The demo's contract ends in 127 days, with three months' notice.
    next_start = today + timedelta(days=128)
    return Period(months=3).before(next_start) - timedelta(days=1)
