"""Who walks: every role, the owner of another practice, somebody of none, nobody."""

from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Engine

from reversibility.kernel.actor import Role
from tests.walks.world import World
from tests.web.house import open_session

STRANGER, NOBODY = "owner of another practice", "nobody"
UNSIGNED = "auditor who has not signed"
"""Of the other practice; looks at pages, and walks nowhere."""
VISITORS = (*(role.value for role in Role), STRANGER, NOBODY)
OUTSIDERS = ("auditor", "provider_guest")
_RAW = "token-of-the-walk"


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Somebody at the front door."""

    name: str
    app: Flask
    engine: Engine
    world: World

    @property
    def role(self) -> str:
        """Their role in their own practice, or empty."""
        return {STRANGER: "owner", UNSIGNED: "auditor", NOBODY: ""}.get(self.name, self.name)

    def browser(self) -> FlaskClient:
        """Return a new browser of theirs, with a CSRF token in its session."""
        people = (
            self.world.there.people if self.name in {STRANGER, UNSIGNED} else self.world.here.people
        )
        email = people.get(self.role)
        client = self.app.test_client()
        if email:
            client = open_session(self.app, self.engine, email)
        with client.session_transaction() as cookie:
            cookie["csrf_token"] = _RAW
        return client

    def form(self) -> dict[str, str]:
        """Return the CSRF token that their forms bear."""
        signer = URLSafeTimedSerializer(self.app.config["SECRET_KEY"], salt="wtf-csrf-token")
        return {"csrf_token": str(signer.dumps(_RAW))}
