"""`python -m probes check`: what a person sees, and what a program gets."""

import base64
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from probes.__main__ import main
from tests.universe.universe import Universe

NAME = "cabinet-exemple.fr.example"
TREE = Path(__file__).parents[3]


def test_a_domain_held_by_the_provider_is_told_with_reasons_and_what_to_do(
    universe: Universe, practice: Path, provider: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = ["--practice", str(practice), "--provider", str(provider)]
    assert main(["check", NAME, "--config", str(universe.toml), *files]) == 0
    said = capsys.readouterr().out
    holder = said[said.index("Titulaire") : said.index("Bureau d’enregistrement")]
    assert "Titulaire\u00a0: Non concordant" in holder
    assert "STUDIO EXEMPLE WEB" in holder
    assert "SELARL Cabinet médical Exemple" in holder
    assert "> À faire\u00a0:" in holder
    assert "WHOIS, whois.nic.fr.example" in said


def test_the_same_in_english(
    universe: Universe, practice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["check", "cabinet-rdv.com.example", "--lang", "en"]
    assert main([*command, "--config", str(universe.toml), "--practice", str(practice)]) == 0
    said = capsys.readouterr().out
    assert "Registrant: Confirmed" in said
    assert "« " not in said


def test_without_a_practice_what_is_published_is_shown_and_nobody_is_judged(
    universe: Universe, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", NAME, "--config", str(universe.toml)]) == 0
    said = capsys.readouterr().out
    assert "STUDIO EXEMPLE WEB" in said
    assert "Non concordant" not in said


def test_json_holds_the_evidence_and_the_verdicts(
    universe: Universe, practice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["check", NAME, "--config", str(universe.toml), "--practice", str(practice)]
    assert main([*command, "--json", "--trace"]) == 0
    out = capsys.readouterr()
    told = json.loads(out.out)
    assert told["registered_name"] == NAME
    for item in told["observations"]:
        assert hashlib.sha256(base64.b64decode(item["raw"])).hexdigest() == item["sha256"]
    known = {item["sha256"] for item in told["observations"]}
    holder = told["verdicts"][0]
    assert (holder["field"], holder["holder"]) == ("holder", "third_party")
    assert holder["reasons"][0]["text"]
    assert set(holder["observations"]) <= known
    assert len(told["exchanges"]) == len(out.err.splitlines())


def test_findings_come_worst_first_with_what_to_do(
    universe: Universe, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["check", "zone-perimee.fr.example", "--config", str(universe.toml)]
    assert main(command) == 0
    said = capsys.readouterr().out
    found = said[said.index("Points à traiter, les plus graves d’abord") : said.index("Sources i")]
    severities = re.findall(r"^  - (.+?)\u00a0:", found, re.MULTILINE)
    assert severities[:2] == ["Important", "À surveiller"]
    assert severities[-1] == "À savoir"
    assert found.index("[CON03]") < found.index("[CON01]") < found.index("[DEL04]")
    assert "> À faire\u00a0: Faites mettre à jour le serveur en retard" in found


def test_findings_in_english_and_where_there_are_none(
    universe: Universe, capsys: pytest.CaptureFixture[str]
) -> None:
    config = ["--config", str(universe.toml), "--lang", "en"]
    assert main(["check", "spf-ouvert.fr.example", *config]) == 0
    said = capsys.readouterr().out
    assert "  - Serious: The SPF policy of spf-ouvert.fr.example lets the whole world" in said
    assert main(["check", "en-ordre.fr.example", *config]) == 0
    assert "Nothing to report in what could be examined." in capsys.readouterr().out


def test_json_carries_the_tags_of_the_findings_and_what_they_rest_on(
    universe: Universe, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "ds-sans-cle.fr.example", "--json", "--config", str(universe.toml)]) == 0
    told = json.loads(capsys.readouterr().out)
    (finding,) = told["findings"]
    assert (finding["case"], finding["tag"]) == ("SEC01", "SEC01_DS_WITHOUT_DNSKEY")
    assert finding["severity"] == "critical"
    assert finding["params"] == {"zone": "ds-sans-cle.fr.example"}
    assert finding["title"] == "Clés DNSSEC\u00a0: office et zone"
    assert finding["next"].startswith("Faites retirer l’enregistrement DS")
    known = {item["sha256"]: item for item in told["observations"]}
    (rests_on,) = finding["observations"]
    assert known[rests_on]["facts"]["signing"]["delegated"]


def test_the_trace_tells_each_exchange_on_a_line(
    universe: Universe, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", NAME, "--config", str(universe.toml), "--trace"]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) > 10
    shape = re.compile(r"(rdap|whois|dns|tls|page) .+ \[127\.[0-9.]+\] .+ \d+ B \d+ ms \w{64}")
    assert all(shape.fullmatch(line) for line in lines)
    assert any("whois.nic.fr.example" in line and NAME in line for line in lines)


def test_the_site_may_be_another_host(
    universe: Universe, capsys: pytest.CaptureFixture[str]
) -> None:
    site = "expire.certificats.fr.example"
    command = ["check", "certificats.fr.example", "--site", site, "--config", str(universe.toml)]
    assert main(command) == 0
    assert f"Le certificat de {site}, ou l’un de ceux" in capsys.readouterr().out.replace(
        "\n      ", " "
    )


def test_the_configuration_may_come_from_the_environment(
    universe: Universe, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REVERSIBILITY_PROBES_FILE", str(universe.toml))
    assert main(["check", NAME]) == 0
    assert "STUDIO EXEMPLE WEB" in capsys.readouterr().out


def test_a_throttled_registry_is_no_failure_of_the_check(
    universe: Universe, capsys: pytest.CaptureFixture[str]
) -> None:
    universe.set_mode("whois.nic.fr.example", "throttled")
    assert main(["check", NAME, "--config", str(universe.toml)]) == 0
    assert "a reçu trop de questions" in capsys.readouterr().out


def test_what_a_registry_sends_cannot_steer_the_terminal(
    universe: Universe, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", NAME, "--config", str(universe.toml), "--trace"]) == 0
    out = capsys.readouterr()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out.out + out.err)


def test_ctrl_c_ends_with_one_sentence_and_130(universe: Universe) -> None:
    for host in ("whois.nic.fr.example", "rdap.nic.fr.example"):
        universe.set_mode(host, "silent")
    command = [sys.executable, "-m", "probes", "check", NAME, "--trace"]
    with subprocess.Popen(
        [*command, "--config", str(universe.toml)],
        cwd=TREE,
        env=os.environ | {"PYTHONWARNINGS": "error"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as check:
        assert check.stderr is not None
        assert check.stdout is not None
        assert "root" in check.stderr.readline()
        check.send_signal(signal.SIGINT)
        said = [line for line in check.stderr.read().splitlines() if " B " not in line]
        assert check.wait() == 130
        assert said == ["Vérification interrompue\u202f; rien n’a été enregistré."]
        assert check.stdout.read() == ""


def test_a_reader_that_leaves_early_gets_no_traceback(universe: Universe) -> None:
    command = f"{sys.executable} -m probes check {NAME} --json --config {universe.toml} | head -c 9"
    done = subprocess.run(command, shell=True, cwd=TREE, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ('{\n  "name', "")
