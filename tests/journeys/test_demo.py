"""The demo is a test: it uses public commands only, ends by itself, and twice is harmless."""

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from reversibility.catalogues.loader import load_catalogue
from reversibility.exits.models import Exit
from reversibility.exits.tasks.planning import compare_tasks
from reversibility.kernel import clock
from reversibility.kernel.actor import PracticeId, operator
from reversibility.store.session import make_engine, transaction
from tests.demo.__main__ import FOLDER, RESULTS, ROOT

PIECE = re.compile(r"handover-pack/data/evidence/P-\d{3}-(.+)")


@pytest.fixture(scope="module")
def told() -> str:
    """Run the demo twice and return what it said the second time."""
    return [_run() for _ in range(2)][-1]


def test_the_demo_leaves_the_plan_in_both_languages_and_a_pack_that_holds(told: str) -> None:
    assert all((FOLDER / name).stat().st_size > 10_000 for name in RESULTS)
    assert "Dossier intact" in told
    for name in RESULTS:
        digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
        assert digest in told


def test_the_demo_says_what_the_registry_says_and_what_to_treat_first(told: str) -> None:
    assert "relevé STUDIO EXEMPLE WEB" in told
    assert "Non concordant" in told
    first = told.partition("le plus grave d’abord")[2].splitlines()[1]
    assert "cabinet-exemple.fr.example expire le" in first
    assert "dans 30 jours" in first


def test_the_pack_holds_the_plans_without_what_happened_and_the_raw_answers(told: str) -> None:
    assert told
    with zipfile.ZipFile(FOLDER / "handover-pack.zip") as pack:
        names = pack.namelist()
        for language, tasks, what in (
            ("fr", "Les tâches", "Chronologie des faits"),
            ("en", "The tasks", "Chronology"),
        ):
            plan = pack.read(f"handover-pack/data/exit-plan-{language}.pdf")
            said = _text(io.BytesIO(plan))
            assert tasks in said
            # It is for whoever takes over, who gets neither facts nor letters.
            assert what not in said
            assert "restitution des accès" not in said
    # Pieces are numbered in the order they were asked for, and RDAP and WHOIS are asked together.
    kinds = {PIECE.sub(r"\1", name) for name in names if PIECE.match(name)}
    assert {"rdap.json", "whois.txt", "dns.bin", "tls.txt"} <= kinds


def test_the_tasks_of_the_demo_are_those_that_the_playbooks_ask_for_today(told: str) -> None:
    assert told
    engine = make_engine(f"sqlite:///{FOLDER / 'data' / 'reversibility.db'}")
    with transaction(engine, None, read_only=True) as session:
        case = session.scalars(select(Exit).where(Exit.is_prepared.is_(False))).one()
    actor, today = operator(PracticeId(case.practice_id)), clock.now().date()
    with transaction(engine, actor.practice_id, read_only=True) as session:
        compared = compare_tasks(session, actor, case.id, load_catalogue(), today=today)
    engine.dispose()
    found = compared.difference
    # What is seen of a field is noted when tasks are made, and the demo brings its own.
    assert (found.added, found.leaving, found.set_apart, found.back) == ((), (), (), ())


def test_the_plan_tells_what_happened_and_what_was_written(told: str) -> None:
    assert told
    for language, what, written in (
        ("fr", "Chronologie des faits", "Courriers"),
        ("en", "Chronology", "Letters"),
    ):
        text = _text(FOLDER / f"exit-plan-{language}.pdf")
        for said in (what, written, "Deux appels au numéro du contrat", "restitution des accès"):
            assert said in text
        assert "Trois appels" not in text  # corrected since


def _text(plan: Path | io.BytesIO) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(plan).pages)


def _run() -> str:
    environ = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.demo"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
