"""From who holds what to the annex: answers kept once, in the register, and printed as they are."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Engine

from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from tests.web.first_steps.conftest import Walker
from tests.web.house import House, seat
from tests.web.pages import Page, read

HOLDINGS, CONTRACT = "/premiers-pas/elements", "/premiers-pas/contrat"
CLAUSES, ANNEX = "/premiers-pas/contrat/points", "/premiers-pas/annexe"


def add_domain(walker: Walker, name: str = "cabinet.fr.example") -> Page:
    """Enter a domain by its name alone, with a provider and somebody of the practice."""
    return walker.send(
        HOLDINGS, new_provider="Studio Exemple Web", new_person="Dr Claire Martin",
        new_kind="domain_fr", new_name=name,
    )  # fmt: skip


def choice(page: Page, name: str, number: int) -> str:
    """Return the value of a choice of a list, by its place; the first is no answer."""
    tags = iter(page.tags)
    for tag, attributes in tags:
        if tag == "select" and attributes.get("name") == name:
            break
    values = []
    for tag, attributes in tags:
        if tag != "option":
            break
        values.append(attributes["value"])
    return values[number]


def asked(page: Page, question: str) -> str:
    """Return the name of a question about the one asset of a page."""
    names = (name for name in page.form if name.startswith(f"{question}_"))
    return next(name for name in names if not name.endswith("_all"))


def test_what_is_missing_is_added_and_the_answers_stay(walker: Walker) -> None:
    page = add_domain(walker)
    assert "C’est ajouté, et vos réponses sont gardées." in page.text
    assert "cabinet.fr.example" in page.text
    assert page.text.count("Studio Exemple Web") >= 3
    # Sent again, as by a double click, nothing stands twice.
    again = add_domain(walker)
    assert "cabinet.fr.example" in again.text
    assert walker.open("/registre").heading.startswith("Votre élément,")


def test_answers_become_declarations_and_accesses_and_unknown_stays_said(walker: Walker) -> None:
    page = add_domain(walker)
    said = {
        asked(page, "holder"): choice(page, asked(page, "holder"), 1),
        asked(page, "provider"): choice(page, asked(page, "provider"), 1),
        asked(page, "inside"): "nobody",
        asked(page, "outside"): "yes",
        asked(page, "payer"): "unknown",
        "then": "go_on",
    }
    after = walker.send(HOLDINGS, **said)
    assert "Voici ce qui est enregistré" in after.heading
    assert "Je ne sais pas" in after.text
    assert after.text.count("Studio Exemple Web") == 2
    form = walker.open(HOLDINGS).form
    assert {form[name] for name in said if name != "then"} == {
        value for name, value in said.items() if name != "then"
    }
    element = next(
        link["href"] for link in walker.open("/registre").all("a")
        if link.get("href", "").startswith("/registre/0")
    )  # fmt: skip
    told = walker.open(element).text
    assert "Studio Exemple Web" in told
    # The same once more changes nothing, though the version moved on.
    assert "Voici ce qui est enregistré" in walker.send(HOLDINGS, **said).heading


def test_one_answer_stands_for_all_that_is_open(walker: Walker) -> None:
    add_domain(walker)
    page = add_domain(walker, "autre.fr.example")
    walker.send(HOLDINGS, holder_all="unknown", payer_all="unknown")
    form = walker.open(HOLDINGS).form
    names = [name for name in form if name.startswith(("holder_", "payer_"))]
    assert [form[name] for name in names if not name.endswith("_all")] == ["unknown"] * 4
    assert "autre.fr.example" in page.text


def test_the_second_of_two_tabs_does_not_undo_the_first(
    manager: FlaskClient, desk_app: Flask, desk_engine: Engine, house: House
) -> None:
    colleague = seat(desk_app, desk_engine, house, Role.OWNER, clock.now())
    mine, theirs = (read(each.get(HOLDINGS)).form for each in (manager, colleague))
    name = next(each for each in mine if each.startswith("payer_"))
    other = next(value for value in (mine[n] for n in mine if n.startswith("holder_")) if value)
    colleague.post(HOLDINGS, data={**theirs, name: other})
    answer = manager.post(HOLDINGS, data={**mine, name: "unknown"})
    assert answer.status_code == 409
    page = read(answer)
    assert "pendant que vous répondiez" in page.heading
    assert page.form[name] == "unknown"
    assert manager.post(HOLDINGS, data=page.form).status_code == 302


def test_ids_that_were_tampered_with_are_refused_or_left_out(walker: Walker, house: House) -> None:
    page = add_domain(walker)
    answer = walker.client.post(
        HOLDINGS, data={**page.form, asked(page, "holder"): str(house.assets["domaine"])}
    )
    assert answer.status_code == 422
    form = walker.open(CONTRACT).form
    tampered = {**form, "title": "x", "new_name": "y", "contract_id": _any(house)}
    assert walker.client.post(CONTRACT, data=tampered).status_code == 404
    form = walker.open(CONTRACT).form
    tampered = {**form, "title": "x", "provider": "01930000-0000-7000-8000-00000000abcd"}
    assert walker.client.post(CONTRACT, data=tampered).status_code == 422


def _any(house: House) -> str:
    """Return a contract of another practice."""
    return str(next(iter(house.contracts.values())))


def prepare(walker: Walker, **typed: object) -> Page:
    """Prepare a contract with a new provider."""
    return walker.send(
        CONTRACT,
        **{
            "new_name": "Agence Exemple", "new_siren": "222 222 226", "contact": "Marc Vidal",
            "contact_email": "marc@agence.example", "title": "Création du site",
            "starts_on": "2026-12-01", "ends_on": "2027-11-30", "notice": "3",
            "expects_text": "Un site à nous.", **typed,
        },
    )  # fmt: skip


def test_a_contract_is_entered_once_and_leads_to_its_nine_points(walker: Walker) -> None:
    page = prepare(walker, expects=["site", "maintenance", "autre chose"])
    assert "Que dit le contrat avec Agence Exemple" in page.heading
    assert page.text.count("Si le contrat n’en dit rien, et ce que vous pouvez proposer") == 9
    assert "lu le 23 novembre 2026" in page.text
    form = walker.open(f"{CONTRACT}?contrat=nouveau&prestataire=nouveau").form
    walker.client.post(
        CONTRACT, data={**form, "new_name": "Agence Exemple", "title": "Création du site"}
    )
    assert walker.open("/contrats").text.count("Création du site") == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("title", "", "Dites en quelques mots ce que couvre ce contrat."),
        ("title", "é" * 5000, "200 caractères au plus"),
        ("new_name", "", "Donnez le nom du prestataire."),
        ("new_siren", "123", "Un SIREN compte 9 chiffres, vous en avez saisi 3."),
        ("ends_on", "2026-01-01", "avant"),
        ("starts_on", "demain", "Écrivez une date"),
        ("notice", "bientôt", "Écrivez un nombre de mois"),
        ("contact_email", "sans arobase", "adresse"),
        ("expects_text", "x" * 2001, "2000 caractères au plus"),
    ],
)
def test_what_cannot_be_right_comes_back_with_all_that_was_typed(
    walker: Walker, field: str, typed: str, said: str
) -> None:
    page = prepare(walker, **{"reference": "à garder", field: typed})
    assert said in page.text.replace("\u202f", "")
    assert page.form["reference"] == "à garder"
    assert "Création du site" not in walker.open("/contrats").text


def test_the_points_are_kept_with_where_they_stand_and_two_tabs_do_not_undo_each_other(
    walker: Walker,
) -> None:
    prepare(walker)
    form = walker.open(CLAUSES).form
    first = {**form, "reply_C01": "yes", "place_C01": "article 4", "reply_C07": "silent"}
    assert walker.client.post(CLAUSES, data=first).status_code == 302
    # The other tab still shows the answers as they were before.
    second = walker.client.post(CLAUSES, data={**form, "reply_C07": "no"})
    assert second.status_code == 409
    page = read(second)
    assert "pendant que vous répondiez" in page.heading
    assert walker.client.post(CLAUSES, data={**page.form, "reply_C07": "no"}).status_code == 302
    assert walker.open(CLAUSES).form["place_C01"] == "article 4"
    assert "a répondu sur les points du contrat" in walker.open("/journal").text


def text_of(client: FlaskClient, page: Page, number: int = 0) -> str:
    """Return the text of an edition: the first link is the main one, the last is in English."""
    hrefs = [a["href"] for a in page.all("a") if a.get("href", "").startswith("/annexes/")]
    answer = client.get(hrefs[number])
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.data)).pages
    answer.close()
    text = " ".join(each.extract_text() for each in pages)
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_the_annex_says_what_was_said_and_is_made_again_only_when_something_changed(
    walker: Walker,
) -> None:
    add_domain(walker)
    prepare(walker, expects=["site"])
    walker.send(CLAUSES, reply_C01="yes", reply_C07="silent", reply_C12="unknown")
    before = walker.open(ANNEX)
    assert "L’annexe avec Agence Exemple peut être produite, il y restera" in before.heading
    page = walker.send(ANNEX)
    assert "L’annexe avec Agence Exemple est prête, avec" in page.heading
    text = text_of(walker.client, page)
    for said in ("Agence Exemple", "SIREN 222 222 226", "cabinet.fr.example", "Marc Vidal",
                 "Un site à nous.", "n’en dit rien", "règlement (UE) 2023/2854", "non vérifié",
                 "Pour Agence Exemple"):  # fmt: skip
        assert said in text, said
    walker.send(ANNEX)
    assert "Édition n° 2" not in walker.open(ANNEX).text
    prepare(walker, provider=walker.open(CONTRACT).form["provider"], reference="D-118")
    changed = walker.open(ANNEX)
    assert "quelque chose a changé" in changed.heading
    assert "Édition n° 2" in walker.send(ANNEX).text
    assert "a téléchargé l’annexe de réversibilité" in walker.open("/journal").text


def test_the_english_annex_names_its_sources_in_english(walker: Walker) -> None:
    prepare(walker)
    text = text_of(walker.client, walker.send(ANNEX), -1)
    assert "To be checked: French Civil Code, art. 1104 (not read again)." in text
    assert "Source: Regulation (EU) 2023/2854, art. 25 (eur-lex.europa.eu)" in text
    for french in ("non relu", "Code civil", "Code de la", "RGPD", "Règlement", "Pratique"):
        assert french not in text, french


def test_a_practice_without_any_domain_or_element_still_gets_an_annex(walker: Walker) -> None:
    prepare(walker)
    text = text_of(walker.client, walker.send(ANNEX))
    assert "Les parties les listent ici à la main" in text
    assert "8. Signatures" in text


def test_an_annex_of_another_practice_is_not_there(walker: Walker, manager: FlaskClient) -> None:
    prepare(walker)
    page = walker.send(ANNEX)
    href = next(a["href"] for a in page.all("a") if a.get("href", "").startswith("/annexes/"))
    assert manager.get(href).status_code == 404


def test_each_step_can_be_opened_at_any_time_and_says_what_is_left(walker: Walker) -> None:
    for path in ("cabinet", "domaine", "elements", "contrat", "contrat/points", "points", "annexe"):
        assert "Étape" in walker.open(f"/premiers-pas/{path}").text, path
    page = walker.open("/premiers-pas")
    assert page.heading.startswith("En dix à quinze minutes")
    walker.send("/premiers-pas/cabinet")
    assert "il reste environ 10 minutes" in walker.open("/premiers-pas").heading


def test_what_is_wrong_comes_with_what_settles_it(manager: FlaskClient) -> None:
    page = read(manager.get("/premiers-pas/points"))
    assert "le plus grave en tête" in page.heading
    assert "Demander un accès d’administrateur" in page.text
    answer = manager.post("/premiers-pas/points", data=page.form)
    assert answer.headers["Location"] == ANNEX


@pytest.mark.parametrize(
    ("role", "status"), [(Role.CONTRIBUTOR, 403), (Role.MANAGER, 302), (Role.OWNER, 302)]
)
def test_who_may_not_change_contracts_is_told_so_and_keeps_the_other_steps(
    desk_app: Flask, desk_engine: Engine, house: House, role: Role, status: int
) -> None:
    client = seat(desk_app, desk_engine, house, role, clock.now())
    page = read(client.get(CONTRACT))
    assert ("Demandez à un gestionnaire" in page.text) is (status == 403)
    form = read(client.get(f"{CONTRACT}?contrat=nouveau&prestataire=nouveau")).form
    data = {**form, "new_name": "Agence", "title": "Site"}
    assert client.post(CONTRACT, data=data).status_code == status
    assert client.get(HOLDINGS).status_code == 200


def test_names_of_every_kind_are_kept_as_they_are_typed(walker: Walker) -> None:
    for name in ("שרה כהן", "Agence 🏥 Été", "=cmd|' /C calc'!A0", "O’Brien & fils <b>"):
        walker.send(HOLDINGS, new_provider=name)
        assert name in walker.open("/intervenants").text
    answer = walker.client.post(
        HOLDINGS, data={**walker.open(HOLDINGS).form, "new_provider": "é" * 5000}
    )
    assert answer.status_code == 422
    assert "vous en avez saisi 5000." in read(answer).text
