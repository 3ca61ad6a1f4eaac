"""Pages for people who have signed in."""

from typing import Any

from flask import Blueprint, Response, request
from flask_security import auth_required, current_user

_FOR_MEMBERS: set[str] = set()


def members_only(pages: Blueprint) -> Blueprint:
    """Let nobody see these pages before signing in; the sign-in page leads back here."""
    _FOR_MEMBERS.add(pages.name)
    pages.before_request(_require_session)
    return pages


def is_for_members(blueprint: str | None) -> bool:
    """Say whether the pages of a blueprint are for people who have signed in."""
    return blueprint in _FOR_MEMBERS


def _require_session() -> Any:  # noqa: ANN401 - whatever Flask takes as an answer
    if "HX-Request" in request.headers and not current_user.is_authenticated:
        # A page that asks for its parts must not show a sign-in form inside one of them.
        return Response(headers={"HX-Refresh": "true"})
    return _nothing()


@auth_required("session")
def _nothing() -> None:
    return None
