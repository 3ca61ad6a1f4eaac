"""From the annex to a blank and back; and back to a step that was left for another page."""

import re

from tests.web.first_steps.conftest import Walker
from tests.web.first_steps.test_to_the_annex import ANNEX, CLAUSES, CONTRACT, add_domain, prepare
from tests.web.pages import Page


def blank(page: Page, start: str) -> str:
    """Return where a blank of the annex is filled in, without the place on that page."""
    hrefs = (each.get("href", "") for each in page.all("a"))
    return next(href for href in hrefs if href.startswith(f"{start}?retour=")).partition("#")[0]


def test_every_blank_of_the_annex_leads_to_its_question_and_back(walker: Walker) -> None:
    add_domain(walker)
    prepare(walker, new_siren="", contact="", contact_email="", starts_on="", ends_on="", notice="")
    page = walker.open(ANNEX)
    for said in ("cabinet.fr.example : au nom de qui, qui s’en occupe",
                 "Le SIREN de Agence Exemple", "Votre interlocuteur chez Agence Exemple",
                 "Le premier jour du contrat", "Le préavis", "Le SIREN du cabinet"):  # fmt: skip
        assert said in page.text, said
    way = blank(page, CONTRACT)
    asked = walker.open(way)
    assert "Revenir à l’annexe sans rien changer" in asked.text
    data = {**asked.form, "starts_on": "2026-12-01", "new_siren": "222 222 226"}
    assert walker.client.post(CONTRACT, data=data).headers["Location"] == ANNEX
    text = walker.open(ANNEX).text
    assert "Le premier jour du contrat" not in text
    assert "Le SIREN de Agence Exemple" not in text


def test_assets_points_and_the_practice_lead_back_too(walker: Walker) -> None:
    add_domain(walker)
    prepare(walker)
    page = walker.open(ANNEX)
    holdings = walker.open(blank(page, "/premiers-pas/elements"))
    answer = walker.client.post(
        "/premiers-pas/elements", data={**holdings.form, "payer_all": "unknown", "then": "go_on"}
    )
    kept = walker.open(answer.headers["Location"])
    assert "Revenir à l’annexe" in kept.text
    assert ANNEX in [each.get("href") for each in kept.all("a")]
    clauses = walker.open(blank(page, CLAUSES))
    data = {**clauses.form, "reply_C01": "yes"}
    assert walker.client.post(CLAUSES, data=data).headers["Location"] == ANNEX
    practice = walker.open(blank(page, "/premiers-pas/cabinet"))
    data = {**practice.form, "street": "1 rue de la Paix", "city": "Lyon"}
    assert walker.client.post("/premiers-pas/cabinet", data=data).headers["Location"] == ANNEX
    assert "L’adresse du cabinet" not in walker.open(ANNEX).text


def test_what_one_does_not_know_of_the_points_is_said_at_once(walker: Walker) -> None:
    prepare(walker)
    form = walker.open(CLAUSES).form
    data = {**form, "reply_C01": "yes", "then": "rest_unknown"}
    assert walker.client.post(CLAUSES, data=data).headers["Location"] == "/premiers-pas/points"
    html = walker.client.get(CLAUSES).get_data(as_text=True)
    assert len(re.findall(r'<input checked[^>]*value="unknown"', html)) == 8
    assert "Les points du contrat" not in walker.open(ANNEX).text
    # What was answered is not answered over by it.
    walker.client.post(CLAUSES, data={**walker.open(CLAUSES).form, "then": "rest_unknown"})
    assert "Je ne sais pas pour le reste, continuer" not in walker.open(CLAUSES).text


def test_a_step_that_was_left_for_another_page_is_one_link_away(walker: Walker) -> None:
    add_domain(walker)
    walker.open("/premiers-pas/points")
    page = walker.open("/registre")
    assert "Vous avez quitté les premiers pas à l’étape 5." in page.text
    assert "/premiers-pas/points" in [each.get("href") for each in page.all("a")]
    walker.open("/")
    assert "Vous avez quitté les premiers pas" not in walker.open("/registre").text
    walker.open("/premiers-pas/elements")
    walker.open("/premiers-pas/annexe")
    assert "Vous avez quitté les premiers pas" not in walker.open("/registre").text


def test_a_contract_proposes_what_its_provider_has_its_hands_on(walker: Walker) -> None:
    page = add_domain(walker)
    add_domain(walker, "autre.fr.example")
    names = [name for name in page.form if name.startswith("provider_") and "all" not in name]
    chooser = walker.open(CONTRACT)
    assert "Avec qui signez-vous ce contrat" in chooser.heading
    radios = [each["value"] for each in chooser.all("input") if each.get("name") == "prestataire"]
    studio = next(value for value in radios if value != "nouveau")
    walker.send("/premiers-pas/elements", **{names[0]: studio, "then": "go_on"})
    form = walker.client.get(f"{CONTRACT}?contrat=nouveau&prestataire={studio}")
    html = form.get_data(as_text=True)
    ticked = [
        part for part in html.split("<input")[1:] if 'name="assets"' in part and "checked" in part
    ]
    assert len(ticked) == 1
    assert "cabinet.fr.example" in ticked[0]
    fresh = walker.client.get(f"{CONTRACT}?contrat=nouveau&prestataire=nouveau")
    assert "checked" not in fresh.get_data(as_text=True)
