"""Which language a page speaks, and whether every text is there in both."""

import ast
import re
import subprocess
import sys
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from tests.web.conftest import CATALOGUE
from tests.web.pages import read

WEB = Path("reversibility/web")
_BREAK = "[\u00a0\u202f]"
# glossary: « Never on screen or paper ».
_FORBIDDEN = re.compile(
    r"\b(propriétaire|constat|irréfutable|infalsifiable|opposable|(?<!hébergeur )certifié|garanti|"
    r"hostile|fautif|défaillant|otage|malveillant|abusif|actifs?|verdict|droit d’accès|alerte|"
    r"preuves?(?! de contrôle))\b",
    re.IGNORECASE,
)


def _texts() -> set[tuple[str, ...]]:
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    options = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
    keywords = DEFAULT_KEYWORDS | {"lazy_gettext": None}
    found = extract_from_dir(
        WEB, methods, options, keywords, directory_filter=lambda _: True, strip_comment_tags=True
    )
    return {
        (message,) if isinstance(message, str) else tuple(message)
        for _file, _line, message, _comments, _context in found
    }


def _calls_within_f_strings(file: Path) -> list[str]:
    """Find texts that are asked for inside an f-string: pybabel does not look there."""
    written = [
        n for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.JoinedStr)
    ]
    calls = [n for each in written for n in ast.walk(each) if isinstance(n, ast.Call)]
    return [f"{file}:{n.lineno}" for n in calls if ast.unparse(n.func).endswith("gettext")]


def _catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def _both(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    french = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    english = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    return french, english


def test_every_text_of_the_pages_has_its_english_and_none_is_left_over() -> None:
    known = {_both(message)[0] for message in _catalogue() if message.id}
    assert known == _texts()


def test_no_text_is_asked_for_where_it_would_be_overlooked() -> None:
    assert [call for file in WEB.rglob("*.py") for call in _calls_within_f_strings(file)] == []


def test_make_really_compiles_the_english_texts(tmp_path: Path) -> None:
    (options,) = re.findall(r"pybabel -q compile(.*) -i \$<", Path("Makefile").read_text("utf-8"))
    target = tmp_path / "messages.mo"
    command = ["compile", *options.split(), "-i", str(CATALOGUE), "-o", str(target)]
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", *command], check=True)
    with target.open("rb") as file:
        assert GNUTranslations(file).gettext("Revenir au contrat") == "Back to the contract"


def test_no_english_text_is_empty_or_only_guessed() -> None:
    for message in _catalogue():
        if message.id:
            assert all(_both(message)[1]), message.id
            assert not message.fuzzy, message.id


def test_both_languages_use_the_same_values_and_the_same_emphasis() -> None:
    marks = re.compile(r"%\(\w+\)s|</?\w+>")
    for message in _catalogue():
        french, english = _both(message)
        assert [set(marks.findall(text)) for text in french] == [
            set(marks.findall(text)) for text in english
        ], message.id


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (rf"[^{_BREAK[1:-1]}\d][:;!?»]", "a no-break space stands before : ; ! ? »"),
        (rf"«(?!{_BREAK})", "a no-break space stands after «"),
        ("'", "the French apostrophe is ’"),
        (r"!", "no exclamation mark"),
        (r" [\u2013\u2014] ", "no dash as punctuation"),
        (r"\d\d/\d\d", "dates are written in words"),
        (r"\.\.\.", "… is one character"),
    ],
)
def test_french_texts_keep_the_rules_of_french_printing(wrong: str, why: str) -> None:
    for texts in _texts():
        for text in texts:
            assert not re.search(wrong, re.sub(r"</?\w+>", "", text)), f"{why}: {text!r}"


def test_no_text_uses_a_word_that_the_glossary_forbids() -> None:
    for texts in _texts():
        for text in texts:
            assert not _FORBIDDEN.search(text), text


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("en-GB,en;q=0.9", "en"), ("fr-CA", "fr"), ("de", "fr"), ("", "fr"), ("de,en;q=0.5", "en")],
)
def test_a_page_speaks_the_language_of_the_browser_else_french(
    client: FlaskClient, wanted: str, language: str
) -> None:
    answer = client.get("/connexion", headers={"Accept-Language": wanted})
    assert read(answer).language == language
    assert answer.headers["Content-Language"] == language


def test_the_chosen_language_is_kept(client: FlaskClient) -> None:
    other = next(
        link for link in read(client.get("/connexion")).all("a") if link.get("hreflang") == "en"
    )
    assert read(client.get(f"/connexion{other['href']}")).heading == "Sign in to open the register."
    assert read(client.get("/connexion")).language == "en"
    assert read(client.get("/connexion?lang=fr")).language == "fr"
    assert read(client.get("/connexion")).language == "fr"


def test_an_unknown_language_changes_nothing(client: FlaskClient) -> None:
    assert read(client.get("/connexion?lang=xx")).language == "fr"
