"""The exit of a contract on its pages: from the case to closed tasks, and the questions beside."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from probes.interface import Verdict, VerdictField, VerdictState
from reversibility.exits.tasks.settling import settle_tasks
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.store.session import transaction
from tests.web.house import House, certify, examine, seat, theirs
from tests.web.pages import read

STUDIO, INFOGERANCE = "studio-web-2023", "infogerance-2024"


@pytest.fixture
def address(house: House) -> str:
    return f"/contrats/{house.contracts[STUDIO]}/sortie"


@pytest.fixture
def planned(manager: FlaskClient, address: str) -> str:
    """Have the tasks made, and return the address of the exit."""
    page = read(manager.get(f"{address}/mise-a-jour"))
    assert manager.post(f"{address}/mise-a-jour", data=page.form).status_code == 302
    return address


def task(client: FlaskClient, address: str, words: str, asset: str = "") -> str:
    """Return the page of the task whose title holds some words."""
    page = client.get(f"{address}/taches?vue=liste").get_data(as_text=True)
    for href, title, rest in re.findall(
        r'<a class="quiet" href="([^"]+)">([^<]+)</a></h3>\s*<p class="small">([^<]*)', page
    ):
        if words.casefold() in title.casefold() and asset in rest:
            return str(href)
    raise AssertionError(words)


def test_a_contract_without_an_exit_says_what_one_is_for(
    manager: FlaskClient, house: House
) -> None:
    page = read(manager.get(f"/contrats/{house.contracts[INFOGERANCE]}/sortie"))
    assert "Aucune sortie n’est ouverte" in page.heading
    assert "Ouvrir le dossier de sortie" in page.text


def test_the_tasks_are_shown_before_they_are_made(manager: FlaskClient, address: str) -> None:
    assert "ses tâches restent à établir" in read(manager.get(address)).heading
    page = read(manager.get(f"{address}/mise-a-jour"))
    assert "que demandent les fiches de reprise" in page.heading
    assert "Transférer le nom dans le compte du cabinet" in page.text
    assert "restent à établir" in read(manager.get(address)).heading
    assert manager.post(f"{address}/mise-a-jour", data=page.form).status_code == 302
    after = read(manager.get(address))
    assert "Au plus tôt, tout est repris le" in after.heading
    assert "rien n’est à changer" in read(manager.get(f"{address}/mise-a-jour")).heading


def test_the_end_is_drawn_told_step_by_step_and_set_beside_the_target(
    manager: FlaskClient, planned: str
) -> None:
    page = read(manager.get(planned))
    assert "Les étapes qui commandent la date" in page.text
    assert "Ce qui ferait gagner du temps" in page.text
    assert "attendent la fin de la mission" in page.text
    assert any(tags.get("class") == "timeline" for tags in page.all("svg"))
    form = read(manager.get(f"{planned}/dossier")).form
    soon = (clock.now() + timedelta(days=1)).date().isoformat()
    answer = manager.post(
        f"{planned}/dossier", data=form | {"situation": "silent", "target_on": soon}
    )
    assert answer.status_code == 302
    assert "après la date que vous visez" in read(manager.get(planned)).text


def test_a_target_before_the_first_day_is_refused_and_what_was_typed_stays(
    manager: FlaskClient, address: str
) -> None:
    form = read(manager.get(f"{address}/dossier")).form
    typed = form | {"situation": "silent", "target_on": "2026-01-02", "successor": "Atelier Neuf"}
    answer = manager.post(f"{address}/dossier", data=typed)
    assert answer.status_code == 422
    page = read(answer)
    assert "avant le premier jour du plan" in page.text
    assert page.form["successor"] == "Atelier Neuf"


def test_the_new_provider_is_chosen_among_those_of_the_register(
    manager: FlaskClient, planned: str
) -> None:
    page = read(manager.get(f"{planned}/dossier"))
    choices = [item["value"] for item in page.all("option") if item.get("value")]
    wanted = choices[-1]  # who is in charge stands before who comes next
    typed = page.form | {"situation": "cooperative", "successor_id": wanted}
    assert manager.post(f"{planned}/dossier", data=typed).status_code == 302
    changes = read(manager.get(f"{planned}/mise-a-jour"))
    assert "voici ce qui changerait" in changes.heading
    assert "Retirées" in changes.text


@pytest.mark.parametrize("view", ["tableau", "liste", "calendrier", "autre"])
def test_each_view_shows_tasks_as_links(manager: FlaskClient, planned: str, view: str) -> None:
    page = read(manager.get(f"{planned}/taches?vue={view}"))
    assert "restent ouvertes" in page.heading
    assert [link for link in page.all("a") if "/taches/0" in link["href"]]
    current = [link for link in page.all("a") if link.get("aria-current") == "page"]
    assert len([link for link in current if "vue=" in link["href"]]) == 1


def test_the_board_says_what_waits_and_what_commands(manager: FlaskClient, planned: str) -> None:
    page = read(manager.get(f"{planned}/taches"))
    for words in (
        "En attente d’une autre",
        "À faire",
        "Sans objet",
        "Attend :",
        "commande la date",
    ):
        assert words in page.text


def test_tasks_are_filtered_by_owner_and_element(
    manager: FlaskClient, planned: str, house: House
) -> None:
    zone = house.assets["zone-dns"]
    page = read(manager.get(f"{planned}/taches?vue=liste&element={zone}"))
    assert "Zone DNS" in page.text
    assert "répondent à vos critères" in page.text
    nobody = read(manager.get(f"{planned}/taches?vue=liste&qui=personne"))
    assert "Aucune tâche ne répond à ces critères" in nobody.text


def test_a_month_is_chosen_and_a_wrong_one_is_no_error(manager: FlaskClient, planned: str) -> None:
    page = read(manager.get(f"{planned}/taches?vue=calendrier&mois=2031-02"))
    assert "Février 2031" in page.text
    assert "Rien n’échoit ce mois-ci" in page.text
    assert manager.get(f"{planned}/taches?vue=calendrier&mois=zut").status_code == 200


def test_the_last_days_are_taken_away_as_a_calendar(manager: FlaskClient, planned: str) -> None:
    answer = manager.get(f"{planned}/echeances.ics")
    assert answer.mimetype == "text/calendar"
    lines = answer.get_data(as_text=True).split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") > 10
    assert max(len(line.encode()) for line in lines) <= 75
    assert any(line.startswith("DTSTART;VALUE=DATE:20") for line in lines)


def test_a_task_says_how_one_sees_that_it_is_done_by_which_right_and_after_what(
    manager: FlaskClient, planned: str
) -> None:
    page = read(manager.get(task(manager, planned, "Changer les serveurs de noms")))
    assert "C’est fait quand :" in page.text
    assert "Vient après" in page.text
    assert "Débloque ensuite" in page.text
    assert "Ce que montrent les sources publiques" in page.text
    asked = read(manager.get(task(manager, planned, "Mettre de côté les pièces")))
    assert "Débloque ensuite" in asked.text


def test_a_task_is_given_to_somebody_until_a_day(manager: FlaskClient, planned: str) -> None:
    href = task(manager, planned, "Changer le mot de passe")
    page = read(manager.get(href))
    firm = next(
        item["value"] for item in page.all("option") if item["value"].startswith("intervenant.")
    )
    typed = page.form | {"qui-owner": firm, "qui-due_on": "2027-01-15", "qui-has_begun": "y"}
    assert manager.post(f"{href}/qui", data=typed).status_code == 302
    after = read(manager.get(href))
    assert after.form["qui-due_on"] == "2027-01-15"
    board = read(manager.get(f"{planned}/taches?qui={firm.partition('.')[2]}"))
    assert "Changer le mot de passe" in board.text
    stale = manager.post(f"{href}/qui", data=typed)
    assert stale.status_code == 409
    assert "entre-temps" in read(stale).text


def test_closing_asks_for_something_to_show_and_keeps_what_was_typed(
    manager: FlaskClient, planned: str
) -> None:
    href = task(manager, planned, "Changer le mot de passe")
    form = read(manager.get(href)).form
    late = (clock.now() + timedelta(days=3)).date().isoformat()
    refused = manager.post(f"{href}/cloture", data=form | {"fait-closed_on": late})
    page = read(refused)
    assert refused.status_code == 422
    assert "Dites ce qui a été fait" in page.text
    assert page.form["fait-closed_on"] == late
    said = "Nouveau mot de passe au coffre, essayé par deux personnes."
    done = form | {"fait-statement": said}
    assert manager.post(f"{href}/cloture", data=done).status_code == 302
    closed = read(manager.get(href))
    assert said in closed.text
    assert "sur déclaration" in closed.text
    assert manager.post(f"{href}/reouverture", data=closed.form).status_code == 302
    assert "Clore la tâche" in read(manager.get(href)).text


def test_a_filed_document_closes_a_task_and_stands_on_its_page(
    manager: FlaskClient, planned: str, desk_engine: Engine, house: House
) -> None:
    proof_id = certify(desk_engine, house, "domaine", now=clock.now())
    asset = "cabinet-exemple.fr.example"
    href = task(manager, planned, "Transférer le nom", asset)
    form = read(manager.get(href)).form
    typed = form | {"fait-proof_id": str(proof_id)}
    assert manager.post(f"{href}/cloture", data=typed).status_code == 302
    closed = read(manager.get(href))
    assert "justifié par un document" in closed.text
    assert any(str(proof_id) in link["href"] for link in closed.all("a"))


def test_what_does_not_apply_needs_its_reason(manager: FlaskClient, planned: str) -> None:
    href = task(manager, planned, "Changer le mot de passe")
    form = read(manager.get(href)).form
    refused = manager.post(f"{href}/sans-objet", data=form)
    assert refused.status_code == 422
    assert "Donnez la raison" in read(refused).text
    typed = form | {"sans-reason": "Compte fermé avant la sortie"}
    assert manager.post(f"{href}/sans-objet", data=typed).status_code == 302
    assert "Compte fermé avant la sortie" in read(manager.get(href)).text


def test_a_check_is_asked_for_on_the_task_and_closes_it(
    manager: FlaskClient, planned: str, desk_engine: Engine, house: House
) -> None:
    href = task(manager, planned, "Transférer le nom", "cabinet-exemple.fr.example")
    form = read(manager.get(href)).form
    started = manager.post(f"{href}/verification", data=form)
    assert started.headers["Location"].startswith("/verifications/")
    assert "Vérification demandée" in read(manager.get(href)).text
    for days, name in ((0, "Registrar Exemple SAS"), (8, "Autre Registrar SAS")):
        _look(desk_engine, house, name, days)
    closed = read(manager.get(href))
    assert "vu par une vérification" in closed.text
    assert "Autre Registrar SAS" in closed.text


def _look(engine: Engine, house: House, registrar: str, days: int) -> None:
    now = clock.now() + timedelta(days=days)
    seen: Verdict = theirs(
        field=VerdictField.REGISTRAR, state=VerdictState.CONFIRMED, observed=registrar, holder=None
    )
    asset_id = examine(engine, house, "domaine", seen, now=now)
    with transaction(engine, house.actor.practice_id) as session:
        settle_tasks(session, house.actor, asset_id, now=now)


def test_showing_control_leads_to_the_page_that_does_it(manager: FlaskClient, planned: str) -> None:
    href = task(manager, planned, "Montrer que le cabinet peut agir")
    form = read(manager.get(href)).form
    answer = manager.post(f"{href}/verification", data=form)
    assert answer.headers["Location"].endswith("/preuve-de-controle")


def test_ones_own_task_stands_among_the_others_and_a_circle_is_refused_by_name(
    manager: FlaskClient, planned: str
) -> None:
    page = read(manager.get(f"{planned}/taches/nouvelle"))
    keys = [item["value"] for item in page.all("option") if "/" in item["value"]]
    first, last = keys[0], next(key for key in keys if key.endswith("after.password"))
    typed = page.form | {"title": "Choisir le repreneur", "days": "12", "before": first}
    added = manager.post(f"{planned}/taches/nouvelle", data=typed)
    assert added.status_code == 302
    own = read(manager.get(added.headers["Location"]))
    assert own.heading.startswith("Choisir le repreneur, au plus tard le")
    assert "Tâche ajoutée par le cabinet" in own.text
    circle = typed | {"title": "En rond", "after": last, "before": first}
    refused = manager.post(f"{planned}/taches/nouvelle", data=circle)
    assert refused.status_code == 422
    assert "s’attendent l’une l’autre" in read(refused).text
    assert read(refused).form["title"] == "En rond"


def test_what_can_be_reused_is_answered_with_who_and_when(
    manager: FlaskClient, planned: str
) -> None:
    address = f"{planned}/questions/a-reprendre"
    page = read(manager.get(address))
    assert "0 réponse sur 11" in page.heading
    assert "CPI, art. L. 131-3" in page.text
    token = {"csrf_token": page.form["csrf_token"]}
    typed = token | {"question": "logo", "choix": "theirs", "note": "devis de 2023"}
    sent = manager.post(address, data=typed)
    assert sent.status_code == 302
    after = read(manager.get(sent.headers["Location"]))
    assert "1 réponse sur 11" in after.heading
    folds = [each for each in after.all("details") if each.get("class") == "fold"]
    assert ["open" in each for each in folds][:3] == [True, True, False]  # the one answered, too
    assert "Demandez une cession écrite qui nomme chaque droit" in after.text
    assert "devis de 2023" in after.text
    assert "Nadia Lopez, le" in after.text
    typed = {"question": "texts", "choix": "peut-être", "note": "courriel de mars"}
    refused = manager.post(address, data=token | typed)
    assert refused.status_code == 422
    page = read(refused)
    assert "pas prévue dans la liste" in page.text
    assert "#choix-texts" in {link["href"] for link in page.all("a")}
    assert {"courriel de mars", "devis de 2023"} <= {
        each.get("value") for each in page.all("input")
    }


def test_questions_are_folded_under_their_answers_but_the_next_one(
    manager: FlaskClient, planned: str
) -> None:
    address = f"{planned}/questions/repreneur"
    folds = [
        each for each in read(manager.get(address)).all("details") if each.get("class") == "fold"
    ]
    assert ["open" in each for each in folds] == [True] + [False] * 19


def test_the_new_provider_has_twenty_checks(manager: FlaskClient, planned: str) -> None:
    page = read(manager.get(f"{planned}/questions/repreneur"))
    assert "réponse sur 20" in page.heading
    assert "date de fin" in page.text
    assert manager.get(f"{planned}/questions/rien").status_code == 404


def test_whoever_may_only_read_finds_no_form(
    desk_app: Flask, desk_engine: Engine, house: House, manager: FlaskClient, planned: str
) -> None:
    contributor = seat(desk_app, desk_engine, house, Role.CONTRIBUTOR, clock.now())
    assert manager.get(planned).status_code == 200
    page = read(contributor.get(planned))
    assert "Modifier le dossier" not in page.text
    assert contributor.get(f"{planned}/dossier").status_code == 403
    href = task(contributor, planned, "Changer le mot de passe")
    assert "Clore la tâche" in read(contributor.get(href)).text


def test_the_pages_are_english_in_english(manager: FlaskClient, planned: str) -> None:
    page = read(manager.get(planned, headers={"Accept-Language": "en"}))
    assert (page.language, "At the earliest" in page.heading) in {("en", True), ("fr", False)}
