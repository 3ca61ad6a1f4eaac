"""The table of who may open what (routes.toml), and the addresses to walk."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.routing import Rule

from reversibility.kernel.actor import PERMISSIONS, Permission, Role
from reversibility.mandates import rules as mandates

TABLE = Path(__file__).with_name("routes.toml")
_WHERE = "tests/walks/routes.toml"


@dataclass(frozen=True, kw_only=True)
class Route:
    """One page or action, and who it is for."""

    endpoint: str
    rule: Rule
    methods: tuple[str, ...]
    audience: str
    """public, signed_in, or roles."""
    roles: frozenset[str]
    own: tuple[int, ...]
    """What it may answer for a row of one's own practice; empty for the usual."""
    ids: Mapping[str, str]
    """What stands in its address, by parameter."""
    form: Mapping[str, str]
    """What a form is filled in with, where an empty one would show nothing."""

    @property
    def rows(self) -> tuple[str, ...]:
        """The parameters of its address that name rows of a practice."""
        return tuple(
            name for name in sorted(self.rule.arguments) if not self.ids[name].startswith("=")
        )


def _read() -> tuple[dict[str, Any], dict[str, str]]:
    content = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return content["routes"], content["ids"]


ROUTES, IDS = _read()


def unclassified(app: Flask) -> list[str]:
    """Return a sentence for each route or parameter that the table does not know."""
    rules = list(app.url_map.iter_rules())
    endpoints = {rule.endpoint: rule.rule for rule in rules}
    parameters = {name: rule.rule for rule in rules for name in rule.arguments}
    return [
        *(
            f'{address}: say who may open it, by `"{name}" = ...` under [routes] in {_WHERE}.'
            for name, address in endpoints.items()
            if name not in ROUTES
        ),
        *(
            f"{address}: say which table <{name}> names a row of, under [ids] in {_WHERE}."
            for name, address in parameters.items()
            if name not in IDS
        ),
    ]


def stale(app: Flask) -> list[str]:
    """Return the entries of the table that are no route any more."""
    return sorted(set(ROUTES) - {rule.endpoint for rule in app.url_map.iter_rules()})


def routes(app: Flask) -> Iterator[Route]:
    """Return every route of the app that the table knows."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint in ROUTES and set(rule.arguments) <= set(IDS):
            yield _route(rule, ROUTES[rule.endpoint])


def addresses(app: Flask, route: Route, rows: Mapping[str, UUID]) -> str:
    """Return the address of a route, for the rows of a practice."""
    values = {
        name: route.ids[name][1:] if route.ids[name].startswith("=") else rows[route.ids[name]]
        for name in route.rule.arguments
    }
    with app.test_request_context():
        _, address = route.rule.build(values) or ("", "")
    return str(address)


def _route(rule: Rule, entry: Any) -> Route:
    given = entry if isinstance(entry, dict) else {"to": entry}
    audience, roles = _audience(given["to"])
    return Route(
        endpoint=rule.endpoint,
        rule=rule,
        methods=tuple(sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})),
        audience=audience,
        roles=roles | set(given.get("also", ())),
        own=tuple(given.get("own", ())),
        ids=IDS | given.get("ids", {}),
        form=given.get("form", {}),
    )


def _audience(to: str | list[str]) -> tuple[str, frozenset[str]]:
    every = frozenset(role.value for role in Role)
    if isinstance(to, list):
        return "roles", frozenset(Role(name).value for name in to)
    if to in {"public", "signed_in"}:
        return to, every
    needed = Permission(to)
    given = {role: PERMISSIONS[role] | mandates.PERMISSIONS.get(role, frozenset()) for role in Role}
    return "roles", frozenset(role.value for role in Role if needed in given[role])
