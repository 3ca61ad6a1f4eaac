"""`import-table`: what would be done, then all of it, or nothing with the reason."""

from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.demo.practice_file import practice_file


@pytest.fixture
def _practice(command: Command, tmp_path: Path) -> None:
    command("db", "upgrade")
    path = tmp_path / "practice.json"
    path.write_text(practice_file(date(2026, 11, 30)), encoding="utf-8")
    assert command("import", str(path)).code == 0


@pytest.mark.usefixtures("_practice")
def test_a_table_of_people_is_looked_at_then_entered_once(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Intervenant;Personne\nStudio Exemple Web;Léa Roux\n", encoding="utf-8")
    looked = command("import-table", str(path), "--dry-run")
    assert looked.code == 0
    assert "rien n’est enregistré\u00a0: 1 lignes à ajouter" in looked.out
    assert "1 lignes ajoutées" in command("import-table", str(path)).out
    again = command("import-table", str(path))
    assert (again.code, "1 déjà au registre" in again.out) == (0, True)


@pytest.mark.usefixtures("_practice")
def test_one_wrong_row_and_nothing_is_entered(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    rows = "Intervenant;Personne\nStudio Exemple Web;Léa Roux\nPersonne de tel;Paul Petit\n"
    path.write_text(rows, encoding="cp1252")
    refused = command("import-table", str(path))
    assert refused.code == 1
    assert "ligne 3, Intervenant\u00a0: aucun intervenant ne s’appelle" in refused.out
    taken = command("import-table", str(path), "--leave-wrong")
    assert (taken.code, "1 lignes ajoutées" in taken.out) == (0, True)
