"""The loader refuses with file, line and what to write."""

from pathlib import Path

import pytest

from reversibility.catalogues.errors import CatalogueError
from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.situations import Situation
from tests.factories.kinds import kind_text, write_catalogue

SILENT = """\
[situations.silent]
summary = { fr = "Seul.", en = "Alone." }
[[situations.silent.steps]]
"""


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
        ('"Être inscrit."', '""', "owning =", "is empty: write its text"),
        ('family = "domain"', 'family = "domaine"', "domaine", "is in no phase"),
        ('id = "a_domain"', 'id = "another"', '"another"', "in the file a_domain.toml"),
        ("importance = 4", "importance = 7", "importance", "write 1 (low) to 4 (vital)"),
        ("importance = 4", 'importance = "4"', "importance", "write a whole number"),
        ("decisive =", "decisif =", "decisif", "unknown key 'decisif'"),
        ('type = "domain"', 'type = "nom"', '"nom"', "write one of text, date"),
        ("2026-11-24", '"24/11"', "24/11", "write a date such as 2026-11-24"),
        ("[situations.contested]", "[situations.hostile]", "hostile", "write one of cooperative"),
        ('source = "page"\ndays', 'source = "ici"\ndays', '"ici"', "is no source of this file"),
        ('source = "page"\nneeds_right', 'source = "rumour"\nneeds_right', "rumour", "grade T"),
        ('id = "guest"', 'id = "holder" # again', "# again", "the id 'holder' stands twice"),
        ('id = "rumour"', 'id = "page" # again', "# again", "the id 'page' stands twice"),
        ('id = "copy"', 'id = "ask" # again', "# again", "the id 'ask' stands twice"),
        ('needs = ["ask"]', 'needs = ["aks"]', "aks", "is no step of this situation: ask"),
        ("least = 1, usual = 3", "least = 4, usual = 3", "least = 4", "least <= usual <= most"),
        ("usual = 10", "usual = -1", "usual = -1", "none below 0"),
        ('ask = { fr = "Demandez', 'goes_wrong = { fr = "Demandez', '"copy"', "go together"),
        ('probe = "holder"', 'probe = "owner"', '"owner"', "is no verdict field"),
        ('["password"]', '["passwort"]', "passwort", "is not in common.toml; known: password"),
        ('who = "provider"', 'who = "nobody"', '"nobody"', "write one of practice, provider"),
        (
            'when = "holder_is_not',
            'when = "holder_may',
            "when =",
            "write one of holder_is_practice",
        ),
    ],
)
def test_what_is_wrong_is_named_where_it_stands(
    tmp_path: Path, old: str, new: str, where: str, fault: str
) -> None:
    error = broken(tmp_path, old, new)
    assert fault in error.fault
    # A fault of a whole entry is shown at its header, one line above its id.
    assert error.line in {line_of(tmp_path, where), line_of(tmp_path, where) - 1}


def test_a_situation_left_out_is_named(tmp_path: Path) -> None:
    error = broken(tmp_path, '[situations.contested]\nsame_as = "cooperative"', "")
    assert "contested is missing: write its steps or same_as" in error.fault


def test_a_situation_without_steps_is_refused(tmp_path: Path) -> None:
    old = '[situations.silent]\nsame_as = "cooperative"'
    error = broken(tmp_path, old, '[situations.silent]\nsummary = { fr = "Seul.", en = "Alone." }')
    assert "write a summary and at least one step" in error.fault


def test_a_family_stands_in_one_phase_only(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path)
    common = folder / "common.toml"
    text = common.read_text(encoding="utf-8").replace('["email"]', '["email", "domain"]')
    common.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match="'domain' is in the phase 'domain' already"):
        load_catalogue(folder)


def test_a_step_without_a_source_is_refused(tmp_path: Path) -> None:
    error = broken(tmp_path, 'source = "page"\ndays', "days")
    assert "steps[0].source is missing: write source = ..." in error.fault


@pytest.mark.parametrize("needs", ["change", "copy"])
def test_steps_that_wait_for_each_other_are_named(tmp_path: Path, needs: str) -> None:
    # "change" names "ask"; "copy" names nothing, so it follows "ask", which is written before it.
    error = broken(tmp_path, 'id = "ask"', f'id = "ask"\nneeds = ["{needs}"]')
    assert "in a circle" in error.fault
    assert {"ask", needs} <= set(error.fault.replace(">", " ").split())


def test_families_that_need_each_other_are_named(tmp_path: Path) -> None:
    write_catalogue(tmp_path, a_domain=kind_text("a_domain", "domain", "email"))
    with pytest.raises(CatalogueError, match="families need each other in a circle"):
        load_catalogue(tmp_path)


def test_what_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    error = broken(tmp_path, "importance = 4", "importance = ")
    assert error.line == line_of(tmp_path, "importance = ")
    assert "is not TOML" in error.fault


def test_a_file_that_stops_too_early_is_named_with_its_last_line(tmp_path: Path) -> None:
    text = kind_text("a_domain", "domain").rstrip() + '\nsite = "regist'
    write_catalogue(tmp_path, a_domain=text)
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(tmp_path)
    assert refused.value.line == len(text.splitlines())


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path)
    file = folder / "asset_kinds" / "a_domain.toml"
    file.write_bytes(file.read_text(encoding="utf-8").encode("latin-1"))
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(folder)
    assert refused.value.line == line_of_bytes(file, "Être")
    assert "save it as UTF-8" in refused.value.fault


def line_of_bytes(file: Path, words: str) -> int:
    """Return the first line of a Latin-1 file on which words stand."""
    lines = file.read_text(encoding="latin-1").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def test_same_as_must_lead_to_steps(tmp_path: Path) -> None:
    old = '[situations.contested]\nsame_as = "cooperative"'
    error = broken(tmp_path, old, '[situations.contested]\nsame_as = "silent"')
    assert "a situation of this file that has its own steps" in error.fault


def test_a_step_taken_over_is_the_shared_one_with_what_the_kind_adds(tmp_path: Path) -> None:
    text = kind_text("a_domain", "domain").replace(
        '[situations.silent]\nsame_as = "cooperative"',
        SILENT + 'use = "write_down"\nalso = { fr = "Et la zone.", en = "And the zone." }\n',
    )
    catalogue = load_catalogue(write_catalogue(tmp_path, a_domain=text))
    kind = catalogue.kinds["a_domain"]
    (step,) = kind.playbook(Situation.SILENT).steps
    assert (step.id, step.detail.fr) == ("write_down", "Datez tout. Et la zone.")
    assert step.at_once
    assert kind.source(step.source).title == "Règle"


@pytest.mark.parametrize(
    ("taken", "fault"),
    [
        ('use = "write_dwon"', "'write_dwon' is no step of common.toml; known: write_down"),
        ('use = "write_down"\nalso = { fr = "Et." }', "also.en the English text is missing"),
        ('use = "write_down"\nneeds = ["ask"]', "'ask' is no step of this situation: write_down"),
    ],
)
def test_a_step_that_cannot_be_taken_over_is_named_with_its_line(
    tmp_path: Path, taken: str, fault: str
) -> None:
    old = '[situations.silent]\nsame_as = "cooperative"'
    error = broken(tmp_path, old, f"{SILENT}{taken}")
    assert fault in error.fault
    first = line_of(tmp_path, 'use = "write')
    assert error.line in {first, first + 1}


def test_a_source_written_twice_is_named(tmp_path: Path) -> None:
    error = broken(tmp_path, 'id = "rumour"', 'id = "rule"')
    assert error.line == line_of(tmp_path, 'id = "rule"')
    assert "'rule' is a source of common.toml: remove it here" in error.fault


def test_a_shared_step_without_a_known_source_is_named_in_the_common_file(tmp_path: Path) -> None:
    common = write_catalogue(tmp_path) / "common.toml"
    text = common.read_text(encoding="utf-8").replace(
        'source = "rule"\nat_once', 'source = "x"\nat_once'
    )
    common.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"common\.toml:\d+: steps\[0\]\.source: 'x' is no"):
        load_catalogue(tmp_path)
