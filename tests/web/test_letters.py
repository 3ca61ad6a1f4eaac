"""The letters of a contract in the pages: written, refused, made final, followed to an answer."""

import io
import zipfile
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Engine, select

from reversibility.catalogues.situations import Situation
from reversibility.contracts.agreed import NoticeForm
from reversibility.contracts.models import Contract
from reversibility.exits.letters.models import Letter, LetterDocument
from reversibility.exits.models import Exit
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.kernel.period import Period
from reversibility.register.models import Party
from reversibility.store.session import transaction
from tests.factories.letters import COMMON, FILLED
from tests.factories.papers import file_paper
from tests.factories.proofs import PDF
from tests.web.house import House, seat
from tests.web.pages import read


@pytest.fixture
def owner(desk_app: Flask, desk_engine: Engine, house: House) -> FlaskClient:
    """Return the browser of the owner of the practice of the demo."""
    return seat(desk_app, desk_engine, house, Role.OWNER, clock.now())


STUDIO = "studio-web-2023"


def letters_page(house: House, contract: str = STUDIO) -> str:
    return f"/contrats/{house.contracts[contract]}/courriers"


def begin(client: FlaskClient, house: House, kind: str, contract: str = STUDIO) -> str:
    """Begin a letter; return its address."""
    page = letters_page(house, contract)
    answer = client.post(page, data={**read(client.get(page)).form, "kind": kind})
    assert answer.status_code == 302
    return answer.headers["Location"].removesuffix("/ecrire")


def fill(client: FlaskClient, address: str, kind: str, **typed: str) -> None:
    """Fill a letter in and keep it."""
    form = read(client.get(f"{address}/ecrire")).form
    asked = {f"x_{name}": value for name, value in FILLED[kind].items()}
    answer = client.post(f"{address}/ecrire", data={**form, **COMMON, **asked, **typed})
    assert answer.status_code == 302, read(answer).text


def finish(client: FlaskClient, address: str) -> int:
    """Tick what must be read and make the letter final."""
    page = read(client.get(address))
    read_codes = [each["value"] for each in page.all("input") if each.get("name") == "read"]
    token = page.form["csrf_token"]
    answer = client.post(f"{address}/definitif", data={"csrf_token": token, "read": read_codes})
    return answer.status_code


def post(client: FlaskClient, address: str, step: str, **typed: object) -> tuple[int, str]:
    """Note a step of a letter's life."""
    token = read(client.get(address)).form["csrf_token"]
    answer = client.post(
        f"{address}/{step}",
        data={"csrf_token": token, **typed},
        content_type="multipart/form-data",
    )
    return answer.status_code, read(answer).text if answer.status_code != 302 else ""


def declare(engine: Engine, house: House, situation: Situation) -> None:
    """Say what happens with the provider."""
    with transaction(engine, house.actor.practice_id) as session:
        case = session.scalars(
            select(Exit).where(Exit.contract_id == house.contracts["studio-web-2023"])
        ).one()
        case.situation = situation


def age(engine: Engine, house: House, address: str, days: int) -> None:
    """Let a letter have been written and sent some days earlier."""
    with transaction(engine, house.actor.practice_id) as session:
        row = session.get_one(Letter, UUID(address.rsplit("/", 1)[1]))
        row.created_at -= timedelta(days=days)
        if row.sent_on:
            row.sent_on -= timedelta(days=days)
        if row.deadline_on:
            row.deadline_on -= timedelta(days=days)


def test_the_twelve_letters_are_offered_with_their_moment(owner: FlaskClient, house: House) -> None:
    page = read(owner.get(letters_page(house)))
    for title in ("Premier courriel amiable", "Mise en demeure", "Instruction RGPD (art. 28)"):
        assert title in page.text
    assert "Aucun courrier à Studio Exemple Web" in page.heading
    assert "modèles à adapter" in page.text


def test_a_letter_is_written_made_final_and_kept_with_its_fingerprint(
    owner: FlaskClient, house: House, desk_engine: Engine
) -> None:
    address = begin(owner, house, "L1")
    assert "il manque" in read(owner.get(address)).heading
    fill(owner, address, "L1")
    page = read(owner.get(address))
    assert "prêt à devenir définitif" in page.heading
    assert "Depuis le 15 septembre 2026" in page.text
    assert finish(owner, address) == 302
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        files = {each.filename: each for each in session.scalars(select(LetterDocument))}
    endings = sorted(name.rsplit(".", 1)[1] for name in files)
    assert endings == ["docx", "pdf", "pdf"]
    own = {name: each for name, each in files.items() if not each.locale}
    assert all("premier-courriel-studio-exemple-web" in name for name in own)
    (pdf,) = (each for name, each in own.items() if name.endswith("pdf"))
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "BROUILLON" not in said
    assert "Madame, Monsieur" in said
    (docx,) = (each for name, each in files.items() if name.endswith("docx"))
    with zipfile.ZipFile(io.BytesIO(docx.content)) as archive:
        assert b'w:val="fr-FR"' in archive.read("word/styles.xml")
    shown = read(owner.get(address))
    assert "définitif, à envoyer par vos soins" in shown.heading
    assert owner.get(f"/courriers/fichiers/{pdf.id}").data == pdf.content


def test_the_letter_that_is_sent_is_one_and_its_translation_says_that_it_is_not_it(
    owner: FlaskClient, house: House, desk_engine: Engine
) -> None:
    address = begin(owner, house, "L1")
    fill(owner, address, "L1")
    draft = owner.get(f"{address}/traduction.pdf")
    assert "first-email" in draft.headers["Content-Disposition"]
    assert finish(owner, address) == 302
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        (kept,) = session.scalars(select(LetterDocument).where(LetterDocument.locale != ""))
    assert (kept.locale, kept.filename[-16:]) == ("en", "-translation.pdf")
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(kept.content)).pages)
    said = " ".join(said.split())
    assert "it alone is binding" in said
    assert "We would like to find a quick solution" in said
    # What was typed stays in its own words.
    assert "la mise à jour prévue en septembre" in said
    page = read(owner.get(address))
    assert "Traduction en anglais, pour lecture." in page.text
    assert owner.get(f"/courriers/fichiers/{kept.id}").data == kept.content


def test_a_warning_must_be_read_before_a_letter_becomes_final(
    owner: FlaskClient, house: House
) -> None:
    address = begin(owner, house, "L1")
    fill(owner, address, "L1")
    assert "Aucune facture n’est notée" in read(owner.get(address)).text
    token = read(owner.get(address)).form["csrf_token"]
    answer = owner.post(f"{address}/definitif", data={"csrf_token": token})
    assert answer.status_code == 422
    assert "Cochez chaque avertissement" in read(answer).text


def test_a_missing_field_refuses_the_final_version_and_shows_in_the_draft(
    owner: FlaskClient, house: House
) -> None:
    address = begin(owner, house, "L1")
    fill(owner, address, "L1", x_fact="")
    page = read(owner.get(address))
    assert "il manque une information" in page.heading
    assert "[ce que vous constatez]" in page.text
    assert finish(owner, address) == 422
    draft = owner.get(f"{address}/brouillon.pdf")
    said = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(draft.data)).pages)
    assert "BROUILLON" in said
    assert "[ce que vous constatez]" in said
    assert owner.get(f"{address}/brouillon.docx").status_code == 200


def test_a_word_of_blame_is_named_and_the_letter_stays_a_draft(
    owner: FlaskClient, house: House
) -> None:
    address = begin(owner, house, "L1")
    fill(owner, address, "L1", x_fact="C’est une arnaque.")
    page = read(owner.get(address))
    assert "« arnaque » (ce que vous constatez)" in page.text
    assert "Dites ce qui s’est passé" in page.text
    assert finish(owner, address) == 422


@pytest.mark.parametrize(
    ("kind", "reason", "instead"),
    [
        ("L2", "La relance vient après le premier courriel", "Premier courriel amiable"),
        ("L4", "Une mise en demeure vient après au moins un message", "Premier courriel amiable"),
        ("L6", "La résolution se notifie après une mise en demeure", "Mise en demeure"),
    ],
)
def test_a_letter_out_of_order_is_refused_and_the_right_one_offered(
    owner: FlaskClient, house: House, kind: str, reason: str, instead: str
) -> None:
    address = begin(owner, house, kind)
    fill(owner, address, kind)
    page = read(owner.get(address))
    assert "un point s’oppose à ce courrier" in page.heading
    assert reason in page.text
    assert f"Écrire plutôt : {instead}" in page.text
    assert finish(owner, address) == 422


def test_insolvency_forbids_the_formal_notice_and_offers_the_administrators_letter(
    owner: FlaskClient, house: House, desk_engine: Engine
) -> None:
    declare(desk_engine, house, Situation.INSOLVENT)
    assert "Écrivez plutôt : Courrier au mandataire" in read(owner.get(letters_page(house))).text
    address = begin(owner, house, "L4")
    fill(owner, address, "L4", x_urgency="messagerie arrêtée")
    page = read(owner.get(address))
    assert "Une procédure collective est enregistrée" in page.text
    assert "art. L.622-13" in page.text
    assert "Écrire plutôt : Courrier au mandataire" in page.text
    assert finish(owner, address) == 422
    right = begin(owner, house, "L11")
    fill(owner, right, "L11")
    assert finish(owner, right) == 302


def test_somebody_of_another_firm_cannot_make_a_formal_notice_final(
    manager: FlaskClient, house: House
) -> None:
    address = begin(manager, house, "L4")
    fill(manager, address, "L4", x_urgency="messagerie arrêtée")
    page = read(manager.get(address))
    assert "n’est pas celui d’une personne du cabinet" in page.text
    assert "manager@cabinet-exemple.example" in page.text
    assert finish(manager, address) == 422
    # A first e-mail is no such letter.
    first = begin(manager, house, "L1")
    fill(manager, first, "L1")
    assert finish(manager, first) == 302


def test_an_unpaid_invoice_holds_the_formal_notice_until_it_is_disputed_in_writing(
    owner: FlaskClient, house: House
) -> None:
    accounts = f"/contrats/{house.contracts['studio-web-2023']}/comptes"
    form = read(owner.get(f"{accounts}/facture")).form
    typed = {
        "kind": "one_off",
        "label": "Refonte",
        "reference": "F-12",
        "invoiced_on": "2026-01-05",
        "net": "1 000,00",
        "vat_rate": "20",
        "accepted": "0",
    }
    assert owner.post(f"{accounts}/facture", data=form | typed).status_code == 302
    address = begin(owner, house, "L4")
    fill(owner, address, "L4", x_urgency="messagerie arrêtée")
    page = read(owner.get(address))
    assert "F-12 (1 200,00 €)" in page.text
    assert finish(owner, address) == 422
    line = next(
        each["href"]
        for each in read(owner.get(accounts)).all("a")
        if f"{accounts}/facture/" in each.get("href", "")
    )
    form = read(owner.get(line)).form
    disputed = {"disputed_on": "2026-01-20", "dispute": "Rien n’a été livré."}
    assert owner.post(line, data=form | disputed).status_code == 302
    assert finish(owner, address) == 302


def test_a_receipt_before_the_sending_is_refused_and_a_proof_is_kept(
    owner: FlaskClient, house: House
) -> None:
    address = begin(owner, house, "L1")
    fill(owner, address, "L1")
    assert finish(owner, address) == 302
    today = clock.now().date()
    ahead = str(today + timedelta(days=3))
    status, text = post(owner, address, "envoi", sent_on=ahead, channel="email")
    assert (status, "n’est pas encore venu" in text) == (422, True)
    proof = (io.BytesIO(PDF), "envoi.pdf")
    status, _ = post(owner, address, "envoi", sent_on=str(today), channel="email", file=proof)
    assert status == 302
    page = read(owner.get(address))
    assert "estimée : trois jours ouvrés après l’envoi" in page.text
    assert any(each["href"].startswith("/pieces/") for each in page.all("a"))
    yesterday = str(today - timedelta(days=1))
    status, text = post(owner, address, "reception", received_on=yesterday)
    assert (status, "Ce jour est avant l’envoi" in text) == (422, True)


def test_once_the_time_to_answer_has_passed_the_next_letter_is_prepared(
    owner: FlaskClient, house: House, desk_engine: Engine
) -> None:
    address = begin(owner, house, "L1")
    fill(owner, address, "L1")
    assert finish(owner, address) == 302
    today = str(clock.now().date())
    assert post(owner, address, "envoi", sent_on=today, channel="email")[0] == 302
    assert "Fin d’un délai de réponse" in read(owner.get("/")).text
    age(desk_engine, house, address, 40)
    listed = read(owner.get(letters_page(house)))
    assert "Un délai de réponse est passé" in listed.heading
    assert "Préparer la suite : Relance" in listed.text
    assert "Délai de réponse passé : préparez la suite" in read(owner.get("/")).text
    reminder = begin(owner, house, "L2")
    fill(owner, reminder, "L2")
    assert "Relance : Suivi de la prestation" in read(owner.get(reminder)).text
    status, _ = post(owner, address, "reponse", answered_on=today, text="Un rendez-vous.")
    assert status == 302
    assert "Réponse reçue" in read(owner.get(letters_page(house))).text


def test_the_end_of_a_contract_is_proposed_from_its_terms_and_can_be_changed(
    owner: FlaskClient, house: House
) -> None:
    address = begin(owner, house, "L5", "infogerance-2024")
    asked = read(owner.get(f"{address}/ecrire"))
    form = asked.form
    term_end = clock.now().date() + timedelta(days=402)
    last_day = Period(months=2).before(term_end + timedelta(days=1)) - timedelta(days=1)
    chosen = [each["value"] for each in asked.all("input") if "checked" in each]
    assert "non_renewal" in chosen
    assert form["x_end_date"] == f"{term_end:%Y-%m-%d}"
    assert form["x_notice_day"] == f"{last_day:%Y-%m-%d}"
    assert form["x_clause"] == "article 12"
    assert form["x_required_form"] == "lettre recommandée, sur papier ou électronique qualifiée"
    fill(owner, address, "L5", x_clause="article 12.3", x_notice_day="2027-01-31")
    page = read(owner.get(address))
    assert "article 12.3" in page.text
    assert "le dernier jour pour le faire savoir est, selon le contrat, le 31 janvier 2027" in (
        page.text.lower()
    )


def test_a_formal_notice_begins_with_the_facts_of_the_chronology_in_the_order_of_their_days(
    owner: FlaskClient, house: House
) -> None:
    chronology = f"/contrats/{house.contracts[STUDIO]}/chronologie/ajout"
    for day, facts in (
        ("2026-11-12", "Formulaire arrêté."),
        ("2026-10-01", "Mise à jour\nnon reçue."),
    ):
        form = read(owner.get(chronology)).form
        told = {"kind": "incident", "happened_on": day, "facts": facts}
        assert owner.post(chronology, data=form | told).status_code == 302
    form = read(owner.get(f"{begin(owner, house, 'L4')}/ecrire")).form
    assert form["x_facts"].splitlines() == [
        "1er octobre 2026\u00a0: Mise à jour non reçue.",
        "12 novembre 2026\u00a0: Formulaire arrêté.",
    ]


def test_a_formal_notice_quotes_exhibits_by_their_numbers_and_encloses_those_it_quotes(
    owner: FlaskClient, house: House, desk_engine: Engine
) -> None:
    filed = file_paper(desk_engine, house.actor, house.contracts[STUDIO], clock.now())
    chronology = f"/contrats/{house.contracts[STUDIO]}/chronologie/ajout"
    form = read(owner.get(chronology)).form
    fact = {
        "kind": "incident",
        "happened_on": "2026-11-12",
        "facts": "Formulaire arrêté.",
        "papers": str(filed.id),
    }
    assert owner.post(chronology, data=form | fact).status_code == 302
    address = begin(owner, house, "L4")
    form = read(owner.get(f"{address}/ecrire")).form
    facts = form["x_facts"].replace("\u00a0", " ")
    assert facts == "12 novembre 2026 : Formulaire arrêté (pièce n° 1)."
    fill(owner, address, "L4", x_facts=facts, x_contract_documents="Devis (pièce n° 9)")
    page = read(owner.get(address))
    text = page.text.replace("\u00a0", " ")
    assert "Pièce n° 1 : Acceptation du devis de mars, " in text
    assert "Ce courrier cite pièce n° 9, absente de la liste" in text
    fill(owner, address, "L4", x_facts=facts, x_contract_documents="Devis (pièce n° 1)")
    assert "absente de la liste" not in read(owner.get(address)).text


def test_the_letter_that_ends_a_contract_follows_the_form_that_the_contract_asks_for(
    owner: FlaskClient, house: House, desk_engine: Engine
) -> None:
    with transaction(desk_engine, house.actor.practice_id) as session:
        contract = session.get_one(Contract, house.contracts["infogerance-2024"])
        contract.notice_form = NoticeForm.ELECTRONIC
        contract.notice_address = "Service résiliations, 1 rue du Siège, 75001 Paris"
    address = begin(owner, house, "L5", "infogerance-2024")
    asked = read(owner.get(f"{address}/ecrire"))
    assert asked.form["channel"] == "lre"
    assert "Le contrat demande : lettre recommandée électronique qualifiée" in asked.text
    fill(owner, address, "L5")
    page = read(owner.get(address))
    assert "par lettre recommandée électronique qualifiée, selon la forme" in page.text
    assert "Service résiliations, 1 rue du Siège" in page.text
    assert "partirait autrement" not in page.text
    fill(owner, address, "L5", channel="email")
    page = read(owner.get(address))
    assert "Ce courrier partirait autrement (courriel)" in page.text
    assert "selon la forme" not in page.text
    owner.get(f"{address}?lang=en")
    assert "This letter would go otherwise (e-mail)" in read(owner.get(address)).text


def test_the_end_of_a_contract_that_went_otherwise_than_it_asks_is_remarked(
    owner: FlaskClient, house: House, desk_engine: Engine
) -> None:
    with transaction(desk_engine, house.actor.practice_id) as session:
        contract = session.get_one(Contract, house.contracts[STUDIO])
        contract.notice_form = NoticeForm.ELECTRONIC
    address = begin(owner, house, "L5")
    fill(owner, address, "L5", channel="lre")
    assert finish(owner, address) == 302
    today = str(clock.now().date())
    assert post(owner, address, "envoi", sent_on=today, channel="email")[0] == 302
    assert "Ce courrier est parti autrement" in read(owner.get(address)).text
    assert post(owner, address, "envoi", sent_on=today, channel="lre")[0] == 302
    assert "est parti autrement" not in read(owner.get(address)).text


def test_the_page_of_the_contract_says_which_answers_are_waited_for(
    owner: FlaskClient, house: House, desk_engine: Engine
) -> None:
    contract = f"/contrats/{house.contracts[STUDIO]}"
    address = begin(owner, house, "L1")
    fill(owner, address, "L1")
    assert finish(owner, address) == 302
    assert "réponse attendue" not in read(owner.get(contract)).text
    today = str(clock.now().date())
    assert post(owner, address, "envoi", sent_on=today, channel="email")[0] == 302
    assert "1 réponse attendue" in read(owner.get(contract)).text
    age(desk_engine, house, address, 40)
    assert "1 réponse en retard" in read(owner.get(contract)).text
    assert post(owner, address, "reponse", answered_on=today, text="Un rendez-vous.")[0] == 302
    assert "réponse en retard" not in read(owner.get(contract)).text


def test_a_letter_made_final_twice_has_one_final_version_and_says_so(
    owner: FlaskClient, house: House, desk_engine: Engine
) -> None:
    address = begin(owner, house, "L1")
    fill(owner, address, "L1")
    token = read(owner.get(address)).form["csrf_token"]
    again = {"csrf_token": token, "read": ["unpaid_unknown"]}
    assert owner.post(f"{address}/definitif", data=again).status_code == 302
    twice = owner.post(f"{address}/definitif", data=again)
    assert twice.status_code == 422
    assert "Ce courrier est déjà définitif" in read(twice).text
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        assert len(session.scalars(select(LetterDocument.id)).all()) == 3


def test_a_provider_without_an_address_is_asked_for_and_nothing_is_lost(
    owner: FlaskClient, house: House, desk_engine: Engine
) -> None:
    address = begin(owner, house, "L1")
    fill(owner, address, "L1")
    with transaction(desk_engine, house.actor.practice_id) as session:
        contract = session.get_one(Contract, house.contracts[STUDIO])
        party = session.get_one(Party, contract.provider_id)
        party.street = party.postcode = party.city = ""
    page = read(owner.get(address))
    assert "il manque une information" in page.heading
    (link,) = [each for each in page.all("a") if each.get("href", "").endswith("/modifier")]
    assert str(party.id) in link["href"]
    assert "Depuis le 15 septembre 2026" in page.text
    assert finish(owner, address) == 422
    owner.get(f"{address}?lang=en")
    assert "one piece of information is missing" in read(owner.get(address)).heading


def test_a_long_fact_is_kept_and_one_that_is_too_long_comes_back_with_what_was_typed(
    owner: FlaskClient, house: House
) -> None:
    address = begin(owner, house, "L1")
    long = "Le formulaire n’envoie rien au cabinet. " * 250
    fill(owner, address, "L1", x_fact=long)
    assert owner.get(f"{address}/brouillon.docx").status_code == 200
    form = read(owner.get(f"{address}/ecrire")).form
    typed = {**form, "x_fact": long * 3, "x_since_date": "2026-09-15"}
    answer = owner.post(f"{address}/ecrire", data=typed)
    assert answer.status_code == 422
    assert read(answer).form["x_fact"].count("formulaire") == 750


def test_a_name_that_cannot_be_printed_is_named_before_the_letter_becomes_final(
    owner: FlaskClient, house: House, desk_engine: Engine
) -> None:
    address = begin(owner, house, "L1")
    fill(owner, address, "L1")
    with transaction(desk_engine, house.actor.practice_id) as session:
        contract = session.get_one(Contract, house.contracts[STUDIO])
        party = session.get_one(Party, contract.provider_id)
        party.name = party.legal_name = "محمد 🦷 Studio"
    page = read(owner.get(address))
    assert "ne peuvent pas être imprimés" in page.text
    assert finish(owner, address) == 302
    owner.get(f"{address}?lang=en")
    assert read(owner.get(address)).language == "en"


def test_a_draft_is_never_sent(owner: FlaskClient, house: House) -> None:
    address = begin(owner, house, "L1")
    status, text = post(owner, address, "envoi", sent_on=str(clock.now().date()), channel="email")
    assert status == 409
    assert "encore un brouillon" in text


def test_what_somebody_else_wrote_meanwhile_is_not_lost(owner: FlaskClient, house: House) -> None:
    address = begin(owner, house, "L1")
    stale = read(owner.get(f"{address}/ecrire")).form
    fill(owner, address, "L1")
    answer = owner.post(f"{address}/ecrire", data={**stale, "x_fact": "Autre fait."})
    assert answer.status_code == 409
    assert "pendant que vous écriviez" in read(answer).heading


def test_the_pages_speak_english(owner: FlaskClient, house: House) -> None:
    owner.get(f"{letters_page(house)}?lang=en")
    address = begin(owner, house, "L1")
    fill(owner, address, "L1", locale="en")
    page = read(owner.get(address))
    assert page.language == "en"
    assert "We would like to find a quick solution" in page.text
    assert "Make it final" in page.text
