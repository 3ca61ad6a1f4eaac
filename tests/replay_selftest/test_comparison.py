"""The comparison runs the real command, and is believed only because it can also disagree."""

from pathlib import Path

import pytest

from tests.replay.__main__ import main
from tests.replay.expectations import FILE, read
from tests.replay.python_whois import Mark, mark, owner

RECORDS = Path(__file__).parent / "records"
WRITTEN = (RECORDS / "expectations.toml").read_text(encoding="utf-8")


def test_it_ends_well_when_every_verdict_is_the_expected_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert (
        main(["--corpus", str(RECORDS), "--expectations", str(RECORDS / "expectations.toml")]) == 0
    )

    said = capsys.readouterr().out
    assert "3 of 3 checks as expected." in said
    assert "| provider, contradicted  | provider, contradicted  | yes" in said
    # It knows no placeholder: what hides the holder passes for the holder.
    assert "REDACTED FOR PRIVACY (wrong)" in said
    assert "wrong 1 (cabinet-masque.test)" in said


def test_a_verdict_that_is_not_the_expected_one_is_named_with_what_was_expected_and_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    masked = WRITTEN.split("[[names]]")[-1].replace("not_published", "contradicted")
    other = _expectations(tmp_path, WRITTEN.split("[[names]]")[0] + "[[names]]" + masked)

    assert main(["--corpus", str(RECORDS), "--expectations", str(other)]) == 1

    said = capsys.readouterr().out
    assert (
        "cabinet-masque.test, cabinet: verdict: expected contradicted, seen not_published." in said
    )
    assert "Expected because: Hidden is never somebody else." in said
    assert "0 of 1 checks as expected." in said


def test_a_command_that_refuses_its_files_is_no_agreement(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "practice.json").write_text('{"nom": "Cabinet"}', encoding="utf-8")
    first = "[[names]]".join(WRITTEN.split("[[names]]")[:2])
    other = _expectations(tmp_path, first)

    assert main(["--corpus", str(RECORDS), "--expectations", str(other)]) == 1

    said = capsys.readouterr().out
    assert "no verdict" in said
    assert "exit code 2" in said


def test_a_folder_without_one_of_the_names_is_refused_before_anything_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = _expectations(tmp_path, WRITTEN.replace("cabinet-masque.test", "jamais-vu.test"))

    assert main(["--corpus", str(RECORDS), "--expectations", str(other)]) == 2
    assert "no recorded answer for jamais-vu.test" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("redacted", "hidden", "cabinet-masque.test: 'hidden' is not a valid HolderClass"),
        ('state = "confirmed"\n', "", "does not say 'state' for cabinet-ouvert.test"),
        ('published = ""\n', "", "does not say 'published' for cabinet-masque.test"),
        ("[practices.cabinet]", "[practices.cabinet", "is not TOML"),
    ],
)
def test_a_mistake_in_the_expectations_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], before: str, after: str, sentence: str
) -> None:
    other = _expectations(tmp_path, WRITTEN.replace(before, after))

    assert main(["--corpus", str(RECORDS), "--expectations", str(other)]) == 2
    assert sentence in capsys.readouterr().err


def test_a_missing_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--corpus", str(tmp_path / "nowhere")]) == 2
    assert "nothing to replay" in capsys.readouterr().err


def test_the_expectations_of_the_project_can_be_read_and_their_practice_files_are_there() -> None:
    expectations = read(FILE)

    suffixes = {each.name.rpartition(".")[2] for each in expectations.names}
    assert suffixes == {"fr", "yt", "com", "eu", "be", "de", "it", "uk", "org", "re"}
    for practice in expectations.practices:
        assert all(file.is_file() for file in (practice.file, *practice.providers))


def test_an_owner_counts_as_missed_only_where_the_answer_names_one() -> None:
    text = "holder-c: EX1\ncontact: Cabinet Exemple"

    assert mark("Cabinet Exemple", text, "CABINET  EXEMPLE") is Mark.RIGHT
    assert mark("Cabinet Exemple", text, "") is Mark.MISSED
    assert mark("Cabinet Exemple", text, "Bureau Exemple") is Mark.WRONG
    assert mark("Cabinet Exemple", "registrar: Bureau Exemple", "") is Mark.NOTHING_THERE
    assert mark("", text, "") is Mark.NOTHING_THERE
    assert mark("", text, "Bureau Exemple") is Mark.WRONG


def test_an_answer_python_whois_calls_free_has_no_owner() -> None:
    assert owner("cabinet.fr", "%% NOT FOUND") == ""


def _expectations(folder: Path, text: str) -> Path:
    for file in RECORDS.glob("*.json"):
        if not (folder / file.name).exists():
            (folder / file.name).write_bytes(file.read_bytes())
    path = folder / "expectations.toml"
    path.write_text(text, encoding="utf-8")
    return path
