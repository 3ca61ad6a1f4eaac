"""What is declared of an asset, against what its kind asks for."""

from pathlib import Path

import pytest

from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.models import AssetKind
from reversibility.register.attributes import attribute_faults
from tests.factories.kinds import kind_text, write_catalogue

MORE = "".join(
    f"""
[[attributes]]
id = "{kind}_one"
type = "{kind}"
label = {{ fr = "Un", en = "One" }}
help = {{ fr = "Un.", en = "One." }}
"""
    for kind in ("text", "date", "host", "hosts", "email", "number", "url", "yes_no")
)
CHOICE = """
[[attributes]]
id = "choice_one"
type = "choice"
label = { fr = "Un", en = "One" }
help = { fr = "Un.", en = "One." }
choices = [{ id = "a", label = { fr = "A", en = "A" } }]
"""


@pytest.fixture
def kind(tmp_path: Path) -> AssetKind:
    """Return a kind with an attribute of every type."""
    text = kind_text("a_domain", "domain") + MORE + CHOICE
    return load_catalogue(write_catalogue(tmp_path, a_domain=text)).kinds["a_domain"]


GOOD = {
    "domain": "cabinet-exemple.example",
    "text_one": "Registrar Exemple",
    "date_one": "2026-12-24",
    "host_one": "mx1.courriel.example",
    "hosts_one": ["ns1.studio.example", "ns2.studio.example"],
    "email_one": "it@cabinet.example",
    "number_one": 8,
    "url_one": "https://www.cabinet.example/",
    "yes_no_one": True,
    "choice_one": "a",
}


def test_what_fits_has_no_fault(kind: AssetKind) -> None:
    assert attribute_faults(kind, GOOD) == {}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("domain", "", "required"),
        ("domain", "cabinet exemple", "domain"),
        ("domain", "https://cabinet.example", "domain"),
        ("domain", "10.0.0.1", "domain"),
        ("text_one", 12, "wrong_type"),
        ("text_one", "x" * 401, "too_long:400"),
        ("date_one", "24/12/2026", "date"),
        ("host_one", "mx1", "domain"),
        ("hosts_one", "ns1.studio.example", "wrong_type"),
        ("hosts_one", ["ns1.studio.example", "ns2"], "domain"),
        ("email_one", "it", "email"),
        ("number_one", "huit", "number"),
        ("number_one", True, "number"),
        ("url_one", "javascript:alert(1)", "url"),
        ("yes_no_one", "oui", "yes_no"),
        ("choice_one", "b", "one_of:a"),
    ],
)
def test_what_does_not_fit_is_named(kind: AssetKind, name: str, value: object, code: str) -> None:
    assert attribute_faults(kind, {**GOOD, name: value}) == {name: code}


def test_an_attribute_that_the_kind_does_not_have_is_refused(kind: AssetKind) -> None:
    faults = attribute_faults(kind, {**GOOD, "registar": "x"})
    assert faults["registar"].startswith("attribute_unknown:choice_one, date_one, domain")
