"""Who does what, and what a contract rests on, through the pages."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from reversibility.contracts.paper_models import PaperKind
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from tests.factories.papers import file_paper
from tests.factories.proofs import PDF
from tests.web.house import House, seat
from tests.web.pages import Page, read


@pytest.fixture
def contract(house: House) -> str:
    """Return the page of the web agency's contract."""
    return f"/contrats/{house.contracts['studio-web-2023']}"


def plain(page: Page) -> str:
    return page.text.replace("\u00a0", " ").replace("\u202f", " ")


def test_one_person_decides_each_row_and_the_gaps_are_counted(
    manager: FlaskClient, contract: str
) -> None:
    address = f"{contract}/qui-fait-quoi"
    page = read(manager.get(address))
    assert "22 sujets n’ont personne qui décide" in plain(page)
    said = {"decides_R01": "partner", "name_R01": "Dr Claire Martin", "does_R01": "provider"}
    sent = manager.post(address, data=page.form | said | {"advises_R01": ["pivot", "other"]})
    assert sent.status_code == 302
    page = read(manager.get(address))
    assert "21 sujets n’ont personne qui décide" in plain(page)
    assert page.form["name_R01"] == "Dr Claire Martin"
    assert "21 sujets sans personne" in plain(read(manager.get(contract)))


def test_rows_are_folded_but_the_next_gap_and_what_is_to_be_corrected(
    manager: FlaskClient, contract: str
) -> None:
    address = f"{contract}/qui-fait-quoi"
    page = read(manager.get(address))
    assert unfolded(page) == ["R01"]
    said = {"decides_R01": "partner", "name_R01": "Dr Claire Martin"}
    manager.post(address, data=page.form | said)
    page = read(manager.get(address))
    assert unfolded(page) == ["R02"]
    assert "quelqu’un décide : 1 sur 22" in plain(page)
    sent = manager.post(address, data=page.form | {"decides_R05": "provider", "name_R05": "Marc"})
    assert unfolded(read(sent)) == ["R05"]


def unfolded(page: Page) -> list[str]:
    """Return the rows that are open."""
    folds = [each for each in page.all("details") if each.get("class") == "fold"]
    rows = [each["id"].removeprefix("sujet-") for each in page.all("li") if each.get("id")]
    return [row for row, fold in zip(rows, folds, strict=True) if "open" in fold]


def test_the_provider_is_no_choice_where_the_practice_answers(
    manager: FlaskClient, contract: str
) -> None:
    address = f"{contract}/qui-fait-quoi"
    form = read(manager.get(address)).form
    sent = manager.post(address, data=form | {"decides_R05": "provider", "name_R05": "Marc"})
    assert sent.status_code == 422
    page = read(sent)
    assert "Choisissez une réponse de la liste." in page.text
    assert page.form["name_R05"] == "Marc"


def test_whoever_was_faster_is_told_and_nothing_typed_is_lost(
    manager: FlaskClient, contract: str
) -> None:
    address = f"{contract}/qui-fait-quoi"
    mine = read(manager.get(address)).form
    first = {"decides_R01": "partner", "name_R01": "Dr Claire Martin"}
    assert manager.post(address, data=mine | first).status_code == 302
    sent = manager.post(address, data=mine | {"decides_R02": "pivot", "name_R02": "Nadia Lopez"})
    page = read(sent)
    assert sent.status_code == 409
    assert (page.form["name_R01"], page.form["name_R02"]) == ("Dr Claire Martin", "Nadia Lopez")
    assert manager.post(address, data=page.form).status_code == 302


def test_without_a_signed_paper_the_contract_is_rebuilt_from_the_others(
    manager: FlaskClient, desk_engine: Engine, house: House, contract: str
) -> None:
    address = f"{contract}/fondement"
    page = read(manager.get(address))
    assert "Rien ne montre encore" in page.heading
    assert "Aucune pièce ne dit encore ce qui a été convenu" in page.text
    contract_id = UUID(contract.rpartition("/")[2])
    now = clock.now()
    file_paper(desk_engine, house.actor, contract_id, now)
    quote = file_paper(
        desk_engine, house.actor, contract_id, now, kind=PaperKind.QUOTE, content=PDF, title="Devis"
    )
    page = read(manager.get(address))
    assert "Sans contrat signé, 2 pièces disent ce qui a été convenu" in plain(page)
    for said in (
        "Écrit accepté par les deux",
        "C. civ., art. 1366",
        "Un devis dit ce qui est proposé",
    ):
        assert said in plain(page)
    assert "8 points à retrouver" in plain(page)
    sent = manager.post(
        address,
        data=page.form | {"says_price": "150 € par mois", "paper_price": str(quote.id)},
    )
    assert sent.status_code == 302
    page = read(manager.get(address))
    assert "7 points à retrouver" in plain(page)
    assert page.form["paper_price"] == str(quote.id)


def test_whoever_wrote_first_is_told_and_nothing_typed_is_lost(
    manager: FlaskClient, contract: str
) -> None:
    address = f"{contract}/fondement"
    mine = read(manager.get(address)).form
    first = {"says_price": "150 € par mois", "says_object": "Un site"}
    assert manager.post(address, data=mine | first).status_code == 302
    sent = manager.post(address, data=mine | {"says_price": "180 € par mois"})
    page = read(sent)
    assert sent.status_code == 409
    assert "Ce que disent les pièces a changé" in page.heading
    assert "150 € par mois" in plain(page)
    assert page.form["says_price"] == "180 € par mois"
    assert page.form["says_object"] == "Un site"  # what was left empty takes what is kept
    assert manager.post(address, data=page.form).status_code == 302


@pytest.mark.parametrize("paper", ["x", "01930000-0000-7000-8000-0000000000aa"])
def test_a_paper_that_is_none_is_refused_and_the_words_stay(
    manager: FlaskClient, contract: str, paper: str
) -> None:
    address = f"{contract}/fondement"
    form = read(manager.get(address)).form | {"says_term": "12 mois", "paper_term": paper}
    sent = manager.post(address, data=form)
    assert sent.status_code == 422
    assert read(sent).form["says_term"] == "12 mois"


def test_a_contributor_reads_both_and_changes_none(
    desk_app: Flask, desk_engine: Engine, house: House, contract: str
) -> None:
    client = seat(desk_app, desk_engine, house, Role.CONTRIBUTOR, clock.now())
    for name in ("qui-fait-quoi", "fondement"):
        page = read(client.get(f"{contract}/{name}"))
        assert "Enregistrer" not in page.text
        assert client.post(f"{contract}/{name}", data=page.form).status_code == 403
