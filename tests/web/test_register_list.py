"""The register's list: search, filters, saved views, and what is changed for several at once."""

import re
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.register.models import Party
from reversibility.store.session import transaction
from tests.web.house import House, examine, seat, theirs
from tests.web.pages import read


@pytest.fixture
def parties(desk_engine: Engine, house: House) -> dict[str, UUID]:
    """Return the parties of the practice by name."""
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        return {party.name: party.id for party in session.scalars(select(Party))}


def test_a_search_folds_accents_and_case_and_looks_into_kinds_parties_and_addresses(
    manager: FlaskClient,
) -> None:
    assert _names(manager, "q=LEFEVRE") == {"Fiche Google du Dr Lefèvre"}
    assert "Compte Google Ads" in _names(manager, "q=google ads")
    assert "Messagerie, 8 boîtes" in _names(manager, "q=boites infogerance")
    assert "cabinet-exemple.fr.example" in _names(manager, "q=registrar exemple")


def test_what_a_party_holds_runs_pays_or_enters_is_of_that_party(
    manager: FlaskClient, parties: dict[str, UUID]
) -> None:
    found = _names(manager, f"intervenant={parties['Exemple Ads']}")
    assert found == {"Compte Google Ads", "Fiche d’établissement Google"}


def test_filters_add_up_and_each_can_be_taken_away(
    manager: FlaskClient, parties: dict[str, UUID]
) -> None:
    query = f"intervenant={parties['Studio Exemple Web']}&nature=gbp&etat=out_of_reach"
    page = read(manager.get(f"/registre?{query}"))
    assert page.heading == "Un élément répond à vos critères."
    away = [link["href"] for link in page.all("a") if link.get("class") == "pill-link pill-on"]
    assert len(away) == 3
    assert any("intervenant" not in href and "nature=gbp" in href for href in away)


def test_a_result_is_asked_for_as_the_row_shows_it(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    examine(desk_engine, house, "domaine", theirs(), now=clock.now())
    assert _names(manager, "resultat=contradicted") == {"cabinet-exemple.fr.example"}
    assert "cabinet-exemple.fr.example" not in _names(manager, "resultat=none")


def test_nonsense_in_an_address_excludes_nothing_and_nothing_found_says_what_to_do(
    manager: FlaskClient,
) -> None:
    assert len(_names(manager, "etat=x&resultat=y&nature=z&intervenant=w&suite=v")) == 10
    assert "Retirez un critère" in read(manager.get("/registre?q=introuvable")).text
    assert manager.get("/registre?q=" + "é" * 5_000).status_code == 200


def test_a_view_is_saved_for_everybody_opened_by_name_and_removed(
    manager: FlaskClient, desk_app: Flask, desk_engine: Engine, house: House
) -> None:
    form = read(manager.get("/registre?nature=gbp")).form
    manager.post("/registre/vues", data={**form, "name": "Fiches Google", "nature": "gbp"})
    colleague = seat(desk_app, desk_engine, house, Role.OWNER, clock.now())
    page = read(colleague.get("/registre"))
    (href,) = [link["href"] for link in page.all("a") if link.get("class") == "pill-link"]
    shown = read(colleague.get(href))
    assert shown.heading == "2 éléments répondent à vos critères."
    (drop,) = [
        form["action"] for form in shown.all("form") if "suppression" in form.get("action", "")
    ]
    colleague.post(drop, data={"csrf_token": shown.form["csrf_token"]})
    assert "Fiches Google »" in read(colleague.get("/registre")).text  # says that it is gone
    assert "pill-link" not in colleague.get("/registre").text


def test_two_views_do_not_share_a_name(manager: FlaskClient) -> None:
    form = {**read(manager.get("/registre?nature=gbp")).form, "name": "Fiches", "nature": "gbp"}
    for _ in range(2):
        manager.post("/registre/vues", data=form)
    assert "Une vue s’appelle déjà" in read(manager.get("/registre")).text


def test_several_elements_are_changed_together_after_every_change_was_shown(
    manager: FlaskClient, house: House, parties: dict[str, UUID]
) -> None:
    ids = [str(house.assets[slug]) for slug in ("hebergement", "site")]
    token = read(manager.get("/registre")).form["csrf_token"]
    asked = manager.post("/registre/ensemble", data={"csrf_token": token, "id": ids})
    assert "2 éléments choisis" in read(asked).heading
    payer = str(parties["Cabinet médical Exemple"])
    preview = manager.post(
        "/registre/ensemble",
        data={**read(asked).form, "id": ids, "payer": payer, "preview": "yes"},
    )
    page = read(preview)
    assert page.heading == "2 éléments vont changer : relisez avant d’enregistrer."
    assert "Payé par : Studio Exemple Web" in page.text
    assert "Studio Exemple Web" in _row(manager, "Hébergement du site")  # nothing is saved yet
    manager.post("/registre/ensemble/modifier", data=_sent(preview.text))
    assert "le cabinet" in _row(manager, "Hébergement du site")
    told = read(manager.get(f"/journal?fiche={ids[0]}")).text
    assert "a modifié l’élément « Hébergement du site »" in told


def test_when_somebody_was_faster_nothing_is_changed_at_all(
    manager: FlaskClient, desk_app: Flask, desk_engine: Engine, house: House,
    parties: dict[str, UUID],
) -> None:  # fmt: skip
    ids = [str(house.assets[slug]) for slug in ("hebergement", "site")]
    token = read(manager.get("/registre")).form["csrf_token"]
    payer = str(parties["Cabinet médical Exemple"])
    data = {"csrf_token": token, "id": ids, "payer": payer, "preview": "yes"}
    preview = manager.post("/registre/ensemble", data=_whole(data))
    colleague = seat(desk_app, desk_engine, house, Role.OWNER, clock.now())
    form = read(colleague.get(f"/registre/{ids[1]}/modifier")).form
    colleague.post(f"/registre/{ids[1]}/modifier", data={**form, "notes": "vu"})
    answer = manager.post("/registre/ensemble/modifier", data=_sent(preview.text))
    assert answer.status_code == 409
    assert "Site web du cabinet" in read(answer).text
    assert "Studio Exemple Web" in _row(manager, "Hébergement du site")
    again = manager.post("/registre/ensemble/modifier", data=_sent(answer.text))
    assert again.status_code == 302
    assert "le cabinet" in _row(manager, "Hébergement du site")


def test_nothing_ticked_nothing_chosen_and_foreign_ids_are_answered_in_words(
    manager: FlaskClient, house: House
) -> None:
    token = read(manager.get("/registre")).form["csrf_token"]
    foreign = {"csrf_token": token, "id": [str(uuid4()), "nonsense"]}
    manager.post("/registre/ensemble", data=foreign)
    assert "Cochez d’abord" in read(manager.get("/registre")).text
    own = {"csrf_token": token, "id": [str(house.assets["site"])], "preview": "yes"}
    answer = manager.post("/registre/ensemble", data=_whole(own))
    assert answer.status_code == 422
    assert "Choisissez au moins une chose à changer." in read(answer).text


def _whole(data: dict[str, object]) -> dict[str, object]:
    """Leave what is not named as it is."""
    names = (
        "holder", "provider", "account_holder", "payer", "administrative_contact",
        "technical_contact", "importance",
    )  # fmt: skip
    return {**dict.fromkeys(names, "same"), **data}


def _sent(html: str) -> dict[str, list[str]]:
    """Return what the form of a preview sends, values that come several times included."""
    found: dict[str, list[str]] = {}
    form = html[html.index('action="/registre/ensemble/modifier"') :].split("</form>", maxsplit=1)[
        0
    ]
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def _names(browser: FlaskClient, query: str) -> set[str]:
    html = browser.get(f"/registre?{query}").text
    return {
        name.replace("&#39;", "'")
        for name in re.findall(r'<a href="/registre/0[^"]+">([^<]+)</a><small>', html)
    }


def _row(browser: FlaskClient, name: str) -> str:
    html = browser.get("/registre").text
    return next(
        row for row in re.findall(r"<tr class=.row-link.*?</tr>", html, re.DOTALL) if name in row
    )
