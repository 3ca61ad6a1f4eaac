"""The catalogue of traces: what is shipped is whole, and a fault is told with its place."""

import re
import shutil
import tomllib
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from probes.discovery.catalogue import read, shipped
from probes.discovery.model import Fingerprint, Grade, TraceSource
from probes.errors import CatalogueError

ROOT = Path(__file__).parents[3]
ENTRY = 'mx_ok = { provider = "P", kind = "email_other", grade = "B", suffix = ["mail.example"] }'
GOOD = 'source = "mx"\nbasis = "seen"\n[traces]\n' + ENTRY + "\n"

_AROUND = re.compile(r"\(\?(?:<=|<!|=|!)(?:[^()]|\((?:[^()])*\))*\)")


def _id(entry: Fingerprint) -> str:
    return entry.id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a small catalogue that is whole."""
    shipped_folder = resources.files("probes.discovery")
    for name in ("kinds.toml", "questions.toml"):
        (tmp_path / name).write_text(shipped_folder.joinpath(name).read_text("utf-8"), "utf-8")
    (tmp_path / "traces").mkdir()
    (tmp_path / "traces" / "mx.toml").write_text(GOOD, "utf-8")
    return tmp_path


def test_a_whole_catalogue_is_read(folder: Path) -> None:
    (only,) = read(folder).fingerprints.values()
    assert (only.id, only.source, only.grade) == ("mx_ok", TraceSource.MX, Grade.B)
    assert only.ask == "email_other"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('grade = "B"', 'grade = "A"', "mx_ok has the grade 'A'; write one of: B, C, T"),
        ('kind = "email_other"', 'kind = "post"', "mx_ok has the kind 'post'; write one of: "),
        ('provider = "P", ', "", 'mx_ok lacks provider; write provider = "..."'),
        (', suffix = ["mail.example"]', "", "mx_ok finds nothing; write suffix, match, at or host"),
        ('suffix = ["mail.example"]', 'suffx = ["a"]', "unknown key 'suffx'; known are: "),
        ('["mail.example"]', '["Mail.Example"]', "write a host name in lower case"),
        ('["mail.example"]', '"mail.example"', "suffix must be a list of texts"),
        ('suffix = ["mail.example"]', "match = [['mx', '(']]", "is no expression"),
        ('suffix = ["mail.example"]', "match = [['mx', '(m+)+x']]", "a repetition within"),
        ('suffix = ["mail.example"]', "match = [['MX', 'mx']]", "write it in lower case"),
        ('suffix = ["mail.example"]', "match = [['', 'mx']]", "not empty"),
        ('suffix = ["mail.example"]', "match = [['ovh', 'gandi']]", "does not ask for"),
        ('suffix = ["mail.example"]', "match = ['ovh']", "must be a list of pairs"),
        ('suffix = ["mail.example"]', 'host = ["mail.example"]', "has keys of pages"),
        ('suffix = ["mail.example"]', 'suffix = ["a.example"], at = ["www"]', "has at, and mx"),
        ('suffix = ["mail.example"]', 'suffix = ["a.example"], ask = "x"', "which questions.toml"),
        ('source = "mx"', 'source = "post"', "has the source 'post'; write one of: a, cert"),
        ('source = "mx"', "", "source is missing"),
        ('basis = "seen"', 'basis = ""', "basis is missing"),
        ("[traces]", "[trace]", "[traces] is missing"),
        ("[traces]", "[traces", "is not TOML"),
    ],
)
def test_a_fault_is_told_with_file_entry_and_what_to_write(
    folder: Path, before: str, after: str, words: str
) -> None:
    (folder / "traces" / "mx.toml").write_text(GOOD.replace(before, after), "utf-8")
    with pytest.raises(CatalogueError) as refused:
        read(folder)
    assert str(refused.value).startswith("mx.toml: ")
    assert words in str(refused.value)


def test_an_id_that_stands_twice_is_refused(folder: Path) -> None:
    shutil.copy(folder / "traces" / "mx.toml", folder / "traces" / "other.toml")
    with pytest.raises(CatalogueError, match=r"other\.toml: mx_ok stands twice"):
        read(folder)


def test_a_short_literal_would_send_every_page_to_its_expression(folder: Path) -> None:
    entry = 'p = { provider = "P", kind = "crm", grade = "C", match = [["ab", "ab"]] }\n'
    text = f'source = "html"\nbasis = "seen"\n[traces]\n{entry}'
    (folder / "traces" / "pages.toml").write_text(text, "utf-8")
    with pytest.raises(CatalogueError, match=r"pages\.toml: p has the short literal 'ab'"):
        read(folder)


def test_a_question_needs_both_languages(folder: Path) -> None:
    (folder / "questions.toml").write_text('[x]\nfr = "Qui\u202f?"\n', "utf-8")
    with pytest.raises(CatalogueError, match=r"questions\.toml: x needs two texts"):
        read(folder)


def test_kinds_bear_the_names_of_the_catalogue_of_the_service() -> None:
    kinds = {
        table["id"]: table["short"]
        for path in (ROOT / "reversibility/catalogues/data/asset_kinds").glob("*.toml")
        for table in [tomllib.loads(path.read_text("utf-8"))]
    }
    known = shipped().kinds
    assert set(known) - {"other"} == set(kinds)
    assert {key: (known[key].fr, known[key].en) for key in kinds} == {
        key: (short["fr"], short["en"]) for key, short in kinds.items()
    }


def test_every_question_is_asked_and_names_no_other_parameter() -> None:
    questions = shipped().questions
    asked = {entry.ask for entry in shipped().fingerprints.values()}
    assert set(questions) - asked - set(shipped().kinds) == set()
    for words in questions.values():
        for text in (words.fr, words.en):
            assert "{" not in text.replace("{provider}", "")


def test_what_is_to_be_verified_only_ever_asks() -> None:
    unproved = [entry for entry in shipped().fingerprints.values() if entry.grade is Grade.T]
    assert len(unproved) > 10
    assert not any(entry.proposes for entry in unproved)


@pytest.mark.parametrize(
    "entry", [entry for entry in shipped().fingerprints.values() if entry.patterns], ids=_id
)
@settings(max_examples=5, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_an_expression_finds_holds_its_literal(
    entry: Fingerprint, data: st.DataObject
) -> None:
    for pattern in entry.patterns:
        # Looking behind and ahead is left out: it only narrows what the rest finds.
        written = _AROUND.sub("", pattern.text.pattern).replace("(?-i:", "(?:")
        drawn = data.draw(st.from_regex(re.compile(written, re.IGNORECASE | re.ASCII)))
        literal = pattern.literal.lstrip("'\"").removeprefix("id=")
        assert literal in drawn.lower()
