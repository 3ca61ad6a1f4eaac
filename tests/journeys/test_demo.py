"""The demo is a test: it uses public commands only, ends by itself, and twice is harmless."""

import hashlib
import os
import re
import subprocess
import sys
import zipfile

import pytest

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


def test_the_pack_holds_the_very_plans_and_the_raw_answers(told: str) -> None:
    assert told
    with zipfile.ZipFile(FOLDER / "handover-pack.zip") as pack:
        names = pack.namelist()
        for language in ("fr", "en"):
            inside = pack.read(f"handover-pack/data/exit-plan-{language}.pdf")
            assert inside == (FOLDER / f"exit-plan-{language}.pdf").read_bytes()
    # Pieces are numbered in the order they were asked for, and RDAP and WHOIS are asked together.
    kinds = {PIECE.sub(r"\1", name) for name in names if PIECE.match(name)}
    assert {"rdap.json", "whois.txt", "dns.bin", "tls.txt"} <= kinds


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
