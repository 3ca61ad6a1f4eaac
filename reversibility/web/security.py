"""Signing in and out, by Flask-Security over our own tables."""

from typing import Any

from flask import Flask, session
from flask_security import RoleMixin, Security, user_authenticated
from flask_security.datastore import UserDatastore
from flask_wtf import CSRFProtect
from sqlalchemy import Engine, select

from reversibility.accounts.models import User
from reversibility.http.services import Services
from reversibility.store.session import transaction
from reversibility.web.shell import HOME

SIGN_IN = "/connexion"
SIGN_OUT = "/deconnexion"
_HALF_A_DAY = 12 * 3600


class AccountsDatastore(UserDatastore):
    """People as Flask-Security asks for them, each time in a short unit of work of its own."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(User, RoleMixin)  # roles are per practice (Membership), not here
        self._engine = engine

    def find_user(self, case_insensitive: bool = False, **attributes: Any) -> User | None:  # noqa: ANN401, FBT001, FBT002 - fixed by Flask-Security
        """Find a person by e-mail address (kept in lower case) or by session mark."""
        del case_insensitive
        if "email" in attributes:
            attributes["email"] = attributes["email"].lower()
        with transaction(self._engine, None, read_only=True) as rows:
            return rows.scalar(select(User).filter_by(**attributes))

    def put(self, user: User) -> User:
        """Keep a password that was hashed anew at sign-in."""
        with transaction(self._engine, None) as rows:
            return rows.merge(user)

    def commit(self) -> None:
        """Do nothing: each unit of work is already committed."""


def init_security(app: Flask, services: Services) -> None:
    """Let people sign in; every POST needs the CSRF token of its session."""
    settings = services.settings
    secure = settings.cookies_are_secure
    app.config.update(
        SECRET_KEY=settings.cookie_key(),
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=_HALF_A_DAY,
        WTF_CSRF_TIME_LIMIT=None,  # a form lives as long as its session
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of an algorithm
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        # One hash, without the service's key: passwords outlive a change of key.
        SECURITY_PASSWORD_SINGLE_HASH={"argon2"},
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        # Practices may use reserved and intranet names; nothing is mailed to check them.
        SECURITY_EMAIL_VALIDATOR_ARGS={
            "check_deliverability": False,
            "globally_deliverable": False,
        },
        SECURITY_FLASH_MESSAGES=False,
        SECURITY_LOGIN_URL=SIGN_IN,
        SECURITY_LOGOUT_URL=SIGN_OUT,
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_POST_LOGIN_VIEW=HOME,
        SECURITY_POST_LOGOUT_VIEW=SIGN_IN,
        SECURITY_DEFAULT_REMEMBER_ME=False,
    )
    CSRFProtect(app)
    Security(app, AccountsDatastore(services.engine))
    user_authenticated.connect(_let_session_expire, app)


def _let_session_expire(_app: Flask, **_: object) -> None:
    session.permanent = True
