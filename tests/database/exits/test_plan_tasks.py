"""Once an exit has tasks, every part of its plan says how they stand."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from exports.dossier import Dossier
from reversibility.exits.dossier.build import build_dossier
from reversibility.exits.gathering import Material, gather
from reversibility.exits.models import Exit
from reversibility.http.importing.practice import import_practice
from reversibility.kernel.actor import operator
from reversibility.store.session import transaction
from tests.demo.practice_file import practice_file
from tests.unit.findings.scenarios import POLICY


@pytest.fixture
def material(engine: Engine, now: datetime) -> Material:
    """Return what the plan of the demo is made from, some of its tasks done and set aside."""
    content = practice_file(now.date(), broken_up=True).encode()
    actor = operator(import_practice(engine, content, POLICY.catalogue, now=now).practice_id)
    with transaction(engine, actor.practice_id, read_only=True) as session:
        case = session.scalars(select(Exit)).one()
        return gather(session, actor, case.id, POLICY, now=now)


@pytest.fixture
def plan(material: Material) -> Dossier:
    return build_dossier(material, "fr", register_sha256="0" * 64, time_zone="Europe/Paris")


def test_a_sheet_says_of_each_step_who_has_it_and_what_came_of_it(
    plan: Dossier, now: datetime
) -> None:
    steps = {(asset.name, step.title): step for asset in plan.assets for step in asset.steps}
    domain = "cabinet-exemple.fr.example"
    done = steps[domain, "Mettre de côté les pièces"]
    assert (done.who, done.done_on) == ("Nadia Lopez", (now - timedelta(days=18)).date())
    doing = steps[domain, "Relever les lignes publiques de la zone DNS"]
    assert (doing.who, doing.due_on) == ("Nadia Lopez", (now + timedelta(days=3)).date())
    aside = next(
        step
        for (name, title), step in steps.items()
        if name == "Site web du cabinet" and "sauvegarder d’abord le serveur" in title
    )
    assert (aside.done_on, aside.due_on) == (None, None)
    assert aside.due_text == "écartée le 16 novembre 2026"


def test_cover_calendar_and_dates_agree_on_the_earliest_end(plan: Dossier) -> None:
    last = max(bar.done_on for bar in plan.bars)
    assert last in {milestone.on for milestone in plan.milestones}
    assert str(last.day) in plan.recovery_complete
    steps = [step.due_on for asset in plan.assets for step in asset.steps if step.due_on]
    assert max(steps) <= last


def test_what_was_set_aside_is_told_apart_from_what_is_done(plan: Dossier) -> None:
    aside = {task.title for task in plan.tasks if task.is_set_aside}
    assert "Sauvegarder d’abord le serveur" in aside
    assert all(task.done_on for task in plan.tasks if task.is_set_aside)


def test_channels_that_pages_propose_are_told_in_the_language_of_the_plan(
    material: Material,
) -> None:
    english = build_dossier(material, "en", register_sha256="0" * 64, time_zone="Europe/Paris")
    assert "e-mail of 8 October 2026" in english.situation.detail
    assert "registered letter of" in english.situation.detail
