"""Bad input to `python -m probes`: one sentence on standard error, nothing on standard output."""

from pathlib import Path

import pytest

from probes.__main__ import main
from tests.probes.cli.conftest import PRACTICE, PROVIDER, write

NAME = "cabinet.fr.example"
NOWHERE = """
[dns]
roots = ["127.20.0.99"]
[names]
extra_suffixes = ["fr.example"]
[guard]
allowed_addresses = ["127.20.0.0/24"]
[limits]
deadline_seconds = 0.5
connect_seconds = 0.2
"""


def _refused(arguments: list[str], capsys: pytest.CaptureFixture[str], code: int = 2) -> str:
    assert main(["check", *arguments]) == code
    out = capsys.readouterr()
    assert out.out == ""
    (sentence,) = out.err.splitlines()
    return sentence


@pytest.mark.parametrize(
    "name",
    [
        "", "cabinet", "cab inet.fr", "-cabinet.fr", "https://cabinet.fr/", "a@b.fr", "10.0.0.1",
        "a" * 64 + ".fr", "☃.fr", "xn--zz.fr", "cabinet.local", "co.uk", "\x1b[31m.fr",
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_name_that_cannot_be_probed(
    name: str, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = _refused(["--lang", lang, "--", name], capsys)
    assert sentence.endswith((".", "!"))
    assert "\x1b" not in sentence


def test_no_network_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "probes.toml"
    config.write_text(NOWHERE)
    sentence = _refused([NAME, "--config", str(config)], capsys, code=3)
    assert "Vérifiez que cette machine est reliée à Internet" in sentence


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({**PRACTICE, "legal_nom": "X"}, "« legal_nom » est inconnu"),
        ({**PRACTICE, "legal_name": ""}, "« legal_name » est vide"),
        ({"siren": "123456782"}, "« legal_name » est vide"),
        ({**PRACTICE, "legal_name": ["X"]}, "« legal_name » doit être un texte"),
        ({**PRACTICE, "siren": True}, "« siren » doit être un texte"),
        ({**PRACTICE, "emails": "a@cabinet.example"}, "« emails » doit être une liste"),
        ({**PRACTICE, "emails": [1]}, "« emails » doit être une liste"),
        ({**PRACTICE, "address": "Lyon"}, "« address » doit être un objet"),
        ({**PRACTICE, "address": {"town": "Lyon"}}, "« address.town » est inconnu"),
        ({**PRACTICE, "people": ["Dr X"]}, "« people[1] » doit être un objet"),
        ({**PRACTICE, "people": [{"title": "Dr"}]}, "« people[1].name » est vide"),
        ([PRACTICE], "doit être un objet"),
    ],
)
def test_a_practice_file_with_a_fault_names_it(
    tmp_path: Path, content: object, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "practice.json", content)
    sentence = _refused([NAME, "--practice", str(path)], capsys)
    assert words in sentence.replace("\u202f", " ")
    assert str(path) in sentence


def test_a_provider_file_with_an_unknown_field_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "provider.json", {**PROVIDER, "vat": "FR1"})
    sentence = _refused([NAME, "--provider", str(path), "--lang", "en"], capsys)
    assert "the field “vat” is unknown" in sentence
    assert "brands" in sentence


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "n’est pas du JSON lisible (ligne 1)"),
        (b'{\n"legal_name": "X",\n}', "(ligne 3)"),
        (b"\xff\xfe", "n’est pas du JSON lisible"),
        (b"[" * 100_000, "n’est pas du JSON lisible"),
        (b" " * 1_100_000, "dépasse 1 Mio"),
    ],
)
def test_a_file_that_is_no_json(
    tmp_path: Path, content: bytes, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "practice.json"
    path.write_bytes(content)
    assert words in _refused([NAME, "--practice", str(path)], capsys).replace("\u00a0", " ")


@pytest.mark.parametrize("option", ["--practice", "--provider", "--config"])
def test_a_file_that_is_not_there(
    tmp_path: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "missing"
    assert str(path) in _refused([NAME, option, str(path)], capsys)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[dns", "is not TOML"),
        ("[dsn]", "unknown key 'dsn'"),
        ('[dns]\nroots = ["nowhere"]', "nowhere"),
        ('[tls]\nroots = ["missing.pem"]', "missing.pem"),
    ],
)
def test_a_configuration_with_a_fault_names_it(
    tmp_path: Path, content: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "probes.toml"
    path.write_text(content)
    assert words in _refused(["cabinet.fr", "--config", str(path)], capsys)
