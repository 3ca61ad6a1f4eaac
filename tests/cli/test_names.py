"""A list of names: ten thousand lines, three hundred of them nonsense, every one explained."""

import json
import random
import time
from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.demo.practice_file import practice_file

NONSENSE = (
    "cabinet", "claire@cabinet.com", "deux mots.fr", "-tiret.fr", "a..fr", "192.0.2.7", "fr",
    "xn--\x07.fr",
    "serveur.local", f"{'a' * 70}.fr", "a" * 5_000, "=cmd()", "nom\x00.fr", "http://[::1/", "co.uk",
)  # fmt: skip


@pytest.fixture
def _practice(command: Command, tmp_path: Path) -> None:
    command("db", "upgrade")
    path = tmp_path / "practice.json"
    path.write_text(practice_file(date(2026, 11, 30)), encoding="utf-8")
    assert command("import", str(path)).code == 0


@pytest.mark.usefixtures("_practice")
def test_ten_thousand_lines_with_three_hundred_of_nonsense(
    command: Command, tmp_path: Path
) -> None:
    good = [f"cabinet-{number}.fr" for number in range(9_700)]
    bad = [NONSENSE[number % len(NONSENSE)] for number in range(300)]
    lines = good + bad
    random.Random(1).shuffle(lines)
    path = tmp_path / "names.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    began = time.monotonic()
    seen = json.loads(command("import-names", str(path), "--json").out)
    assert seen["counts"] == {"new": 9_700, "there": 0, "repeated": 0, "refused": 300}
    assert seen["applied"] is False
    for line in seen["lines"]:
        assert (line["why"] is not None) == (lines[line["line"] - 1] in NONSENSE)
        assert line["name"] == (None if line["why"] else lines[line["line"] - 1])
    assert command("register", "list", "--json").out.count("cabinet-1.fr") == 0
    done = command("import-names", str(path), "--apply")
    assert "Noms inscrits\u00a0: 9700." in done.out
    assert done.out.count("  ligne ") == 300
    again = json.loads(command("import-names", str(path), "--apply", "--json").out)
    assert again["counts"] == {"new": 0, "there": 9_700, "repeated": 0, "refused": 300}
    assert time.monotonic() - began < 300


@pytest.mark.usefixtures("_practice")
@pytest.mark.parametrize(
    ("content", "names"),
    [
        (b"# mes domaines\n\n  Cabinet.FR  \n; fin\n", ["cabinet.fr"]),
        (b"https://www.cabinet.fr/contact?x=1\r\ncabinet.com/\r\n", ["cabinet.fr", "cabinet.com"]),
        ("﻿étude-dupré.fr\n".encode(), ["xn--tude-dupr-93aj.fr"]),
        ("étude-dupré.fr\n".encode("cp1252"), ["xn--tude-dupr-93aj.fr"]),
        ("étude-dupré.fr\n".encode("utf-16"), ["xn--tude-dupr-93aj.fr"]),
        (b"www.durand.avocat.fr\rcabinet.fr # le premier", ["durand.avocat.fr", "cabinet.fr"]),
    ],
)  # fmt: skip
def test_lists_are_read_as_people_keep_them(
    command: Command, tmp_path: Path, content: bytes, names: list[str]
) -> None:
    path = tmp_path / "names.txt"
    path.write_bytes(content)
    seen = json.loads(command("import-names", str(path), "--json").out)
    assert [line["name"] for line in seen["lines"]] == names


@pytest.mark.usefixtures("_practice")
def test_a_repeated_line_and_a_name_that_is_there_are_said_so(
    command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "names.txt"
    path.write_text("cabinet.fr\nwww.cabinet.fr\ncabinet.eu\nautre.be\n", encoding="utf-8")
    first = command("import-names", str(path), "--apply")
    assert "ligne 2\u00a0: cabinet.fr, comme à la ligne 1" in first.out
    listed = json.loads(command("register", "list", "--json").out)
    kinds = {item["name"]: item["kind"] for item in listed}
    assert kinds["cabinet.fr"] == "domain_fr"
    assert kinds["cabinet.eu"] == "domain_eu"
    assert kinds["autre.be"] == "domain_cctld"
    assert "Déjà au registre\u00a0: 4" in command("import-names", str(path)).out


@pytest.mark.usefixtures("_practice")
def test_files_that_hold_no_list_are_refused_with_what_to_do(
    command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "names.txt"
    path.write_text("# rien\n\n", encoding="utf-8")
    assert "Écrivez-en un par ligne" in command("import-names", str(path)).err
    assert "Partagez la liste" in command("import-names", "/dev/zero").err
    assert "ne peut pas être lu" in command("import-names", str(tmp_path / "none.txt")).err
