"""The exit plan of a practice that owns one element of every kind."""

import io
from datetime import datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine

from exports.plan_pdf import render
from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.situations import Situation
from reversibility.contracts.queries import list_contracts
from reversibility.exits.dossier import build_dossier
from reversibility.exits.gathering import Material, gather
from reversibility.exits.service import ExitDraft, open_exit
from reversibility.findings.policy import Policy, load_policy
from reversibility.http.importing.practice import import_practice
from reversibility.kernel.actor import operator
from reversibility.store.session import transaction
from tests.factories.every_kind import practice_of_every_kind
from tests.factories.kinds import kind_text, write_catalogue

MESSAGES = [{"sent_on": "2026-10-08", "channel": "e"}, {"sent_on": "2026-10-22", "channel": "e"}]


def material(
    engine: Engine, situation: Situation, now: datetime, policy: Policy | None = None
) -> Material:
    """Return what the plan of leaving the only provider is made from."""
    policy = policy or load_policy(load_catalogue())
    catalogue = policy.catalogue
    content = practice_of_every_kind(catalogue, now.date())
    actor = operator(import_practice(engine, content, catalogue, now=now).practice_id)
    with transaction(engine, actor.practice_id) as session:
        (contract,) = list_contracts(session, actor, today=now.date())
        draft = ExitDraft(
            contract_id=contract.id,
            situation=situation,
            begins_on=now.date(),
            unanswered=MESSAGES,
        )
        case = open_exit(session, actor, draft, now=now)
        session.flush()
        return gather(session, actor, case.id, policy, now=now)


def test_every_kind_is_planned_after_what_it_depends_on(engine: Engine, now: datetime) -> None:
    made = material(engine, Situation.SILENT, now)
    families = [standing.kind.family for standing in made.planned]
    assert {standing.kind.id for standing in made.planned} == set(load_catalogue().kinds)
    for place, standing in enumerate(made.planned):
        needed = [family for family in standing.kind.depends_on if family in families]
        for family in needed:
            last = max(n for n, each in enumerate(families) if each == family)
            assert last < place, f"{standing.kind.id} stands before {family}"


def test_what_depends_on_nothing_else_follows_the_golden_order(
    engine: Engine, now: datetime
) -> None:
    planned = [standing.kind.family for standing in material(engine, Situation.SILENT, now).planned]
    order = ["domain", "dns_zone", "email", "hosting", "website", "ads"]
    assert [family for family in dict.fromkeys(planned) if family in order] == order


# Nothing of the database is in the print: one engine is enough for pages that take their time.
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("situation", Situation)
def test_the_plan_prints_a_sheet_for_each_in_every_situation(
    engine: Engine, now: datetime, situation: Situation
) -> None:
    made = material(engine, situation, now)
    pdf = render(build_dossier(made, "fr", register_sha256="0" * 64, time_zone="Europe/Paris"))
    pages = PdfReader(io.BytesIO(pdf)).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    for standing in made.planned:
        assert " ".join(standing.asset.name.split()) in text
    assert len(pages) < 4 * len(made.planned)


def test_the_reading_of_a_long_matrix_names_a_few_and_counts_the_others(
    engine: Engine, now: datetime
) -> None:
    made = material(engine, Situation.SILENT, now)
    dossier = build_dossier(made, "fr", register_sha256="0" * 64, time_zone="Europe/Paris")
    assert f"et {len(made.standings) - 5} autres." in dossier.matrix.reading


def test_a_plan_without_declared_accesses_does_not_say_that_the_practice_gets_in(
    engine: Engine, now: datetime
) -> None:
    made = material(engine, Situation.SILENT, now)
    dossier = build_dossier(made, "fr", register_sha256="0" * 64, time_zone="Europe/Paris")
    assert "aucun administrateur n’est déclaré" in dossier.headline
    assert "peut entrer" not in dossier.headline


def test_a_kind_of_one_file_has_its_row_in_the_matrix_and_its_sheet_in_the_plan(
    engine: Engine, now: datetime, tmp_path: Path
) -> None:
    text = kind_text("a_second", "email").replace('short = { fr = "', 'short = { fr = "Nouveau ')
    catalogue = load_catalogue(write_catalogue(tmp_path, a_second=text))
    # The shipped rules name kinds that this small catalogue has not.
    policy = load_policy(catalogue, "rules = []\nsources = []\n", {})
    made = material(engine, Situation.SILENT, now, policy)
    dossier = build_dossier(made, "fr", register_sha256="0" * 64, time_zone="Europe/Paris")
    name = catalogue.kinds["a_second"].short.fr
    assert name in [row.name for row in dossier.matrix.rows]
    pages = PdfReader(io.BytesIO(render(dossier))).pages
    assert sum(name in " ".join(page.extract_text().split()) for page in pages) > 1
