"""Every action that the code writes to the journal has its sentence, found by reading the code."""

import ast
import re
from collections.abc import Iterator

from reversibility.journal import texts
from tests.architecture.source import modules

_CODE = re.compile(r"[a-z_]+\.[a-z_]+")


def test_every_action_of_the_code_has_a_sentence_in_french_and_english() -> None:
    actions = dict(_actions())
    assert len(actions) > 20
    assert {code: path for code, path in actions.items() if code not in texts.known_actions()} == {}
    for code in texts.known_actions():
        for locale in ("fr", "en"):
            assert texts.sentence(code, locale)[:2] == ("", "actor"), code


def test_no_sentence_is_left_of_an_action_that_is_gone() -> None:
    assert texts.known_actions() - set(dict(_actions())) == set()


def test_every_action_belongs_to_a_family_that_can_be_chosen() -> None:
    chosen = [texts.actions_of(family) for family in texts.families("fr")]
    assert frozenset().union(*chosen) == texts.known_actions()


def test_every_kind_of_record_that_the_code_writes_about_can_be_chosen() -> None:
    kinds = {
        keyword.value.value
        for _, tree in modules("reversibility")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Subject")
        for keyword in node.keywords
        if keyword.arg == "type" and isinstance(keyword.value, ast.Constant)
    }
    assert kinds - set(texts.subjects("fr")) == set()


def test_every_value_that_the_code_names_has_a_label() -> None:
    unnamed = {
        (path, name)
        for path, tree in modules("reversibility")
        if _writes_journal(tree)
        for name in _value_names(tree)
        if not texts.field_name(name, "fr") and not texts.is_hidden(name)
    }
    assert unnamed == set()


def _value_names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        told: list[ast.expr] = []
        if isinstance(node, ast.Call):
            told = [each.value for each in node.keywords if each.arg == "content"]
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "content":
            told = [node.value]
        for content in told:
            for inner in ast.walk(content):
                if isinstance(inner, ast.Dict):
                    keys = [key.value for key in inner.keys if isinstance(key, ast.Constant)]
                    yield from (str(key) for key in keys if key not in {"before", "after"})


def _actions() -> Iterator[tuple[str, str]]:
    for path, tree in modules("reversibility"):
        if not _writes_journal(tree):
            continue
        refusals = {id(node.value) for node in _refusal_codes(tree)}
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and id(node) not in refusals and _CODE.fullmatch(node.value):
                yield node.value, path


def _writes_journal(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module in {"reversibility.journal", "reversibility.journal.service"}
        and any(name.name in {"service", "record"} for name in node.names)
        for node in tree.body
    ) or any(isinstance(node, ast.FunctionDef) and node.name == "record" for node in tree.body)


def _refusal_codes(tree: ast.Module) -> Iterator[ast.Assign]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
            yield node
