"""Every kind is whole in every situation and language, and the documentation says so."""

from pathlib import Path

import pytest

from reversibility.catalogues.completeness import grade_counts, table
from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.models import AssetKind, Grade
from reversibility.catalogues.situations import Situation
from tests.architecture.source import ROOT
from tests.factories.kinds import kind_text, write_catalogue


@pytest.mark.parametrize("kind", load_catalogue().kinds.values(), ids=lambda kind: kind.id)
@pytest.mark.parametrize("situation", Situation)
def test_no_situation_of_a_kind_has_a_hole_in_a_language(
    kind: AssetKind, situation: Situation
) -> None:
    for step in kind.playbook(situation).steps:
        for text in (step.title, step.detail, step.seen_by):
            assert text.fr.strip()
            assert text.en.strip()
            assert text.fr != text.en


def test_the_documentation_has_the_table_of_the_catalogue_as_it_is() -> None:
    shown = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    assert table(load_catalogue()) in shown, "python -m reversibility.catalogues writes it"


def test_what_nobody_verified_is_never_a_fact() -> None:
    assert grade_counts(load_catalogue().kinds.values())[Grade.T] == 0


def test_a_line_counts_the_steps_of_each_language_and_names_what_is_the_same(
    tmp_path: Path,
) -> None:
    catalogue = load_catalogue(write_catalogue(tmp_path, a_second=kind_text("a_second", "email")))
    line = next(row for row in table(catalogue).splitlines() if "a_second" in row)
    same = "= cooperative"
    assert line == f"| a_second | 3 fr, 3 en | {same} | {same} | {same} | 5 | 0 | 0 | 0 |"
