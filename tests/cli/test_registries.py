"""The tables of the service: shown, taken anew into its data folder, used by its checks."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from probes.registries import find_registry
from probes.tables import present
from reversibility.settings import Settings
from tests.cli.conftest import Command, Outcome
from tests.probes.net.publishers import (
    HOSTS,
    Publishers,
    rdap_file,
    root_zone_answer,
    suffix_file,
)
from tests.probes.net.stage import ROOT, Stage
from tests.universe.certificates import make_authority, server_context

# What is served is as old as what is shipped: the service reads the real clock.
DAYS = tuple(
    table.origin.published_on.isoformat()
    for table in (present.shipped_rdap(), present.shipped_suffixes())
)


@pytest.fixture
async def publishers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> AsyncIterator[Publishers]:
    """Give IANA and publicsuffix.org, with the service configured to reach them."""
    assert command
    stage = Stage()
    await stage.start()
    authority = make_authority("Autorité de test", datetime.now(UTC))
    (tmp_path / "ca.pem").write_bytes(authority.root_pem())
    made = Publishers(
        stage, server_context(authority, HOSTS, "good", tmp_path), {}, tmp_path / "data" / "tables"
    )
    await made.start()
    known = made.options
    made.files["/rdap/dns.json"] = json.dumps(rdap_file(DAYS[0])).encode()
    made.files["/list/psl.dat"] = suffix_file(DAYS[1]).encode()
    ports = "\n".join(f"{port} = {real}" for port, real in known.ports)
    config = tmp_path / "probes.toml"
    config.write_text(
        f'[dns]\nroots = ["{ROOT}"]\n[tls]\nroots = ["ca.pem"]\n'
        f'[guard]\nallowed_addresses = ["127.20.0.0/24"]\n[ports]\n{ports}\n'
        f'[tables]\nsuffixes = "{known.tables.suffixes}"\ntlds = "{known.tables.tlds}"\n'
        "whois_questions = 2\npause_seconds = 0.001\n"
    )
    monkeypatch.setenv("REVERSIBILITY_PROBES_FILE", str(config))
    yield made
    await stage.stop()


async def _run(command: Command, *arguments: str) -> Outcome:
    return await asyncio.to_thread(command, *arguments)


async def test_refreshed_tables_lie_in_the_data_folder_and_are_used(
    publishers: Publishers, command: Command, tmp_path: Path
) -> None:
    publishers.root_zone = lambda tld: root_zone_answer(tld, f"whois.new.{tld}")
    done = await _run(command, "registries", "refresh")
    assert (done.code, publishers.asked) == (0, ["ae", "af"])
    data = tmp_path / "data"
    assert data.stat().st_mode & 0o777 == 0o700
    assert len(list((data / "tables").iterdir())) == 3
    settings = Settings(data_dir=str(data))
    assert find_registry("cabinet.ae", settings.probe_options()).whois == "whois.new.ae"
    shown = json.loads((await _run(command, "registries", "--json")).out)
    assert {each["table"]: each["refreshed"] for each in shown} == {
        "rdap": True,
        "overrides": False,
        "suffixes": True,
        "whois": True,
    }


async def test_a_table_that_cannot_be_refreshed_ends_with_one_and_says_so(
    publishers: Publishers, command: Command
) -> None:
    publishers.files["/list/psl.dat"] = b"<html>"
    done = await _run(command, "registries", "refresh", "--only", "suffixes")
    assert done.code == 1
    assert "La table précédente reste en service" in done.out
    english = await _run(command, "--lang", "en", "registries", "refresh", "--only", "suffixes")
    assert "The previous table stays in use" in english.out
    assert publishers.asked == []
    assert not publishers.folder.exists() or list(publishers.folder.iterdir()) == []


def test_what_is_shipped_is_shown_with_what_renews_it(command: Command) -> None:
    shown = command("registries")
    assert shown.code == 0
    text = " ".join(shown.out.replace("\u00a0", " ").replace("\u202f", " ").split())
    assert "1 192 entrées, publiées le 6 novembre 2025." in text
    assert "Source : https://data.iana.org/rdap/dns.json" in text
    assert text.count("reversibility registries refresh") >= 2


def test_another_folder_may_be_configured(command: Command, tmp_path: Path) -> None:
    assert command
    config = tmp_path / "probes.toml"
    config.write_text('[tables]\nfolder = "elsewhere"\n')
    settings = Settings(data_dir=str(tmp_path), probes_file=str(config))
    assert settings.probe_options().tables.folder == tmp_path / "elsewhere"


def test_roots_that_cannot_be_read_are_said(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "probes.toml"
    config.write_text('[tls]\nroots = ["nowhere.pem"]\n')
    monkeypatch.setenv("REVERSIBILITY_PROBES_FILE", str(config))
    done = command("registries", "refresh")
    assert done.code == 1
    assert "nowhere.pem" in done.err
