"""`cases.toml`, the code and the written specification hold together."""

import ast
import re
from pathlib import Path

import pytest

import probes.cases
from probes.cases import cases
from probes.cases.examine import LOOKS
from probes.texts import Severity
from tests.probes.cases.specification import PAGE, table_in, write_table
from tests.probes.judge.test_messages import FORBIDDEN_EN, FORBIDDEN_FR

PACKAGE = Path(probes.cases.__file__).parent
TAG = re.compile(r"[A-Z]{3}\d\d_[A-Z_]+")
WORDINGS = [
    (f"{number} {what}", wording)
    for number, case in cases().items()
    for what, wording in (
        ("title", case.title),
        ("looks_at", case.looks_at),
        *((tag.code, tag.next_step) for tag in case.tags),
    )
]


def tags_in_code() -> set[str]:
    return {
        node.value
        for path in PACKAGE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if TAG.fullmatch(node.value) and not node.value.startswith("TLS")
    }


def test_the_code_finds_exactly_the_tags_of_the_data():
    assert tags_in_code() == {tag.code for case in cases().values() for tag in case.tags}


def test_every_case_of_the_data_is_looked_at_by_the_code():
    assert set(LOOKS) == set(cases())


@pytest.mark.parametrize("number", LOOKS)
def test_each_function_names_its_case_and_finds_only_its_tags(number: str) -> None:
    doc = LOOKS[number].__doc__ or ""
    assert doc.startswith(f"{number}: ")


def test_severities_are_those_of_findings():
    severities = {tag.severity for case in cases().values() for tag in case.tags}
    assert severities == {Severity.NOTICE, Severity.WARNING, Severity.ERROR, Severity.CRITICAL}


def test_every_case_says_where_its_rule_stands():
    """The looks of a site that is kept up are nobody's rule: those name a publisher or a habit."""
    ruled = [case for number, case in cases().items() if not number.startswith("MNT")]
    assert [case.number for case in ruled if "RFC" not in case.source] == []
    assert [number for number, case in cases().items() if not case.source] == []


@pytest.mark.parametrize(("what", "wording"), WORDINGS, ids=[what for what, _ in WORDINGS])
def test_titles_and_next_steps_are_set_and_accuse_nobody(what: str, wording) -> None:
    assert wording.fr != wording.en
    assert not re.search(r"(?<!\u202f)[;!?]|(?<!\u00a0):|[\"'{}]", wording.fr)
    assert not re.search(r"[\"'«»{}]|\s[;:!?]", wording.en)
    for forbidden, said in ((FORBIDDEN_FR, wording.fr), (FORBIDDEN_EN, wording.en)):
        assert not [w for w in forbidden if re.search(rf"\b{w}s?\b", said, re.IGNORECASE)]
    if not what.endswith("title"):
        assert re.search(r"[.?]$", wording.fr)
        assert re.search(r"[.?]$", wording.en)


def test_the_written_specification_holds_the_table_of_the_data():
    assert table_in(PAGE.read_text(encoding="utf-8")) == write_table()
