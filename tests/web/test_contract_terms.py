"""What a contract says is entered as people write it, computed, and never lost."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from reversibility.contracts.models import Contract
from reversibility.contracts.terms import Renewal
from reversibility.kernel.period import Period
from reversibility.store.session import transaction
from reversibility.web.forms.periods import read_period
from tests.web.house import House
from tests.web.pages import Page, read

SAID = {
    "starts_on": "2020-08-01",
    "initial_term": "36 mois",
    "ends_on": "",
    "renewal": "tacit",
    "renewal_term": "1 an",
    "notice": "3 mois",
    "provider_notice": "6 mois",
    "counting": "receipt",
    "may_end": "both",
    "notice_form": "either_registered",
    "notice_address": "12 rue de l’Exemple, 69000 Lyon",
    "obligation": "means",
    "price_cents": "1 250,50 €",
    "price_every": "month",
}


@pytest.fixture
def address(house: House) -> str:
    """Return the form of the web agency's contract."""
    return f"/contrats/{house.contracts['studio-web-2023']}/modifier"


def fill(client: FlaskClient, address: str, **answers: str) -> dict[str, str]:
    return read(client.get(address)).form | SAID | answers


def plain(page: Page) -> str:
    return page.text.replace("\u00a0", " ").replace("\u202f", " ")


def test_what_is_typed_is_computed_and_explained(
    manager: FlaskClient, desk_engine: Engine, house: House, address: str
) -> None:
    answer = manager.post(address, data=fill(manager, address))
    assert answer.status_code == 302, read(answer).text
    page = read(manager.get(answer.headers["Location"]))
    for said in (
        "Il repart de lui-même (reconduction tacite)",
        "LRAR ou LRE, au choix",
        "12 rue de l’Exemple, 69000 Lyon",
        "1 250,50 € par mois",
        "le courrier doit arriver au plus tard la veille",
        "Une mise en demeure n’interrompt pas la prescription",
    ):
        assert said in plain(page)
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        row = session.get_one(Contract, house.contracts["studio-web-2023"])
        assert (row.initial_term, row.renewal, row.price_cents) == (
            Period(months=36), Renewal.TACIT, 125_050,
        )  # fmt: skip
    again = read(manager.get(address)).form
    assert (again["renewal_term"], again["price_cents"]) == ("12 mois", "1250,50")


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"notice": "bientôt"}, "Écrivez une durée, par exemple 3 mois"),
        ({"price_cents": "beaucoup"}, "Écrivez un montant"),
        ({"renewal": "toujours"}, "Choisissez une réponse de la liste."),
        ({"starts_on": "hier"}, "Écrivez une date"),
        ({"notice": "4 ans"}, "préavis"),
        ({"ends_on": "2023-08-01"}, "ne disent pas la même chose"),
        ({"ends_on": "2019-08-01", "initial_term": ""}, ""),
        ({"initial_term": "0 jour"}, "n’est pas un terme"),
        ({"title": ""}, "ce que couvre ce contrat"),
    ],
)
def test_what_contradicts_itself_says_so_and_loses_nothing(
    manager: FlaskClient, address: str, answers: dict[str, str], sentence: str
) -> None:
    given = fill(manager, address, **answers)
    answer = manager.post(address, data=given)
    page = read(answer)
    assert answer.status_code == 422
    assert sentence in plain(page)
    others = {"csrf_token", "version", "renewal"}  # a choice that is none cannot be shown
    kept = {name: page.form[name] for name in given if name not in others}
    assert kept == {name: given[name] for name in kept}


def test_whoever_was_faster_is_named_and_nothing_typed_is_lost(
    manager: FlaskClient, address: str
) -> None:
    mine = fill(manager, address, notice="2 mois")
    manager.post(address, data=fill(manager, address))
    answer = manager.post(address, data=mine)
    page = read(answer)
    assert answer.status_code == 409
    assert "a modifié ces informations" in page.heading
    assert page.form["notice"] == "2 mois"
    assert manager.post(address, data=page.form).status_code == 302


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("3 mois", Period(months=3)),
        ("un mois", Period(months=1)),
        ("1 an et 6 mois", Period(months=18)),
        ("2 trimestres", Period(months=6)),
        ("6 semaines", Period(days=42)),
        ("90\u00a0jours", Period(days=90)),
        ("3 months", Period(months=3)),
        ("P1Y", Period(months=12)),
        ("3", None),
        ("trois ans", None),
        ("2 siècles", None),
        ("99999 ans", None),
    ],
)
def test_a_length_is_read_as_people_write_it(text: str, period: Period | None) -> None:
    assert read_period(text) == period
