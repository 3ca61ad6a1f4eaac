"""Every practice at once: everything, or what is due, counted; each registry at its pace."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.demo.practice_file import practice_file
from tests.limited.server import Limit
from tests.limited.world import World, limited

REGISTRIES = {
    "quick.example": Limit(questions=100, seconds=1.0),
    "busy.example": Limit(questions=100, seconds=1.0, always_refuses=9, retry_after="900"),
}


@pytest.fixture
def world() -> Iterator[World]:
    with limited(REGISTRIES) as served:
        yield served


@pytest.fixture
def practices(
    command: Command, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, str]:
    """Open two practices of three names each, and return their SIRENs."""
    toml = world.toml(tmp_path, "patience_seconds = 5.0")
    monkeypatch.setenv("REVERSIBILITY_PROBES_FILE", str(toml))
    command("db", "upgrade")
    names = tmp_path / "names.txt"
    for siren in (SIREN, OTHER):
        document = json.loads(practice_file(date(2026, 11, 30)))
        document["practice"] |= {"siren": siren, "legal_name": f"Cabinet {siren}"}
        path = tmp_path / "practice.json"
        bare = {"format": document["format"], "practice": document["practice"]}
        path.write_text(json.dumps(bare), encoding="utf-8")
        assert command("import", str(path)).err == ""
        names.write_text("\n".join(f"n{n}-{siren}.quick.example" for n in range(3)))
        assert command("import-names", str(names), "--practice", siren, "--apply").code == 0
    return SIREN, OTHER


SIREN, OTHER = "123456782", "552100554"


def test_everything_of_every_practice_is_checked_and_counted(
    command: Command, practices: tuple[str, str], world: World
) -> None:
    done = command("probe", "--all")
    assert done.code == 0
    assert "6 vérifications sur 6" in done.out
    for siren in practices:
        assert f"Cabinet {siren}\u00a0: 3 éléments vérifiés, 0 non vérifiés." in done.out
    assert set(world.tally("quick.example").names.values()) == {1}


def test_what_is_due_is_checked_once(
    command: Command, practices: tuple[str, str], world: World
) -> None:
    (first,) = json.loads(command("probe", "--due", "--practice", practices[0], "--json").out)
    assert (first["siren"], first["total"], first["done"]) == (practices[0], 3, 3)
    (second,) = json.loads(command("probe", "--due", "--json").out)
    assert (second["siren"], second["done"], second["failed"]) == (practices[1], 3, 0)
    assert "Rien n’est à vérifier" in command("probe", "--due").out
    assert world.tally("quick.example").asked == 6


def test_a_registry_that_asks_to_wait_is_asked_once_and_the_others_say_until_when(
    command: Command, practices: tuple[str, str], world: World, tmp_path: Path
) -> None:
    names = tmp_path / "names.txt"
    names.write_text("\n".join(f"n{n}.busy.example" for n in range(3)))
    command("import-names", str(names), "--practice", practices[0], "--apply")
    command("probe", "--all")
    asked = world.tally("busy.example").asked
    assert 1 <= asked <= 3  # those under way when it first said so
    again = command("probe", "--asset", "n0-busy-example", "--practice", practices[0])
    assert world.tally("busy.example").asked == asked
    assert again.code == 0


def test_one_asset_and_every_practice_do_not_go_together(command: Command) -> None:
    done = command("probe", "--asset", "domaine", "--all")
    assert done.code == 2
    assert "--asset" in done.err
