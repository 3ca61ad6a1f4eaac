"""Rules of the house that no linter knows."""

import ast

from tests.architecture.source import modules

# Queries and rules stand outside; these services write beside the journal and say why.
_BESIDE_THE_JOURNAL = {
    # Whoever holds the link or the code acts before they are anybody; joining is journalled.
    ("reversibility/accounts/invitations.py", "open_invitation"),
    ("reversibility/accounts/invitations.py", "accept"),
    ("reversibility/accounts/invitations.py", "find_joined"),
    ("reversibility/accounts/invitations.py", "accept_with_password"),
    ("reversibility/accounts/first_start.py", "is_first_start"),
    ("reversibility/accounts/first_start.py", "issue_code"),
    ("reversibility/accounts/first_start.py", "check_code"),
    ("reversibility/accounts/first_start.py", "use_code"),
    # The person may belong to several practices, or to none yet.
    ("reversibility/accounts/service.py", "open_link"),
    ("reversibility/accounts/service.py", "set_password"),
}


_SERVICES = {"first_start.py", "invitations.py", "members.py"}
"""Modules of services under a name of their own."""


def test_only_the_store_and_the_migrations_commit_or_roll_back() -> None:
    guilty = [
        (path, node.lineno)
        for path, tree in modules("reversibility")
        if not path.startswith(("reversibility/store/", "reversibility/migrations/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
        and not node.args
    ]
    assert guilty == []


def test_every_service_asks_its_actor_and_writes_to_the_journal() -> None:
    for path, function in _services():
        if (path, function.name) in _BESIDE_THE_JOURNAL:
            continue
        names = [argument.arg for argument in function.args.args]
        assert names[:2] == ["session", "actor"], f"{path}: {function.name}"
        body = ast.unparse(function)
        assert "actor.require(" in body, f"{path}: {function.name} asks no permission"
        assert "record(" in body, f"{path}: {function.name} does not write to the journal"


def test_every_query_asks_its_actor() -> None:
    for path, tree in modules("reversibility"):
        if not path.endswith("/queries.py") or path.startswith("reversibility/accounts/"):
            continue
        for function in tree.body:
            if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
                names = [argument.arg for argument in function.args.args]
                if names[:1] == ["session"] and "actor" in names:
                    assert "actor.require(" in ast.unparse(function), f"{path}: {function.name}"


def test_nothing_is_imported_inside_a_function() -> None:
    guilty = [
        (path, inner.lineno)
        for path, tree in modules()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert guilty == []


def test_broad_excepts_stand_in_the_worker_alone() -> None:
    guilty = [
        (path, node.lineno)
        for path, tree in modules()
        if not path.startswith("reversibility/worker/")
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    assert guilty == []


def _services() -> list[tuple[str, ast.FunctionDef]]:
    domains = ("accounts", "register", "access", "contracts", "exits")
    return [
        (path, function)
        for path, tree in modules("reversibility")
        if path.split("/")[1] in domains
        and (path.endswith("/service.py") or path.split("/")[-1] in _SERVICES)
        for function in tree.body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
    ]
