"""A produced plan keeps its text; its page says when the recovery sheets say something else."""

from collections.abc import Mapping

from flask.testing import FlaskClient
from sqlalchemy import Engine

from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.situations import Situation
from reversibility.exits.service import (
    DocumentDraft,
    Edition,
    ExitDraft,
    keep_documents,
    open_exit,
)
from reversibility.kernel import clock
from reversibility.store.session import transaction
from tests.web.house import House
from tests.web.pages import Page, read

STUDIO = "studio-web-2023"
RENEWED = "Depuis, des fiches de reprise ont été mises à jour"


def test_a_plan_whose_sheets_are_unchanged_says_nothing(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    catalogue = load_catalogue()
    printed = {name: catalogue.digests[name] for name in ("", "domain_fr", "hosting")}
    assert RENEWED not in _page_of_a_plan(manager, desk_engine, house, printed).text


def test_a_plan_names_the_sheets_that_say_something_else_since(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    catalogue = load_catalogue()
    printed = {**catalogue.digests, "hosting": "0" * 64}
    page = _page_of_a_plan(manager, desk_engine, house, printed)
    assert f"{RENEWED} : {catalogue.kinds['hosting'].short.fr}." in page.text


def test_a_sheet_that_is_gone_and_what_all_share_are_said_too(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    page = _page_of_a_plan(manager, desk_engine, house, {"": "0" * 64, "minitel": "0" * 64})
    assert f"{RENEWED} : étapes communes." in page.text


def _page_of_a_plan(
    client: FlaskClient, engine: Engine, house: House, printed: Mapping[str, str]
) -> Page:
    now = clock.now()
    contract_id = house.contracts[STUDIO]
    with transaction(engine, house.actor.practice_id) as session:
        draft = ExitDraft(
            contract_id=contract_id, situation=Situation.COOPERATIVE, begins_on=now.date()
        )
        case = open_exit(session, house.actor, draft, now=now)
        session.flush()
        edition = Edition(
            exit_id=case.id,
            number=1,
            register_sha256="0" * 64,
            catalogue_version="0" * 64,
            playbooks=dict(printed),
            made_by="Nadia Lopez",
        )
        plan = DocumentDraft(
            filename="exit-plan-fr.pdf", media_type="application/pdf", locale="fr", content=b"%PDF"
        )
        keep_documents(session, house.actor, edition, [plan], now=now)
    return read(client.get(f"/contrats/{contract_id}"))
