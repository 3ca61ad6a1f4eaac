"""What is asked of a provider that answers, and what it hands over, item by item."""

import io
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Engine, select

from reversibility.exits.requests.models import HandoverItem
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
