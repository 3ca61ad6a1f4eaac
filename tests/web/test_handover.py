"""What is asked of a provider that answers, and what it hands over, item by item."""

import io
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Engine, select

from reversibility.catalogues.letters import Channel
from reversibility.exits.letters.bringing import bring_letter
from reversibility.exits.requests.models import HandoverItem, HandoverRequest
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.store.session import transaction
from tests.web.conftest import AppMaker
from tests.web.house import House, seat
from tests.web.pages import read

CONTRACT = "studio-web-2023"


@pytest.fixture
def owner(make_app: AppMaker, desk_engine: Engine, house: House) -> FlaskClient:
    return seat(make_app(desk_engine), desk_engine, house, Role.OWNER, clock.now())


@pytest.fixture
def path(house: House) -> str:
    return f"/contrats/{house.contracts[CONTRACT]}/remise"


def prepare(owner: FlaskClient, path: str, *, keep: int = 3, **typed: str):
    """Keep the first lines of what is proposed; return the answer."""
    form = read(owner.get(f"{path}/nouvelle")).form
    boxes = [name for name in form if name.startswith("take-")]
    dropped = boxes[keep:]
    return owner.post(
        f"{path}/nouvelle",
        data={name: value for name, value in form.items() if name not in dropped} | typed,
    )


def text_of(owner: FlaskClient, address: str) -> str:
    answer = owner.get(address)
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def items(engine: Engine, house: House) -> list[UUID]:
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        wanted = select(HandoverItem.id).order_by(HandoverItem.position)
        return list(session.scalars(wanted))


def test_a_request_says_what_was_chosen_numbered_with_its_date(
    owner: FlaskClient, path: str
) -> None:
    made = prepare(owner, path, **{"free-1": "La plaquette du cabinet, fichiers sources"})
    assert made.status_code == 302
    page = owner.get(made.headers["Location"]).text
    assert "1.1" in page
    assert "La plaquette du cabinet, fichiers sources" in page
    for locale, title, others, limits in (
        ("fr", "Demande de remise", "Autres éléments", "Aucun mot de passe"),
        ("en", "Handover request", "Other items", "No password"),
    ):
        said = text_of(owner, f"{made.headers['Location']}/demande-{locale}.pdf")
        for each in (title, others, "Studio Exemple Web", "1.1", "La plaquette du cabinet", limits):
            assert each in said.replace("\u00a0", " ")


def test_a_line_left_as_proposed_keeps_both_languages_whatever_its_spaces(
    owner: FlaskClient, path: str
) -> None:
    form = read(owner.get(f"{path}/nouvelle")).form
    form = {name: " ".join(value.split()) for name, value in form.items()}
    here = owner.post(f"{path}/nouvelle", data=form).headers["Location"]
    said = text_of(owner, f"{here}/demande-en.pdf")
    assert "The practice as administrative contact" in said
    assert "Le cabinet comme contact administratif" not in said


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"free-1": "Le mot de passe du compte"}, "demande un mot de passe"),
        ({"free-1": "x" * 401}, "400 au plus"),
        ({"answer_by": "2020-01-01"}, "Laissez au moins huit jours"),
        ({"answer_by": ""}, "Indiquez le jour"),
        ({"answer_by": "demain"}, "Écrivez une date"),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_typed_is_lost(
    owner: FlaskClient, path: str, typed: dict[str, str], sentence: str
) -> None:
    answer = prepare(owner, path, **({"free-2": "Les photographies"} | typed))
    assert answer.status_code == 422
    assert sentence in answer.text.replace("\u00a0", " ")
    assert "Les photographies" in answer.text


def test_a_request_for_nothing_asks_for_a_line(owner: FlaskClient, path: str) -> None:
    answer = prepare(owner, path, keep=0)
    assert answer.status_code == 422
    assert "Cochez au moins une ligne" in answer.text


def test_receipts_are_recorded_and_printed_with_the_words_of_the_provider(
    owner: FlaskClient, path: str, desk_engine: Engine, house: House
) -> None:
    here = prepare(owner, path).headers["Location"]
    today = clock.now().date().isoformat()
    first, second, _ = items(desk_engine, house)
    for item, said in (
        (first, {"state": "received", "settled_on": today}),
        (second, {"state": "refused", "settled_on": today, "words": "Facture en attente."}),
    ):
        form = read(owner.get(f"{here}/{item}")).form
        assert owner.post(f"{here}/{item}", data=form | said).status_code == 302
    page = owner.get(here).text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "Le prestataire écrit : « Facture en attente. »" in page
    form = read(owner.get(here)).form
    fin = {"released_on": today, "released_time": "18:00", "csrf_token": form["csrf_token"]}
    assert owner.post(f"{here}/fin", data=fin).status_code == 302
    french = text_of(owner, f"{here}/recu-fr.pdf").replace("\u00a0", " ").replace("\u202f", " ")
    for said in ("Procès-verbal de remise", "non remis", "« Facture en attente. »", "18 h 00"):
        assert said in french
    assert "Handover receipt" in text_of(owner, f"{here}/recu-en.pdf")


def test_less_than_asked_needs_the_words_of_the_provider(
    owner: FlaskClient, path: str, desk_engine: Engine, house: House
) -> None:
    here = prepare(owner, path).headers["Location"]
    item = items(desk_engine, house)[0]
    form = read(owner.get(f"{here}/{item}")).form
    today = clock.now().date().isoformat()
    answer = owner.post(f"{here}/{item}", data=form | {"state": "partly", "settled_on": today})
    assert answer.status_code == 422
    assert "Recopiez les mots du prestataire" in answer.text


def test_nothing_is_received_before_it_was_asked(
    owner: FlaskClient, path: str, desk_engine: Engine, house: House
) -> None:
    here = prepare(owner, path).headers["Location"]
    today = clock.now().date()
    token = read(owner.get(here)).form["csrf_token"]
    sent = {"sent_on": today.isoformat(), "channel": "courriel", "csrf_token": token}
    assert owner.post(f"{here}/envoi", data=sent).status_code == 302
    item = items(desk_engine, house)[0]
    form = read(owner.get(f"{here}/{item}")).form
    before = {"state": "received", "settled_on": (today - timedelta(days=1)).isoformat()}
    answer = owner.post(f"{here}/{item}", data=form | before)
    assert answer.status_code == 422
    assert "avant l’envoi de la demande" in answer.text


def late(owner: FlaskClient, engine: Engine, house: House, path: str) -> str:
    """Send a request whose day has passed since; return its address."""
    here = str(prepare(owner, path).headers["Location"])
    today = clock.now().date()
    with transaction(engine, house.actor.practice_id) as session:
        row = session.scalars(select(HandoverRequest)).one()
        row.sent_on, row.answer_by = today - timedelta(days=20), today - timedelta(days=5)
    return here


def test_a_request_whose_day_has_passed_is_named_wherever_one_looks_and_proposes_the_next_letter(
    owner: FlaskClient, desk_engine: Engine, house: House, path: str
) -> None:
    here = late(owner, desk_engine, house, path)
    assert "Demande de remise\u00a0: le jour est passé, préparez la suite" in owner.get("/").text
    contract = owner.get(f"/contrats/{house.contracts[CONTRACT]}").text
    assert "3 réponses en retard" in contract
    assert "ouvrez-la pour préparer la suite" in owner.get(path).text
    page = owner.get(here)
    assert "3 éléments restent sans réponse" in page.text
    assert "Préparer la suite\u00a0: Demande de restitution des accès" in page.text


def test_once_everything_has_its_answer_nothing_is_late(
    owner: FlaskClient, desk_engine: Engine, house: House, path: str
) -> None:
    here = late(owner, desk_engine, house, path)
    today = clock.now().date().isoformat()
    for item in items(desk_engine, house):
        form = read(owner.get(f"{here}/{item}")).form
        owner.post(f"{here}/{item}", data=form | {"state": "received", "settled_on": today})
    assert "le jour est passé" not in owner.get("/").text
    assert "Préparer la suite" not in owner.get(here).text


def test_while_the_next_letter_runs_no_other_is_proposed(
    owner: FlaskClient, desk_engine: Engine, house: House, path: str
) -> None:
    here = late(owner, desk_engine, house, path)
    today = clock.now().date()
    bring(desk_engine, house, kind="L3", sent_on=today - timedelta(days=2))
    page = owner.get(here).text
    assert "Préparer la suite" not in page
    assert "attendez sa réponse avant d’écrire de nouveau" in page


def test_after_the_next_letter_went_without_answer_comes_the_formal_notice(
    owner: FlaskClient, desk_engine: Engine, house: House, path: str
) -> None:
    here = late(owner, desk_engine, house, path)
    bring(desk_engine, house, kind="L3", sent_on=clock.now().date() - timedelta(days=30))
    assert "Préparer la suite\u00a0: Mise en demeure" in owner.get(here).text


def test_a_third_message_within_a_week_is_advised_against(
    owner: FlaskClient, desk_engine: Engine, house: House, path: str
) -> None:
    today = clock.now().date()
    first = str(prepare(owner, path).headers["Location"])
    assert "Plus de deux relances par semaine" not in owner.get(f"{path}/nouvelle").text
    sent = {"sent_on": today.isoformat(), "channel": "courriel"}
    owner.post(f"{first}/envoi", data=read(owner.get(first)).form | sent)
    bring(desk_engine, house, kind="L1", sent_on=today - timedelta(days=3))
    assert "Plus de deux relances par semaine" in owner.get(f"{path}/nouvelle").text


def test_requests_count_among_the_messages_that_a_letter_is_the_third_of(
    owner: FlaskClient, path: str, house: House
) -> None:
    sent = {"sent_on": clock.now().date().isoformat(), "channel": "courriel"}
    for _ in range(2):
        here = str(prepare(owner, path).headers["Location"])
        owner.post(f"{here}/envoi", data=read(owner.get(here)).form | sent)
    letters = f"/contrats/{house.contracts[CONTRACT]}/courriers"
    begun = owner.post(letters, data=read(owner.get(letters)).form | {"kind": "L1"})
    letter = begun.headers["Location"].removesuffix("/ecrire")
    assert "2 messages ont déjà été envoyés" in owner.get(letter).text


def bring(engine: Engine, house: House, *, kind: str, sent_on: date) -> None:
    """Have a letter that was sent on a day."""
    told = {
        "kind": kind, "locale": "fr", "channel": Channel.EMAIL, "planned_on": sent_on,
        "created_at": None, "days": 0, "values": {}, "subject": "Accès",
        "final_at": clock.now(), "sent_on": sent_on, "sent_by": Channel.EMAIL,
    }  # fmt: skip
    with transaction(engine, house.actor.practice_id) as session:
        contract_id = house.contracts[CONTRACT]
        bring_letter(session, house.actor, contract_id, told, now=clock.now())
