"""`python -m probes discover`: what a person sees, what a program gets, and what is refused."""

import json
from pathlib import Path

import pytest

from probes.__main__ import main
from tests.probes.cli.test_bad_input import NOWHERE
from tests.universe.universe import Universe

NAME = "kine-lumiere.fr.example"
AGENCY = "expertise-quai.fr.example"


def _said(universe: Universe, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["discover", *arguments, "--config", str(universe.toml)]) == 0
    return capsys.readouterr().out


def test_a_draft_shows_each_thing_with_its_trace_and_its_question(
    universe: Universe, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _said(universe, capsys, NAME)
    assert "Une trace montre un usage, pas un titre" in said
    start = said.index("Google Tag Manager\u00a0: Google Tag Manager GTM-EXMPL7K")
    part = said[start : said.index("\n\n", start)]
    assert "Titulaire\u00a0: la trace ne le dit pas." in part
    assert "- Trace\u00a0: https://kine-lumiere.fr.example/, «\u202fGTM-EXMPL7K\u202f»" in part
    assert "> À demander\u00a0: Dans quel compte Google Tag Manager se trouve ce conteneur" in part


def test_a_draft_in_english_is_english(
    universe: Universe, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _said(universe, capsys, AGENCY, "--lang", "en")
    assert "A trace shows a use, not a title" in said
    assert "Holder: probably whoever the account is named after: “studioexempleweb”." in said
    assert "«" not in said


def test_json_holds_the_same_for_programs(
    universe: Universe, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(_said(universe, capsys, AGENCY, "--json"))
    assert set(told) == {
        "name", "started_at", "finished_at", "proposals", "questions", "related", "notes", "asked",
    }  # fmt: skip
    tenant = next(item for item in told["proposals"] if item["kind"] == "email_m365")
    assert set(tenant) == {
        "kind", "kind_label", "provider", "identifier", "grade", "held_by", "traces", "asks",
        "expires_on",
    }  # fmt: skip
    assert (tenant["identifier"], tenant["grade"]) == ("studioexempleweb", "B")
    tokens = next(trace for trace in tenant["traces"] if trace["id"] == "txt_ms")
    assert (tokens["text"], tokens["count"]) == ("ms=ms…", 2)
    assert tenant["asks"][0]["id"] == "m365_tenant"
    assert f"DNS MX {AGENCY}" in told["asked"]
    assert f"GET https://{AGENCY}/" in told["asked"]


def test_no_secret_of_the_zone_or_the_page_is_shown(
    universe: Universe, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _said(universe, capsys, NAME, "--json")
    for secret in ("aaaaexemple1111", "0123456789abcdef", "AIzaexemple", "6Lexemple", "abc123"):
        assert secret not in said
    assert "dmarc@" not in _said(universe, capsys, AGENCY, "--json")


def test_a_free_name_is_told_to_be_free(
    universe: Universe, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _said(universe, capsys, "libre.fr.example")
    assert "Ce nom ne montre rien qui puisse être proposé." in said
    assert "n’importe qui peut le prendre" in said


@pytest.mark.parametrize("name", ["", "cabinet", "https://cabinet.fr/", "10.0.0.1", "co.uk"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_name_that_cannot_be_asked_about_is_refused_in_one_sentence(
    name: str, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["discover", "--lang", lang, "--", name]) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert out.err.strip().endswith(".")
    assert len(out.err.splitlines()) == 1


def test_a_configuration_with_a_fault_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "probes.toml"
    config.write_text("[dsn]")
    assert main(["discover", "cabinet.fr", "--config", str(config)]) == 2
    assert "unknown key 'dsn'" in capsys.readouterr().err


def test_no_network_at_all_is_not_an_empty_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "probes.toml"
    config.write_text(NOWHERE)
    assert main(["discover", "cabinet.fr.example", "--config", str(config)]) == 3
    assert "Vérifiez que cette machine est reliée à Internet" in capsys.readouterr().err


def test_files_are_read_instead_of_asking(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zone, page = tmp_path / "cabinet.zone", tmp_path / "home.html"
    zone.write_text("$TTL 3600\n@ MX 1 mx1.mail.ovh.net.\n")
    page.write_text('<iframe src="https://www.doctolib.fr/iframe/cabinet"></iframe>')
    assert main(["discover", "cabinet.fr", "--zone", str(zone), "--page", str(page)]) == 0
    said = capsys.readouterr().out
    assert "OVHcloud" in said
    assert "Doctolib" in said
    assert "Rien n’a été demandé au réseau." in said


@pytest.mark.parametrize(
    ("content", "words"),
    [("@ MX pas-un-nombre x\n", "la ligne 1 n’est pas un enregistrement DNS"), (None, "No such")],
)
def test_a_file_that_cannot_be_used_is_told_in_one_sentence(
    tmp_path: Path, content: str | None, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    zone = tmp_path / "cabinet.zone"
    if content is not None:
        zone.write_text(content)
    assert main(["discover", "cabinet.fr", "--zone", str(zone)]) == 2
    out = capsys.readouterr()
    assert words in out.err
    assert out.out == ""
