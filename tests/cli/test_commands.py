"""What the command line does, and how it says what it cannot do."""

import json
import re
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from probes.options import ProbeOptions
from reversibility.accounts.queries import list_practices
from reversibility.evidence.service import request_probe
from reversibility.jobs.models import Unit
from reversibility.jobs.queries import get_progress
from reversibility.jobs.service import claim
from reversibility.kernel import clock
from reversibility.kernel.actor import operator
from reversibility.register.queries import list_assets
from reversibility.store.session import make_engine, transaction
from tests.cli.conftest import Command
from tests.demo.practice_file import practice_file
from tests.factories.changes import see


@pytest.fixture
def imported(command: Command, tmp_path: Path) -> Path:
    """Load the demo's practice and return the data folder."""
    path = tmp_path / "practice.json"
    path.write_text(practice_file(date(2026, 11, 24)), encoding="utf-8")
    assert command("db", "upgrade").code == 0
    assert command("import", str(path)).code == 0
    return tmp_path / "data"


def test_a_practice_file_is_loaded_and_counted(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "practice.json"
    path.write_text(practice_file(date(2026, 11, 24)), encoding="utf-8")
    command("db", "upgrade")
    done = command("import", str(path))
    assert done.out == (
        "«\u202fSELARL Cabinet médical Exemple\u202f» est chargé\u00a0: "
        "10 éléments, 3 prestataires, 3 contrats.\n"
    )


def test_a_faulty_file_is_explained_in_the_reader_s_language(
    command: Command, tmp_path: Path
) -> None:
    content = json.loads(practice_file(date(2026, 11, 24)))
    content["practice"]["siren"] = "12345678"
    content["assets"][0]["holdr"] = "cabinet"
    path = tmp_path / "practice.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    command("db", "upgrade")
    french, english = command("import", str(path)), command("--lang", "en", "import", str(path))
    assert (french.code, french.out) == (1, "")
    assert "practice.siren: un SIREN compte 9 chiffres, vous en avez saisi 8" in french.err
    assert "assets[0].holdr: champ inconnu" in french.err
    assert "practice.siren: a SIREN has 9 digits, you entered 8" in english.err


def test_what_has_changed_is_listed_and_nothing_is_said_so(
    command: Command, imported: Path
) -> None:
    assert command("changes").out == "Rien n’a changé d’un relevé à l’autre.\n"
    engine = make_engine(f"sqlite:///{imported / 'reversibility.db'}")
    with transaction(engine, None, read_only=True) as session:
        actor = operator(list_practices(session)[0].id)
        asset_id = next(line.id for line in list_assets(session, actor) if line.slug == "domaine")
    now = clock.now()
    for days, registrar in ((2, "Ancre SAS"), (1, "Boussole SAS")):
        see(engine, actor, asset_id, now - timedelta(days=days), registrar=registrar)
    engine.dispose()
    text = command("changes", "--least", "error").out
    assert text.startswith("? ")
    assert "«\u202fAncre SAS\u202f» auparavant, «\u202fBoussole SAS\u202f» maintenant" in text
    (told,) = json.loads(command("changes", "--since", "2026-01-01", "--json").out)
    assert (told["before"], told["after"], told["mark"]) == ("Ancre SAS", "Boussole SAS", "open")
    assert [len(answer["sha256"]) for answer in told["answers"]] == [64, 64]
    assert json.loads(command("changes", "--since", "2999-01-01", "--json").out) == []


def test_a_file_that_is_not_there_is_said_so(command: Command, tmp_path: Path) -> None:
    command("db", "upgrade")
    done = command("import", str(tmp_path / "nowhere.json"))
    assert done.code == 1
    assert "nowhere.json ne peut pas être lu" in done.err


def test_without_its_tables_the_database_says_what_to_run(command: Command, tmp_path: Path) -> None:
    done = command("register", "list")
    assert done.code == 1
    assert "reversibility db upgrade" in done.err
    assert str(tmp_path) not in done.err


def test_without_a_practice_the_next_step_is_said(command: Command) -> None:
    command("db", "upgrade")
    done = command("findings")
    assert done.code == 1
    assert "reversibility import FICHIER" in done.err


def test_a_person_gets_a_link_once_and_the_link_is_not_kept(
    command: Command, imported: Path
) -> None:
    done = command("user", "add", "--email", "claire@cabinet.example", "--name", "Claire")
    link = re.search(r"http://127\.0\.0\.1:8000/lien/(\S+)", done.out)
    assert link
    assert "une seule fois" in done.out
    assert link[1].encode() not in (imported / "reversibility.db").read_bytes()
    again = command("user", "add", "--email", "claire@cabinet.example")
    assert (again.code, again.err) == (
        1,
        "claire@cabinet.example fait déjà partie de ce cabinet.\n",
    )


def test_somebody_who_lost_phone_and_codes_is_helped_and_the_journal_says_so(
    command: Command, imported: Path
) -> None:
    command("user", "add", "--email", "claire@cabinet.example", "--name", "Claire")
    with sqlite3.connect(imported / "reversibility.db") as database:
        database.execute("UPDATE users SET tf_primary_method = 'authenticator'")
    database.close()
    done = command("user", "remove-second-factor", "--email", "Claire@cabinet.example")
    assert "double authentification de Claire est retirée" in done.out
    with sqlite3.connect(imported / "reversibility.db") as database:
        (left,) = database.execute("SELECT tf_primary_method FROM users").fetchone()
        actions = [row[0] for row in database.execute("SELECT action FROM journal_entries")]
    database.close()
    assert left is None
    assert "account.second_factor_removed" in actions
    unknown = command("user", "remove-second-factor", "--email", "nobody@cabinet.example")
    assert (unknown.code, unknown.out) == (1, "")


def test_the_register_is_listed_with_its_states(command: Command, imported: Path) -> None:
    assert imported.exists()
    rows = json.loads(command("register", "list", "--json").out)
    states = {row["asset"]: row["state"] for row in rows}
    assert states["zone-dns"] == "out_of_reach"
    assert states["domaine-rdv"] == "in_hand"
    assert "Hors de portée\u00a0: Zone DNS" in command("register", "list").out


def test_the_findings_are_listed_worst_first_with_the_index(
    command: Command, imported: Path
) -> None:
    assert imported.exists()
    document = json.loads(command("findings", "--json").out)
    ranks = ["critical", "important", "moderate", "minor"]
    rows = [ranks.index(row["severity"]) for row in document["findings"]]
    assert rows == sorted(rows)
    score = document["score"]
    assert score["value"] + sum(loss["points"] for loss in score["losses"]) == 100
    assert {row["rule"] for row in document["findings"]} >= {"R-01", "R-07"}
    said = command("findings", "--limit", "2").out
    assert said.count("[Critique]") == 2
    assert f"{score['value']} sur 100" in said
    assert "reversibility findings --limit 100" in said


def test_the_journal_is_checked_by_a_command(command: Command, imported: Path) -> None:
    assert command("journal", "check").code == 0
    with sqlite3.connect(imported / "reversibility.db") as database:
        database.execute("UPDATE journal_payloads SET content = '{}'")
    database.close()
    broken = command("journal", "check")
    assert broken.code == 1
    assert "n° 1" in broken.out.replace("\u00a0", " ")


def test_a_database_that_is_read_only_is_said_so(
    command: Command, imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "REVERSIBILITY_DATABASE_URL",
        f"sqlite:///file:{imported / 'reversibility.db'}?mode=ro&uri=true",
    )
    done = command("user", "add", "--email", "claire@cabinet.example")
    assert done.code == 1
    assert "lecture seule" in done.err


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("REVERSIBILITY_DATA_DIRECTORY", "x", "is not a setting. Known settings:"),
        ("REVERSIBILITY_PORT", "http", "write a number from 1 to 65535"),
        ("REVERSIBILITY_TIME_ZONE", "Paris", "write a name such as Europe/Paris"),
        ("REVERSIBILITY_DATABASE_URL", "mysql://x", "must start with sqlite or postgresql"),
        ("REVERSIBILITY_PROBES_FILE", "nowhere.toml", "nowhere.toml: cannot be read"),
    ],
)
def test_a_wrong_setting_stops_the_start(
    command: Command, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    done = command("db", "upgrade")
    assert done.code == 1
    assert said in done.err


def test_a_port_that_is_taken_is_said_so(
    command: Command, monkeypatch: pytest.MonkeyPatch, taken_port: int
) -> None:
    monkeypatch.setenv("REVERSIBILITY_PORT", str(taken_port))
    done = command("serve", "--without-worker")
    assert done.code == 1
    assert f"Le port {taken_port} de 127.0.0.1 est déjà pris" in done.err


def test_the_whole_register_is_written_and_opens_another_house(
    command: Command, imported: Path, tmp_path: Path
) -> None:
    assert imported.exists()
    path = tmp_path / "registre.json"
    done = command("export", "register", "--file", str(path))
    assert (done.code, "10 éléments" in done.out) == (0, True)
    document = json.loads(path.read_text(encoding="utf-8"))
    document["practice"] |= {"siren": "552100554", "legal_name": "SELARL Voisin"}
    path.write_text(json.dumps(document), encoding="utf-8")
    assert "« SELARL Voisin »".replace(" ", "\u202f", 1).replace(" »", "\u202f»") in (
        command("import", str(path)).out
    )
    for ending in ("xlsx", "csv"):
        table = tmp_path / f"registre.{ending}"
        assert (
            command("export", "register", "--file", str(table), "--practice", "552100554").code == 0
        )
        assert table.stat().st_size > 1_000
    done = command("export", "register", "--file", str(tmp_path / "registre.pdf"))
    assert (done.code, "csv, xlsx, json" in done.err) == (1, True)


def test_a_plan_without_an_open_exit_says_where_to_open_it(
    command: Command, imported: Path, tmp_path: Path
) -> None:
    assert imported.exists()
    folder = tmp_path / "plan"
    arguments = ("export", "exit-plan", "--folder", str(folder), "--contract")
    assert "page du contrat" in command(*arguments, "infogerance-2024").err
    assert "studio-web-2023" in command(*arguments, "autre").err
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_leaves_nothing_half_written(
    command: Command, imported: Path, tmp_path: Path
) -> None:
    assert imported.exists()
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    done = command(
        "export", "exit-plan", "--contract", "studio-web-2023", "--folder", str(blocked / "plan")
    )
    assert done.code == 1
    assert "ne peut pas être écrit" in done.err
    assert blocked.read_text() == "not a folder"


@pytest.mark.parametrize(
    "url",
    ["sqlite", "sqlite+foo:///x", "sqlite://host/x", "postgresql://h:abc/x", "sqlite:////proc/x/y"],
)
def test_an_address_that_is_no_database_is_said_so(
    command: Command, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("REVERSIBILITY_DATABASE_URL", url)
    for done in (command("register", "list"), command("db", "upgrade")):
        assert (done.code, done.out) == (1, "")
        assert "vérifier REVERSIBILITY_DATA_DIR et REVERSIBILITY_DATABASE_URL" in done.err


def test_a_data_folder_that_is_a_file_is_said_so(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("REVERSIBILITY_DATA_DIR", str(tmp_path / "file"))
    done = command("db", "upgrade")
    assert (done.code, done.out) == (1, "")
    assert "vérifier REVERSIBILITY_DATA_DIR" in done.err


def test_a_file_that_is_no_database_is_left_as_it_is(command: Command, tmp_path: Path) -> None:
    database = tmp_path / "data" / "reversibility.db"
    database.parent.mkdir()
    database.write_bytes(b"a letter to the bank, saved under the wrong name" * 100)
    before = database.read_bytes()
    done = command("db", "upgrade")
    assert done.code == 1
    assert "n’en est pas une" in done.err
    assert database.read_bytes() == before


def test_a_read_only_database_can_be_looked_at_and_makes_no_folder(
    command: Command, imported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///file:{imported / 'reversibility.db'}?mode=ro&uri=true"
    monkeypatch.setenv("REVERSIBILITY_DATABASE_URL", url)
    assert command("register", "list").code == 0
    done = command("user", "add", "--email", "claire@cabinet.example")
    assert (done.code, done.out) == (1, "")
    assert "en lecture seule" in done.err
    assert not (tmp_path / "file:").exists()


def test_a_file_without_end_is_refused_at_once(command: Command) -> None:
    command("db", "upgrade")
    done = command("import", "/dev/zero")
    assert (done.code, done.out) == (1, "")
    assert "le fichier dépasse 25\u00a0Mo" in done.err


def test_what_an_interrupted_probe_left_is_finished_by_the_next(
    command: Command, imported: Path
) -> None:
    engine = make_engine(f"sqlite:///{imported / 'reversibility.db'}")
    with transaction(engine, None, read_only=True) as session:
        actor = operator(list_practices(session)[0].id)
    now = clock.now()
    with transaction(engine, actor.practice_id) as session:
        (domain,) = (asset for asset in list_assets(session, actor) if asset.slug == "domaine")
        left = request_probe(session, actor, [domain.id], ProbeOptions(), now=now)
    engine.dispose()
    done = command("probe", "--asset", "domaine")
    assert "[1/1] cabinet-exemple.fr.example" in done.out
    assert (done.code, "réservée" in done.err) == (1, True)  # the extension, outside the universe

    with transaction(engine, actor.practice_id) as session:
        assert get_progress(session, actor, left.id, now=now).is_over
        held = request_probe(session, actor, [domain.id], ProbeOptions(), now=now)
        unit_id = session.scalars(select(Unit.id).where(Unit.run_id == held.id)).one()
        assert claim(session, unit_id, clock.now())
    engine.dispose()
    refused = command("probe", "--asset", "domaine")
    assert refused.code == 1
    assert "Recommencez dans deux minutes" in refused.err
