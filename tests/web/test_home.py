"""The home page and the list of points: what comes first, where each fix begins, what is left."""

import re
import time
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete

from reversibility.access.models import AccessGrant
from reversibility.app import create_app
from reversibility.findings.answers import FINE, Answer, Fires
from reversibility.findings.facts import AssetFacts, RegisterFacts
from reversibility.findings.policy import load_policy
from reversibility.findings.predicates import PREDICATES
from reversibility.http.seat import EXTENSION
from reversibility.http.services import Services
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.kernel.ids import new_id
from reversibility.register.models import Asset
from reversibility.store.session import transaction
from tests.web.house import House, examine, seat, theirs
from tests.web.pages import Page, read
from tests.web.test_page_budget import counting

_RULE = """
[[rules]]
id = "T-01"
about = "asset"
severity = "critical"
minutes = 1
source = "known-practice"
concerns = ["gbp"]
title = { fr = "Essai", en = "Trial" }
why = { fr = "Pour essayer.", en = "To try." }
facts.default = { fr = "{name} : une règle ajoutée parle.", en = "{name}: an added rule speaks." }
remedy = { fr = "Rien.", en = "Nothing." }
closes = { fr = "Rien.", en = "Nothing." }
[rules.way]
button = { fr = "Voir la fiche", en = "See the record" }
opens = "declaration"

[[sources]]
"""


@pytest.fixture
def owner(desk_app: Flask, desk_engine: Engine, house: House) -> FlaskClient:
    """Return the browser of the owner of the practice of the demo."""
    return seat(desk_app, desk_engine, house, Role.OWNER, clock.now())


def test_the_page_says_what_would_be_lost_and_what_comes_first(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    examine(desk_engine, house, "domaine", theirs(), now=clock.now())
    page = read(manager.get("/"))
    assert page.heading.startswith("Si Studio Exemple Web disparaissait demain, vous perdriez 5 de")
    first = page.text[page.text.index("À régler d’abord") :]
    assert "expire le" in first
    assert "Voir qui le renouvelle" in first
    assert "STUDIO EXEMPLE WEB" in first
    assert "Fragile" in page.text
    assert "Dernier jour pour dénoncer" in first
    assert "6 éléments, seul à entrer dans 5" in first
    assert "Dernière vérification le" in first
    assert read(manager.get("/?lang=en")).heading.startswith("If Studio Exemple Web were gone")


def test_what_nobody_said_is_never_told_as_a_fact(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    with transaction(desk_engine, house.actor.practice_id) as session:
        session.execute(delete(AccessGrant))
    page = read(manager.get("/"))
    losses = page.text[page.text.index("Ce qui vous coûte") : page.text.index("Voir le calcul")]
    assert "À préciser : le prestataire est seul administrateur (10)" in losses
    assert "Le prestataire est seul administrateur" not in losses
    providers = page.text[page.text.index("Vos prestataires") :]
    assert re.search(r"\d+ points \S.*? \d+ réponses manquent", providers)
    links = [link["href"] for link in read(manager.get("/points")).all("a")]
    asked = next(href for href in links if "regle=R-01" in href)
    heading = read(manager.get(asked)).heading
    assert heading.startswith("« À préciser : le prestataire est seul administrateur »")
    assert heading.endswith("10 réponses manquent.")


def test_every_button_leads_to_a_page_that_opens(owner: FlaskClient) -> None:
    links = {
        link["href"].partition("#")[0]
        for address in ("/", "/points", "/points?etat=manquants")
        for link in read(owner.get(address)).all("a")
        if link["href"].startswith("/")
    }
    assert len(links) > 30
    answers = {link: owner.get(link).status_code for link in links}
    assert {link: status for link, status in answers.items() if status != 200} == {}


def test_the_anchor_of_a_button_is_a_question_of_that_page(owner: FlaskClient) -> None:
    anchored = {
        link["href"]
        for link in read(owner.get("/points?etat=manquants")).all("a")
        if "/modifier#" in link["href"]
    }
    assert anchored
    for href in anchored:
        address, _, anchor = href.partition("#")
        assert read(owner.get(address)).by_id(anchor), href


def test_the_lost_points_add_up_on_the_page_of_the_computation(owner: FlaskClient) -> None:
    text = read(owner.get("/points")).text
    lost = [int(found) for found in re.findall(r"\u2212(\d+)", text)]
    total = re.search(r"100 \u2212 (\d+) = (\d+)", text)
    assert total
    assert sum(lost) == int(total[1]) == 100 - int(total[2])


def test_a_rule_added_as_data_and_predicate_is_on_the_home_page(
    desk_app: Flask, desk_engine: Engine, house: House
) -> None:
    def speaks(asset: AssetFacts, _register: RegisterFacts) -> Answer:
        return Fires() if "Lefèvre" in asset.name else FINE

    services: Services = desk_app.extensions[EXTENSION]
    shipped = files("reversibility.findings").joinpath("data", "rules.toml").read_text("utf-8")
    policy = load_policy(
        services.catalogue,
        shipped.replace("\n[[sources]]\n", _RULE, 1),
        {**PREDICATES, "T-01": speaks},
    )
    app = create_app(replace(services, policy=policy))
    browser = seat(app, desk_engine, house, Role.MANAGER, clock.now())
    text = read(browser.get("/points")).text
    assert "Fiche Google du Dr Lefèvre : une règle ajoutée parle." in text
    assert "Fiche d’établissement Google : une règle ajoutée parle." not in text
    assert "Essai" in read(browser.get("/points?regle=T-01")).heading


def test_an_empty_practice_is_welcomed_and_led_to_the_first_steps(signed_in: FlaskClient) -> None:
    page = read(signed_in.get("/"))
    assert page.heading == "Bienvenue. Un nom de domaine suffit pour commencer."
    assert "/premiers-pas/cabinet" in {link["href"] for link in page.all("a")}


def test_the_owner_leaves_a_point_with_a_reason_and_takes_it_up_again(owner: FlaskClient) -> None:
    page = read(owner.get("/points?regle=R-34"))
    leaving = next(link["href"] for link in page.all("a") if link["href"].endswith("/laisser"))
    form = read(owner.get(leaving)).form
    until = (clock.now() + timedelta(days=40)).date().isoformat()
    refused = owner.post(leaving, data=form | {"reason": "", "until": until})
    assert refused.status_code == 422
    assert until in refused.text
    done = owner.post(leaving, data=form | {"reason": "Petite agence, c’est ainsi", "until": until})
    assert done.status_code == 302
    left = read(owner.get("/points?etat=laisses"))
    assert "Petite agence, c’est ainsi" in left.text
    assert "Laissés en l’état (1)" in left.text
    assert "Point laissé en l’état, à revoir" in read(owner.get("/")).text
    form = left.form
    assert owner.post(leaving.replace("laisser", "reprendre"), data=form).status_code == 302
    assert "Laissés en l’état (0)" in read(owner.get("/points")).text
    assert "a laissé en l’état un point" in read(owner.get("/journal")).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"until": ""}, "Choisissez le jour où ce point reviendra."),
        ({"until": "demain"}, "Écrivez une date"),
        ({"until": "2020-01-01"}, "Choisissez un jour à venir."),
        ({"until": "2199-01-01"}, "Choisissez un jour dans les deux ans."),
        ({"reason": "x" * 501}, "500 caractères au plus"),
        ({"reason": "", "until": ""}, "2 points à corriger"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(
    owner: FlaskClient, typed: dict[str, str], said: str
) -> None:
    page = read(owner.get("/points?regle=R-34"))
    leaving = next(link["href"] for link in page.all("a") if link["href"].endswith("/laisser"))
    data = {
        **read(owner.get(leaving)).form,
        "reason": "Une raison",
        "until": (clock.now() + timedelta(days=9)).date().isoformat(),
    }
    answer = owner.post(leaving, data=data | typed)
    assert answer.status_code == 422
    assert said in read(answer).text
    if "reason" not in typed:
        assert "Une raison" in answer.text


def test_a_manager_reads_points_but_is_not_offered_to_leave_them(manager: FlaskClient) -> None:
    page = read(manager.get("/points"))
    assert not [link for link in page.all("a") if link["href"].endswith("/laisser")]


@pytest.mark.parametrize(
    "address",
    [
        "/points?etat=inconnu",
        "/points?prestataire=x",
        "/points?regle=R-99",
        "/points?etat=",
    ],
)
def test_an_address_that_asks_for_nothing_known_shows_everything(
    manager: FlaskClient, address: str
) -> None:
    assert read(manager.get(address)).heading == read(manager.get("/points")).heading


def test_the_asset_and_the_provider_pages_tell_the_same_points(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    asset_id = examine(desk_engine, house, "domaine", theirs(), now=clock.now())
    own = _facts(read(manager.get(f"/registre/{asset_id}")))
    every = _facts(read(manager.get("/points"))) | _facts(
        read(manager.get("/points?etat=manquants"))
    )
    assert len(own) >= 5
    assert own <= every
    assert {each for each in every if each.startswith("cabinet-exemple.fr.example ")} <= own
    page = read(manager.get("/"))
    provider = next(link["href"] for link in page.all("a") if "/intervenants/" in link["href"])
    assert _facts(read(manager.get(provider))) <= every


def test_a_record_is_confirmed_on_its_page(manager: FlaskClient, house: House) -> None:
    address = f"/registre/{house.assets['hebergement']}"
    form = read(manager.get(address)).form
    answer = manager.post(f"{address}/relire", data=form)
    assert answer.status_code == 302
    assert "La fiche est confirmée" in read(manager.get(address)).text


def test_a_thousand_assets_ask_no_more_questions_and_are_shown_in_time(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    now = clock.now()
    with transaction(desk_engine, house.actor.practice_id) as session:
        model = session.get_one(Asset, house.assets["hebergement"])
        session.add_all(
            Asset(
                id=new_id(now),
                practice_id=house.actor.practice_id,
                kind="hosting",
                slug=f"hebergement-{number}",
                name=f"Hébergement {number}",
                importance=3,
                declared_on=model.declared_on,
                declared_by="Nadia Lopez",
                created_at=now,
                provider_id=model.provider_id,
                holder_id=model.holder_id,
            )
            for number in range(1000)
        )
    with counting(desk_engine) as questions:
        began = time.process_time()
        page = read(manager.get("/"))
        took = time.process_time() - began
    assert len(questions) <= 12
    assert "1010" in page.heading
    assert took < 6, f"{took:.1f} s of processor time"
    assert page.text.count("state-block") < 200


def _facts(page: Page) -> set[str]:
    text = page.text
    return set(re.findall(r"Pourquoi, et que faire : (.*?) Pourquoi ", text))
