"""An outsider through the front door: statement first, scope only, every view kept, an end."""

import io
import zipfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Engine, select

from exports.verify import verify
from probes.interface import VerdictField
from reversibility.evidence.models import ObservationRow, ProofKind, ProofRow
from reversibility.evidence.proofs import ProofDraft, add_proof
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.mandates.models import Scope
from reversibility.mandates.queries import list_mandates, list_views
from reversibility.store.session import transaction
from tests.factories.mandates import EMAIL, NAME, grant, sign
from tests.factories.proofs import PDF
from tests.web.house import House, answers_of, examine, open_session, seat, theirs
from tests.web.pages import read

ELSEWHERE = "domaine-rdv"
CONTRACT = "studio-web-2023"


@pytest.fixture
def looked_at(desk_engine: Engine, house: House) -> House:
    """Return the house with a look at the domain, and a document about it and another asset."""
    now = clock.now()
    examine(desk_engine, house, "domaine", theirs(), now=now)
    examine(desk_engine, house, ELSEWHERE, now=now)
    with transaction(desk_engine, house.actor.practice_id) as session:
        for slug in ("domaine", ELSEWHERE):
            draft = ProofDraft(
                asset_id=house.assets[slug],
                field=VerdictField.HOLDER,
                kind=ProofKind.REGISTRAR_CERTIFICATE,
                title=f"Attestation {slug}",
                dated_on=now.date(),
                matches_declaration=True,
                filename="attestation.pdf",
                content=PDF,
            )
            add_proof(session, house.actor, draft, today=now.date(), now=now)
    return house


def let_in(app: Flask, engine: Engine, house: House, **overrides: object) -> FlaskClient:
    """Return the browser of an outsider who has a mandate and has not signed."""
    grant(engine, house.actor, clock.now(), **overrides)
    return open_session(app, engine, EMAIL)


@pytest.fixture
def auditor(desk_app: Flask, desk_engine: Engine, looked_at: House) -> FlaskClient:
    """Return the browser of an auditor of one contract, statement signed."""
    now = clock.now()
    granted = grant(
        desk_engine,
        looked_at.actor,
        now,
        scope=Scope.CONTRACT,
        contract_id=looked_at.contracts[CONTRACT],
    )
    sign(desk_engine, looked_at.actor, granted, now)
    return open_session(desk_app, desk_engine, EMAIL)


def test_until_the_statement_is_signed_every_page_leads_to_it(
    desk_app: Flask, desk_engine: Engine, looked_at: House
) -> None:
    client = let_in(desk_app, desk_engine, looked_at)
    asset_id = looked_at.assets["domaine"]
    answer = answers_of(desk_engine, looked_at, asset_id)[0]
    for address in (
        "/",
        "/registre",
        f"/registre/{asset_id}",
        "/audit",
        f"/audit/elements/{asset_id}",
        "/audit/rapport-fr.pdf",
        "/audit/pieces.zip",
        f"/releves/{answer.id}",
        "/contrats",
        "/auditeurs",
    ):
        assert client.get(address).headers.get("Location") == "/audit/engagement", address
    for address in ("/registre/verifier", f"/audit/elements/{asset_id}"):
        form = read(client.get("/audit/engagement")).form
        assert client.post(address, data=form).headers["Location"] == "/audit/engagement"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_statement_is_signed_with_ones_own_name(
    desk_app: Flask, desk_engine: Engine, looked_at: House, language: str
) -> None:
    client = let_in(desk_app, desk_engine, looked_at)
    form = read(client.get(f"/audit/engagement?lang={language}")).form
    for typed, status in (
        ({}, 422),
        ({"agreed": "y"}, 422),
        ({"agreed": "y", "name": "Quelqu’un d’autre"}, 422),
        ({"agreed": "y", "name": NAME, "text_sha256": "0" * 64}, 422),
        ({"agreed": "y", "name": NAME}, 302),
    ):
        sent = {name: value for name, value in form.items() if name != "agreed"} | typed
        answer = client.post("/audit/engagement", data=sent)
        assert answer.status_code == status, typed
    assert client.get("/audit").status_code == 200
    with transaction(desk_engine, looked_at.actor.practice_id, read_only=True) as session:
        (mandate,) = list_mandates(session, looked_at.actor, now=clock.now())
    assert mandate.statement is not None
    assert (mandate.statement.locale, mandate.statement.signed_name) == (language, NAME)


def test_an_auditor_starts_from_what_the_mandate_covers_and_what_stays_open(
    auditor: FlaskClient, looked_at: House
) -> None:
    assert auditor.get("/registre").headers["Location"] == "/audit"
    page = read(auditor.get("/audit"))
    assert "ne concorde pas" in page.heading
    assert "Chaque page et chaque pièce que vous ouvrez est inscrite au journal" in page.text
    assert "Jamais vérifié auprès d’une source publique" in page.text
    links = {link["href"] for link in page.all("a") if "/audit/elements/" in link["href"]}
    assert f"/audit/elements/{looked_at.assets['domaine']}" in links
    assert f"/audit/elements/{looked_at.assets[ELSEWHERE]}" not in links


def test_an_auditor_reads_an_element_with_its_results_and_pieces(
    auditor: FlaskClient, looked_at: House
) -> None:
    asset_id = looked_at.assets["domaine"]
    assert auditor.get(f"/registre/{asset_id}").headers["Location"] == f"/audit/elements/{asset_id}"
    page = read(auditor.get(f"/audit/elements/{asset_id}"))
    for words in ("STUDIO EXEMPLE WEB", "Non concordant", "Attestation domaine", "Vos notes"):
        assert words in page.text
    for words in ("À faire :", "Récupérer cet élément", "Ajouter un accès", "Retirer"):
        assert words not in page.text


def test_nothing_outside_the_scope_answers(
    auditor: FlaskClient, desk_engine: Engine, looked_at: House
) -> None:
    other = looked_at.assets[ELSEWHERE]
    with transaction(desk_engine, looked_at.actor.practice_id, read_only=True) as session:
        answers = session.scalars(
            select(ObservationRow.id).where(ObservationRow.asset_id == other)
        ).all()
        proofs = session.scalars(select(ProofRow.id).where(ProofRow.asset_id == other)).all()
    assert answers
    assert proofs
    token = {"csrf_token": read(auditor.get("/audit")).form["csrf_token"]}
    assert auditor.get(f"/audit/elements/{other}").status_code == 404
    assert auditor.get(f"/releves/{answers[0]}").status_code == 404
    assert auditor.get(f"/justificatifs/{proofs[0]}").status_code == 404
    assert auditor.post(f"/registre/{other}/verifier", data=token).status_code == 404
    note = token | {"field": "", "text": "Vu."}
    assert auditor.post(f"/audit/elements/{other}", data=note).status_code == 404


def test_an_auditor_sees_no_contract_member_journal_nor_exit(
    auditor: FlaskClient, looked_at: House
) -> None:
    contract = looked_at.contracts[CONTRACT]
    asset_id = looked_at.assets["domaine"]
    for address in (
        "/contrats",
        f"/contrats/{contract}",
        f"/contrats/{contract}/plan",
        "/journal",
        "/auditeurs",
        "/auditeurs/nouveau",
        "/registre/nouveau",
        f"/registre/{asset_id}/acces",
        f"/registre/{asset_id}/justificatif",
    ):
        assert auditor.get(address).status_code in {403, 404}, address


def test_a_note_is_kept_and_an_empty_one_is_refused(auditor: FlaskClient, looked_at: House) -> None:
    address = f"/audit/elements/{looked_at.assets['domaine']}"
    form = {"csrf_token": read(auditor.get(address)).form["csrf_token"]}
    refused = auditor.post(address, data=form | {"field": "holder", "text": "  "})
    assert refused.status_code == 422
    assert "Écrivez votre note." in read(refused).text
    long = auditor.post(address, data=form | {"field": "holder", "text": "x" * 5000})
    assert long.status_code == 422
    kept = auditor.post(address, data=form | {"field": "holder", "text": "Acte vu <b>le 3</b>."})
    assert kept.status_code == 302
    page = read(auditor.get(address))
    assert "Acte vu <b>le 3</b>." in page.text
    assert f"Titulaire · {NAME}" in page.text


def test_every_view_is_kept_and_the_owner_reads_the_list(
    auditor: FlaskClient, desk_app: Flask, desk_engine: Engine, looked_at: House
) -> None:
    asset_id = looked_at.assets["domaine"]
    answer = answers_of(desk_engine, looked_at, asset_id)[0]
    auditor.get("/audit")
    auditor.get(f"/audit/elements/{asset_id}")
    auditor.get(f"/releves/{answer.id}")
    auditor.get("/fiches")
    auditor.get(f"/audit/elements/{looked_at.assets[ELSEWHERE]}")
    with transaction(desk_engine, looked_at.actor.practice_id, read_only=True) as session:
        (mandate,) = list_mandates(session, looked_at.actor, now=clock.now())
        views = list_views(session, looked_at.actor, mandate)
    assert [view.page for view in reversed(views)] == [
        "start",
        "asset",
        "answer",
        "guides.show_all",
    ]
    owner = seat(desk_app, desk_engine, looked_at, Role.OWNER, clock.now())
    page = read(owner.get(f"/auditeurs/{mandate.id}"))
    for words in ("Page d’accueil du mandat", "Réponse brute, téléchargée", answer.sha256[:4]):
        assert words in page.text


def test_nothing_is_shown_that_cannot_be_kept(
    auditor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the journal cannot be written")

    monkeypatch.setattr("reversibility.web.outsiders.record_view", fail)
    answer = auditor.get("/audit")
    assert answer.status_code == 500
    assert "STUDIO" not in answer.text


def test_the_mandate_ends_in_the_middle_of_a_session(
    desk_app: Flask, desk_engine: Engine, looked_at: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = datetime.combine(clock.now().date(), time(22, 30), ZoneInfo("Europe/Paris"))
    monkeypatch.setattr(clock, "now", lambda: evening.astimezone(UTC))
    granted = grant(desk_engine, looked_at.actor, clock.now(), ends_on=evening.date())
    sign(desk_engine, looked_at.actor, granted, clock.now())
    auditor = open_session(desk_app, desk_engine, EMAIL)
    address = f"/audit/elements/{looked_at.assets['domaine']}"
    answer = answers_of(desk_engine, looked_at, looked_at.assets["domaine"])[0]
    shown = auditor.get(address)
    assert shown.status_code == 200
    form = {"csrf_token": read(shown).form["csrf_token"]}
    midnight = evening + timedelta(hours=1, minutes=30)
    monkeypatch.setattr(clock, "now", lambda: midnight.astimezone(UTC))
    for over in (
        auditor.get("/audit"),
        auditor.get(address),
        auditor.post(address, data=form | {"field": "", "text": "Trop tard."}),
        auditor.get("/audit/pieces.zip"),
        auditor.get(f"/releves/{answer.id}"),
    ):
        assert over.status_code == 403
        assert "est arrivé à son terme" in read(over).heading
        assert "STUDIO" not in over.text


def test_the_owner_ends_a_mandate_between_two_clicks(
    auditor: FlaskClient, desk_app: Flask, desk_engine: Engine, looked_at: House
) -> None:
    owner = seat(desk_app, desk_engine, looked_at, Role.OWNER, clock.now())
    with transaction(desk_engine, looked_at.actor.practice_id, read_only=True) as session:
        (mandate,) = list_mandates(session, looked_at.actor, now=clock.now())
    page = f"/auditeurs/{mandate.id}"
    form = {"csrf_token": read(owner.get(page)).form["csrf_token"]}
    assert auditor.get("/audit").status_code == 200
    assert owner.post(f"{page}/fin", data=form).status_code == 302
    over = auditor.get("/audit")
    assert over.status_code == 403
    assert "Le cabinet a mis fin à votre mandat" in read(over).heading
    assert "le cabinet a mis fin au mandat" in read(owner.get(page)).heading


def test_the_report_and_the_pack_hold_the_scope_and_nothing_else(
    auditor: FlaskClient, looked_at: House, desk_engine: Engine, tmp_path: Path
) -> None:
    address = f"/audit/elements/{looked_at.assets['domaine']}"
    form = {"csrf_token": read(auditor.get(address)).form["csrf_token"]}
    auditor.post(address, data=form | {"field": "holder", "text": "Acte à demander."})
    for locale, words in (("fr", "Rapport de titularité"), ("en", "Ownership report")):
        answer = auditor.get(f"/audit/rapport-{locale}.pdf")
        assert answer.mimetype == "application/pdf"
        pages = PdfReader(io.BytesIO(answer.data)).pages
        text = " ".join("\n".join(page.extract_text() for page in pages).split())
        for each in (words, "Acte à demander.", "P-001", "D-001", NAME, "STUDIO EXEMPLE WEB"):
            assert each in text, each
        assert "Attestation domaine-rdv" not in text
    packed = tmp_path / "pack.zip"
    packed.write_bytes(auditor.get("/audit/pieces.zip").data)
    assert verify(packed).whole
    with zipfile.ZipFile(packed) as archive:
        names = archive.namelist()
        kept = {archive.read(name) for name in names}
    assert "ownership-pack/data/ownership-report-fr.pdf" in names
    assert {
        row.raw for row in answers_of(desk_engine, looked_at, looked_at.assets["domaine"])
    } <= kept
    assert sum("D-" in name for name in names) == 1
    with transaction(desk_engine, looked_at.actor.practice_id, read_only=True) as session:
        (mandate,) = list_mandates(session, looked_at.actor, now=clock.now())
        taken = [v for v in list_views(session, looked_at.actor, mandate) if v.sha256]
    assert {view.page for view in taken} == {"report", "pack"}


def test_a_guest_sees_entries_and_steps_without_results(
    desk_app: Flask, desk_engine: Engine, looked_at: House
) -> None:
    now = clock.now()
    granted = grant(
        desk_engine,
        looked_at.actor,
        now,
        role=Role.PROVIDER_GUEST,
        scope=Scope.CONTRACT,
        contract_id=looked_at.contracts[CONTRACT],
    )
    sign(desk_engine, looked_at.actor, granted, now)
    guest = open_session(desk_app, desk_engine, EMAIL)
    asset_id = looked_at.assets["domaine"]
    page = read(guest.get("/audit"))
    assert "étapes de remise" in page.heading
    page = read(guest.get(f"/audit/elements/{asset_id}"))
    assert "Les étapes de la remise" in page.text
    for words in ("Non concordant", "STUDIO EXEMPLE WEB", "Attestation", "Vos notes"):
        assert words not in page.text
    answer = answers_of(desk_engine, looked_at, asset_id)[0]
    for address in (f"/releves/{answer.id}", "/audit/rapport-fr.pdf", "/audit/pieces.zip"):
        assert guest.get(address).status_code == 403, address
    assert guest.get(f"/audit/elements/{looked_at.assets[ELSEWHERE]}").status_code == 404


@pytest.fixture
def owner(desk_app: Flask, desk_engine: Engine, house: House) -> FlaskClient:
    return seat(desk_app, desk_engine, house, Role.OWNER, clock.now())


def test_the_owner_grants_a_mandate_and_hands_over_the_link_once(
    owner: FlaskClient, desk_app: Flask
) -> None:
    assert "Personne d’extérieur" in read(owner.get("/auditeurs")).heading
    form = read(owner.get("/auditeurs/nouveau")).form
    sent = form | {"name": NAME, "email": EMAIL, "role": "auditor", "scope": "practice"}
    answer = owner.post("/auditeurs/nouveau", data=sent)
    assert answer.status_code == 302
    first, again = owner.get(answer.headers["Location"]), owner.get(answer.headers["Location"])
    link = read(first).form["link"]
    assert "/lien/" in link
    assert "/lien/" not in again.text
    assert desk_app.test_client().get(link.partition("localhost")[2]).status_code == 200
    assert "engagement à signer" in read(owner.get("/auditeurs")).text
    twice = owner.post("/auditeurs/nouveau", data=sent)
    assert twice.status_code == 409
    assert "a déjà un mandat en cours" in read(twice).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Indiquez le nom de la personne."),
        ({"email": "pas une adresse"}, "Écrivez une adresse complète"),
        ({"scope": ""}, "Choisissez ce que la personne verra."),
        ({"scope": "contract:1"}, "Choisissez ce que la personne verra."),
        ({"ends_on": ""}, "Indiquez le dernier jour."),
        ({"ends_on": "2020-01-01"}, "Le dernier jour vient avant le premier."),
        ({"ends_on": "2099-01-01"}, "Un mandat dure un an au plus"),
        ({"role": "owner"}, "Choisissez à quel titre la personne consulte."),
        ({"role": "provider_guest"}, "Un prestataire invité ne voit jamais tout le cabinet"),
    ],
)
def test_a_mandate_that_does_not_hold_is_refused_with_a_sentence(
    owner: FlaskClient, typed: dict[str, str], sentence: str
) -> None:
    form = read(owner.get("/auditeurs/nouveau")).form
    sent = form | {"name": NAME, "email": EMAIL, "role": "auditor", "scope": "practice"} | typed
    answer = owner.post("/auditeurs/nouveau", data=sent)
    assert answer.status_code == 422
    assert sentence in read(answer).text
    assert "Personne d’extérieur" in read(owner.get("/auditeurs")).heading


def test_only_the_owner_reads_and_grants_mandates(manager: FlaskClient) -> None:
    for address in ("/auditeurs", "/auditeurs/nouveau"):
        assert manager.get(address).status_code == 403


def test_the_practice_reads_the_notes_on_the_page_of_the_element(
    auditor: FlaskClient, desk_app: Flask, desk_engine: Engine, looked_at: House
) -> None:
    asset_id = looked_at.assets["domaine"]
    form = {"csrf_token": read(auditor.get(f"/audit/elements/{asset_id}")).form["csrf_token"]}
    sent = form | {"field": "", "text": "Acte à demander."}
    auditor.post(f"/audit/elements/{asset_id}", data=sent)
    owner = seat(desk_app, desk_engine, looked_at, Role.OWNER, clock.now())
    page = read(owner.get(f"/registre/{asset_id}"))
    assert "Notes d’audit" in page.text
    assert "Acte à demander." in page.text
