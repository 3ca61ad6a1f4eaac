"""A draft on its page: what the name shows, each line once, and what is left when it is erased."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from reversibility.kernel import clock
from reversibility.retention.service import purge
from reversibility.store.session import transaction
from tests.factories.looks import keep_draft
from tests.universe.running import running
from tests.universe.universe import Universe
from tests.web.house import House

NAME = "expertise-quai.fr.example"


@pytest.fixture(scope="module")
def universe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Universe]:
    with running(tmp_path_factory.mktemp("universe")) as started:
        yield started


@pytest.fixture
def run_id(desk_engine: Engine, house: House, universe: Universe) -> UUID:
    return keep_draft(desk_engine, house.actor, NAME, universe.options, clock.now())


def _read(manager: FlaskClient, run_id: UUID, path: str = "", language: str = "fr") -> str:
    address = f"/registre/decouverte/{run_id}{path}?lang={language}"
    return manager.get(address).get_data(as_text=True)


def test_a_draft_is_told_in_both_languages(manager: FlaskClient, run_id: UUID) -> None:
    assert "ne sont pas encore au registre" in _read(manager, run_id)
    english = _read(manager, run_id, language="en")
    assert "that are not in the register yet" in english
    assert "Titulaire" not in english


def test_the_same_registrar_does_not_make_two_names_one(manager: FlaskClient, run_id: UUID) -> None:
    """The register of the house has another name at the same registrar."""
    assert "Déjà au registre" not in _read(manager, run_id)


def test_what_the_register_has_no_kind_for_is_asked_about_and_not_entered(
    manager: FlaskClient, run_id: UUID
) -> None:
    page = _read(manager, run_id)
    others = page.partition("Autres services, qui n’ont pas de fiche ici")[2].partition("</ul>")[0]
    assert "Autre service" in others
    assert "Inscrire" not in others
    assert manager.get("/premiers-pas").status_code == 200


def test_an_erased_draft_says_so_and_offers_to_look_again(
    desk_engine: Engine, manager: FlaskClient, house: House, run_id: UUID
) -> None:
    later = clock.now() + timedelta(days=250)
    with transaction(desk_engine, house.actor.practice_id) as session:
        assert purge(session, house.actor, now=later).counts["drafts"] == 1
    page = _read(manager, run_id)
    assert "Ce que montrait expertise-quai.fr.example" in page
    assert "a été effacé" in page
    assert "Chercher un autre nom" in page
    assert "Microsoft 365" not in page
    assert "was erased" in _read(manager, run_id, language="en")
    assert manager.get(f"/registre/decouverte/{run_id}/0").status_code == 404
