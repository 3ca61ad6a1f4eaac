"""The loader refuses with file, line and what to write."""

from pathlib import Path

import pytest

from reversibility.catalogues.errors import CatalogueError
from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.situations import Situation
from tests.factories.kinds import kind_text, write_catalogue


def broken(folder: Path, old: str, new: str, *, count: int = 1) -> CatalogueError:
    """Break the domain's file in one place and return what the loader says."""
    text = kind_text("a_domain", "domain")
    assert old in text
    write_catalogue(folder, a_domain=text.replace(old, new, count))
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(folder)
    return refused.value


def line_of(folder: Path, words: str) -> int:
    """Return the line of the domain's file on which words stand."""
    lines = (folder / "asset_kinds" / "a_domain.toml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def test_a_new_kind_is_one_file_and_nothing_else(tmp_path: Path) -> None:
    write_catalogue(tmp_path, a_second=kind_text("a_second", "email"))
    catalogue = load_catalogue(tmp_path)
    kind = catalogue.kinds["a_second"]
    assert [step.id for step in kind.playbook(Situation.INSOLVENT).steps] == [
        "ask",
        "copy",
        "change",
    ]
    assert [item.en for item in catalogue.after_recovery(kind)] == ["Change the password."]


def test_the_version_changes_with_a_text(tmp_path: Path) -> None:
    before = load_catalogue(write_catalogue(tmp_path)).version
    text = kind_text("a_domain", "domain").replace("By mail.", "By letter.")
    assert load_catalogue(write_catalogue(tmp_path, a_domain=text)).version != before


def test_a_missing_language_is_named_with_its_line(tmp_path: Path) -> None:
    error = broken(tmp_path, 'title = { fr = "Copier", en = "Copy" }', 'title = { fr = "Copier" }')
    assert error.file == "asset_kinds/a_domain.toml"
    assert error.line == line_of(tmp_path, '"Copier"')
    assert "situations.cooperative.steps[1].title.en the English text is missing" in error.fault


@pytest.mark.parametrize(
    ("old", "new", "where", "fault"),
    [
        ('"Être inscrit."', '""', "owning", "is empty: write its text"),
        ('family = "domain"', 'family = "domaine"', "family", "is in no phase"),
        ('id = "a_domain"', 'id = "another"', "id", "in the file a_domain.toml"),
        ("importance = 4", "importance = 7", "importance", "write 1 (low) to 4 (vital)"),
        ("importance = 4", 'importance = "4"', "importance", "write a whole number"),
        ("decisive =", "decisif =", "decisif", "unknown key 'decisif'"),
        ('type = "domain"', 'type = "nom"', "nom", "write one of text, date"),
        ("2026-11-24", '"24/11"', "24/11", "write a date such as 2026-11-24"),
        ("[situations.contested]", "[situations.hostile]", "hostile", "write one of cooperative"),
        ('source = "page"\ndays', 'source = "ici"\ndays', '"ici"', "is no source of this file"),
        ('source = "page"\nneeds_right', 'source = "rumour"\nneeds_right', "rumour", "grade T"),
        ('id = "guest"', 'id = "holder"', "[[roles]]", "the id 'holder' stands 2 times"),
        ('needs = ["ask"]', 'needs = ["aks"]', "aks", "is no step of this situation: ask"),
        ("least = 1, usual = 3", "least = 4, usual = 3", "least", "least <= usual <= most"),
        ('ask = { fr = "Demandez', 'goes_wrong = { fr = "Demandez', "", "go together"),
        ('probe = "holder"', 'probe = "owner"', "owner", "is no verdict field"),
        ('["password"]', '["passwort"]', "passwort", "is not in common.toml; known: password"),
    ],
)
def test_what_is_wrong_is_named_where_it_stands(
    tmp_path: Path, old: str, new: str, where: str, fault: str
) -> None:
    error = broken(tmp_path, old, new)
    assert fault in error.fault
    if where:
        assert error.line >= line_of(tmp_path, where) or where == "[[roles]]"


def test_a_step_without_a_source_is_refused(tmp_path: Path) -> None:
    error = broken(tmp_path, 'source = "page"\ndays', "days")
    assert "steps[0].source is missing: write source = ..." in error.fault


def test_steps_that_need_each_other_are_named(tmp_path: Path) -> None:
    error = broken(tmp_path, 'id = "ask"', 'id = "ask"\nneeds = ["change"]')
    assert "in a circle" in error.fault
    assert "ask" in error.fault
    assert "change" in error.fault


def test_families_that_need_each_other_are_named(tmp_path: Path) -> None:
    write_catalogue(tmp_path, a_domain=kind_text("a_domain", "domain", "email"))
    with pytest.raises(CatalogueError, match="families need each other in a circle"):
        load_catalogue(tmp_path)


def test_what_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    error = broken(tmp_path, "importance = 4", "importance = ")
    assert error.line == line_of(tmp_path, "importance = ")
    assert "is not TOML" in error.fault


def test_same_as_must_lead_to_steps(tmp_path: Path) -> None:
    old = '[situations.contested]\nsame_as = "cooperative"'
    error = broken(tmp_path, old, '[situations.contested]\nsame_as = "silent"')
    assert "a situation of this file that has its own steps" in error.fault
