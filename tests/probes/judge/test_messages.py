"""The code and `messages.toml` hold together, and every text is fit for a French clerk."""

import ast
import re
import string
from pathlib import Path

import pytest

import probes
from probes.texts import LOCALES, texts

PACKAGE = Path(probes.__file__).parent
TAG = re.compile(r"[A-Z]{3}(\d\d)?_[A-Z][A-Z0-9_]*")
# Tags that the code composes from these beginnings.
COMPOSED = (
    "VRD_BY_", "VRD_IS_", "TLS01_", "CHK_FIELD_", "CHK_STATE_", "CHK_LOOKUP_", "CHK_SEVERITY_",
)  # fmt: skip

# Glossary section 8 and review section 5, as whole words; their own senses are listed below.
FORBIDDEN_FR = (
    "propriétaire", "constat", "irréfutable", "infalsifiable", "opposable", "certifié", "garanti",
    "hostile", "fautif", "défaillant", "otage", "malveillant", "abusif", "fraude", "frauduleux",
    "menteur", "verdict", "actif numérique", "droit d’accès", "sous-traitant", "vous avez droit",
    "chances de gagner", "faute", "coupable", "mail", "vol", "usurp", "alerte",
)  # fmt: skip
FORBIDDEN_EN = (
    "owner", "hostile", "hostage", "faulty", "defaulting", "abusive", "malicious", "fraud",
    "fraudulent", "liar", "verdict", "certified", "guaranteed", "irrefutable", "tamper-proof",
    "steal", "stolen", "guilty", "blame", "wrongdoing",
)  # fmt: skip
JUDGING = tuple(code for code in texts() if code.startswith(("OWN", "VRD")))
THIN, WIDE = "\u202f", "\u00a0"


def python_files():
    return sorted(PACKAGE.rglob("*.py"))


def strings_in_code():
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def tags_in_code():
    return {value for value in strings_in_code() if TAG.fullmatch(value)} - set(COMPOSED)


def calls_with_parameters():
    """Yield (tag, keywords) of each `message("TAG", key=...)` that spells out its parameters."""
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "message":
                continue
            keywords = [keyword.arg for keyword in node.keywords]
            for tag in node.args:
                if isinstance(tag, ast.Constant) and None not in keywords:
                    yield tag.value, frozenset(keywords)


def parameters(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_every_tag_in_the_code_has_its_texts():
    assert tags_in_code() - set(texts()) - set(COMPOSED) == set()


def test_every_text_is_said_by_the_code():
    said = tags_in_code()

    assert {code for code in texts() if code not in said and not code.startswith(COMPOSED)} == set()


def test_spelt_out_parameters_are_those_of_the_text():
    wrong = {
        code: (sorted(given), sorted(parameters(texts()[code].fr)))
        for code, given in calls_with_parameters()
        if given != parameters(texts()[code].fr)
    }

    assert wrong == {}


@pytest.mark.parametrize("code", texts())
def test_both_languages_take_the_same_parameters(code):
    text = texts()[code]

    assert parameters(text.fr) == parameters(text.en)
    assert text.fr != text.en


@pytest.mark.parametrize("code", texts())
def test_the_french_is_set_as_french(code):
    text = texts()[code].fr

    assert not re.search(r"(?<!\u202f)[;!?]", text), "a thin space before ; ! ?"
    assert not re.search(rf"(?<!{WIDE}):(?!//)", _said(text)), "a no-break space before :"
    assert not re.search(rf"«(?!{THIN})|(?<!{THIN})»", text), "thin spaces inside « »"
    assert not re.search(rf"(?<!{WIDE})[€%]", text)
    assert not re.search(r"['\"“”]", text), "an apostrophe is ’, quotes are « »"


@pytest.mark.parametrize("code", texts())
def test_the_english_is_set_as_english(code):
    text = texts()[code].en

    assert not re.search(r"['\"«»]", text), "an apostrophe is ’, quotes are “ ”"
    assert not re.search(r"\s[;:!?]", text)


@pytest.mark.parametrize("code", texts())
def test_no_text_accuses_anybody_or_promises_proof(code):
    text = texts()[code]

    for forbidden, said in ((FORBIDDEN_FR, text.fr), (FORBIDDEN_EN, text.en)):
        found = [
            word for word in forbidden if re.search(rf"\b{word}s?\b", _said(said), re.IGNORECASE)
        ]
        assert found == []


def test_the_words_of_the_glossary_are_used():
    for code in JUDGING:
        french = texts()[code].fr
        assert "registrar" not in french
        assert "registry" not in french
        assert not re.search(r"registre (de l’Afnic|du domaine)", french)
        assert "!" not in french


def test_no_next_step_for_a_holder_is_a_challenge():
    """A challenge shows control, not title: it is never what settles a holder."""
    for code in JUDGING:
        for locale in LOCALES:
            said = getattr(texts()[code], locale)
            assert not re.search(
                r"\b(TXT|challenge|HTTP|preuve de contrôle)\b", said, re.IGNORECASE
            )


def test_every_judging_sentence_is_a_sentence():
    for code in JUDGING:
        if not code.startswith(COMPOSED):
            for locale in LOCALES:
                said = getattr(texts()[code], locale)
                assert said.endswith("."), code
                assert said[0].isupper() or said[0] in "«“", code


def _said(template):
    """Return a template with its parameters, and their colons, taken out."""
    return re.sub(r"\{[^}]*\}", "X", template)
