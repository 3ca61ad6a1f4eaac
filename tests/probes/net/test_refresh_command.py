"""`python -m probes tables` and `refresh`, as typed, against real servers on loopback."""

import asyncio
import json
from pathlib import Path

import pytest

from probes.__main__ import main
from probes.tables import present
from tests.probes.net.publishers import Publishers, rdap_file, root_zone_answer, suffix_file
from tests.probes.net.stage import ROOT

# What is served is as old as what is shipped: the command reads the real clock.
DAYS = tuple(
    table.origin.published_on.isoformat()
    for table in (present.shipped_rdap(), present.shipped_suffixes())
)
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def config(publishers: Publishers, tmp_path: Path) -> Path:
    """Give the configuration that leads to the publishers."""
    known = publishers.options
    ports = "\n".join(f"{port} = {real}" for port, real in known.ports)
    path = tmp_path / "probes.toml"
    path.write_text(f"""
[dns]
roots = ["{ROOT}"]
[tls]
roots = ["{known.tls_roots[0].name}"]
[guard]
allowed_addresses = ["127.20.0.0/24"]
[ports]
{ports}
[limits]
deadline_seconds = 1.0
[tables]
folder = "tables"
rdap = "{known.tables.rdap}"
suffixes = "{known.tables.suffixes}"
tlds = "{known.tables.tlds}"
whois_questions = 2
pause_seconds = 0.001
deadline_seconds = 2.0
""")
    return path


@pytest.fixture(autouse=True)
def _as_of_today(publishers: Publishers) -> None:
    publishers.files["/rdap/dns.json"] = json.dumps(rdap_file(DAYS[0])).encode()
    publishers.files["/list/psl.dat"] = suffix_file(DAYS[1]).encode()


async def _run(*arguments: str) -> int:
    return await asyncio.to_thread(main, list(arguments))


async def test_all_tables_are_refreshed_and_then_shown(
    publishers: Publishers, config: Path, capsys: Captured
) -> None:
    assert await _run("refresh", "--config", str(config)) == 0
    said = capsys.readouterr()
    assert "au plus 2 fois" in said.err
    text = " ".join(said.out.replace("\u00a0", " ").replace("\u202f", " ").split())
    assert "Serveurs RDAP par extension Déjà à jour : 1 192 entrées" in text
    assert "Réponses obtenues : 2 sur 2." in text
    assert len(publishers.asked) == 2
    assert sorted(path.name for path in publishers.folder.iterdir()) == [
        "public_suffix_list.dat",
        "rdap-dns.json",
        "whois-servers.json",
    ]
    assert await _run("tables", "--config", str(config), "--json", "--lang", "en") == 0
    tables = {each["table"]: each for each in json.loads(capsys.readouterr().out)}
    assert [each["refreshed"] for each in tables.values()] == [True, False, True, True]
    assert tables["rdap"]["source"] == publishers.options.tables.rdap
    assert tables["rdap"]["published_on"] == DAYS[0]
    assert not tables["rdap"]["is_old"]
    assert "python -m probes refresh" in tables["whois"]["messages"][0]["text"]


async def test_one_table_that_fails_does_not_stop_the_others(
    publishers: Publishers, config: Path, capsys: Captured
) -> None:
    publishers.files["/rdap/dns.json"] = b"<html>"
    assert await _run("refresh", "--config", str(config), "--json", "--lang", "en") == 1
    outcomes = json.loads(capsys.readouterr().out)
    states = {each["table"]: each["state"] for each in outcomes}
    assert states == {"rdap": "kept", "suffixes": "unchanged", "whois": "refreshed"}
    reason, next_step = outcomes[0]["messages"]
    assert reason["code"] == "TAB01_NOT_JSON"
    assert publishers.options.tables.rdap in next_step["text"]


async def test_one_table_alone_with_its_exchanges(
    publishers: Publishers, config: Path, capsys: Captured
) -> None:
    arguments = ["refresh", "--config", str(config), "--only", "whois", "--questions", "1"]
    publishers.root_zone = lambda tld: root_zone_answer(tld, f"whois.nic.{tld}")
    assert await _run(*arguments, "--trace") == 0
    said = capsys.readouterr()
    assert len(publishers.asked) == 1
    assert f"whois.iana.org [127.20.0.6] {publishers.asked[0]}" in said.err
    assert [path.name for path in publishers.folder.iterdir()] == ["whois-servers.json"]


async def test_without_a_folder_nothing_is_asked(capsys: Captured) -> None:
    assert await _run("refresh") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "[tables] puis folder" in said.err


async def test_nobody_there(publishers: Publishers, config: Path, capsys: Captured) -> None:
    publishers.stage.hosts.clear()
    assert await _run("refresh", "--config", str(config), "--lang", "en") == 1
    said = capsys.readouterr().out
    assert said.count("The previous table stays in use") == 3
    assert not publishers.folder.exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('rdap = "http://data.iana.org/rdap/dns.json"', "rdap must be an https address"),
        ('tlds = "https://me:secret@data.iana.org/"', "tlds must be an https address"),
        ('folder = ""', "folder must be text"),
        ("folder = 7", "folder must be text"),
        ("whois_questions = -1", "whois_questions must be a number above 0"),
        ('pause = "1"', "unknown key 'pause'"),
    ],
)
@pytest.mark.parametrize("command", ["tables", "refresh"])
def test_a_configuration_with_a_fault_names_it(
    tmp_path: Path, command: str, line: str, words: str, capsys: Captured
) -> None:
    path = tmp_path / "probes.toml"
    path.write_text(f"[tables]\n{line}\n")
    assert main([command, "--config", str(path)]) == 2
    assert words in capsys.readouterr().err
