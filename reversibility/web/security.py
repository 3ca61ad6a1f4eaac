"""Signing in and out, by Flask-Security over our own tables and sessions."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, flash, redirect, request, url_for
from flask_security import (
    Security,
    current_user,
    tf_disabled,
    tf_profile_changed,
    url_for_security,
    wan_deleted,
    wan_registered,
)
from flask_wtf import CSRFProtect
from werkzeug.exceptions import SecurityError
from werkzeug.wrappers import Response

from reversibility.accounts.sign_in_rules import LONGEST_LIFE
from reversibility.http.services import Services
from reversibility.kernel import clock
from reversibility.settings import Settings
from reversibility.web.languages import gettext
from reversibility.web.shell import HOME
from reversibility.web.signing import forms
from reversibility.web.signing.datastore import AccountsDatastore
from reversibility.web.signing.factors import Codes, Passkeys, RecoveryCodes
from reversibility.web.signing.kept import init_kept
from reversibility.web.signing.origin import init_origin, is_called_by_number
from reversibility.web.signing.sessions import had_session, init_sessions
from reversibility.web.signing.vault import Vault, open_vault

SIGN_IN = "/connexion"
SIGN_OUT = "/deconnexion"
ACCOUNT = "/compte"
_FRESH = timedelta(minutes=15)
_STEP = timedelta(minutes=10)


def init_security(app: Flask, services: Services) -> None:
    """Let people sign in; every POST needs the CSRF token of its session."""
    settings = services.settings
    vault = open_vault(settings.second_factor_key())
    app.config.update(_cookies(settings), **_passwords(), **_addresses(), **_second_factor(vault))
    if settings.base_url:
        app.config["TRUSTED_HOSTS"] = [urlsplit(settings.base_url).hostname]
        app.register_error_handler(SecurityError, _other_host)
    init_kept(app, vault)
    CSRFProtect(app)
    init_origin(app, vault.browsers)
    security = Security(
        app,
        AccountsDatastore(services.engine),
        login_form=forms.SignInForm,
        verify_form=forms.ConfirmForm,
        two_factor_setup_form=forms.SetUpForm,
        two_factor_rescue_form=forms.OtherWayForm,
        two_factor_verify_code_form=forms.CodeForm,
        mf_recovery_form=forms.RecoveryForm,
        wan_register_form=forms.NamePasskeyForm,
        wan_register_response_form=forms.NewPasskeyForm,
        wan_signin_response_form=forms.PasskeyForm,
        totp_cls=Codes,
        mf_recovery_codes_util_cls=RecoveryCodes,
        webauthn_util_cls=Passkeys,
    )
    security.want_json(lambda _request: False)  # pages only
    security.unauthn_handler(_ask_to_sign_in)
    # The only other way than the app is a recovery code; Flask-Security would offer to write mails.
    app.view_functions["security.two_factor_rescue"] = _to_recovery_code
    _keep_signed_in(app, "security.two_factor_token_validation")
    init_sessions(app, app.login_manager)  # type: ignore[attr-defined]  # put there by Flask-Login
    _init_answers(app)


def _cookies(settings: Settings) -> dict[str, Any]:
    secure = settings.cookies_are_secure
    return {
        "SECRET_KEY": settings.cookie_key(),
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # The cookie outlives the session, so that whoever comes back late is told so.
        "PERMANENT_SESSION_LIFETIME": LONGEST_LIFE,
        "WTF_CSRF_TIME_LIMIT": None,  # a form lives as long as its session
    }


def _passwords() -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        # One hash, without the service's key: passwords outlive a change of key.
        "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        # Practices may use reserved and intranet names; nothing is mailed to check them.
        "SECURITY_EMAIL_VALIDATOR_ARGS": {
            "check_deliverability": False,
            "globally_deliverable": False,
        },
        "SECURITY_FLASH_MESSAGES": False,  # what is said is ours
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_FRESHNESS": _FRESH,
        "SECURITY_FRESHNESS_GRACE_PERIOD": _FRESH,
    }


def _addresses() -> dict[str, Any]:
    return {
        "SECURITY_LOGIN_URL": SIGN_IN,
        "SECURITY_LOGOUT_URL": SIGN_OUT,
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_VERIFY_URL": f"{SIGN_IN}/confirmer",
        "SECURITY_POST_LOGIN_VIEW": HOME,
        "SECURITY_POST_LOGOUT_VIEW": SIGN_IN,
        "SECURITY_POST_VERIFY_VIEW": ACCOUNT,
        "SECURITY_TWO_FACTOR_SETUP_URL": f"{ACCOUNT}/double-authentification",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": f"{SIGN_IN}/code",
        "SECURITY_TWO_FACTOR_RESCUE_URL": f"{SIGN_IN}/autre-moyen",
        "SECURITY_TWO_FACTOR_SELECT_URL": f"{SIGN_IN}/choix",
        "SECURITY_TWO_FACTOR_ERROR_VIEW": SIGN_IN,
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": ACCOUNT,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": f"{ACCOUNT}/codes-de-secours",
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": f"{SIGN_IN}/code-de-secours",
        "SECURITY_WAN_REGISTER_URL": f"{ACCOUNT}/cles-d-acces",
        "SECURITY_WAN_DELETE_URL": f"{ACCOUNT}/retirer-une-cle",
        "SECURITY_WAN_POST_REGISTER_VIEW": f"{ACCOUNT}/cles-d-acces",
        "SECURITY_WAN_SIGNIN_URL": f"{SIGN_IN}/cle-d-acces",
        "SECURITY_WAN_VERIFY_URL": f"{SIGN_IN}/confirmer-par-cle",
    }


def _second_factor(vault: Vault) -> dict[str, Any]:
    return {
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_REQUIRED": False,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_SETUP_WITHIN": _STEP,
        "SECURITY_TOTP_SECRETS": {"1": vault.second_factor},
        "SECURITY_TOTP_ISSUER": "Réversibilité",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 10,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [vault.recovery_codes],
        "SECURITY_WEBAUTHN": True,
        "SECURITY_DATETIME_FACTORY": clock.now,  # its own has no time zone
        "SECURITY_WAN_RP_NAME": "Réversibilité",
        "SECURITY_WAN_ALLOW_AS_FIRST_FACTOR": True,
        "SECURITY_WAN_ALLOW_AS_MULTI_FACTOR": True,
        "SECURITY_WAN_ALLOW_AS_VERIFY": ["first"],
        "SECURITY_WAN_ALLOW_USER_HINTS": False,  # they would tell who has an account
        "SECURITY_WAN_REGISTER_WITHIN": _STEP,
        "SECURITY_WAN_SIGNIN_WITHIN": _STEP,
    }


def _other_host(_error: SecurityError) -> Response:
    # No page of ours: its links would bear the name that somebody else chose.
    text = "Ce service ne répond pas sous ce nom. / This service does not answer to this name.\n"
    return Response(text, 400, mimetype="text/plain")


def _ask_to_sign_in(*_: object, **__: object) -> Response:
    if had_session():
        flash(gettext("Votre session est terminée. Connectez-vous pour reprendre où vous étiez."))
    target = request.full_path.rstrip("?") if request.method == "GET" else HOME
    return redirect(url_for_security("login", next=target))


def _to_recovery_code() -> Response:
    return redirect(url_for("security.mf_recovery"))


def _keep_signed_in(app: Flask, endpoint: str) -> None:
    # Flask-Security would sign out whoever is signed in and follows a link to this address.
    ask = app.view_functions[endpoint]

    def ask_unless_signed_in() -> Any:  # noqa: ANN401 - whatever Flask takes as an answer
        return redirect(HOME) if current_user.is_authenticated else ask()

    app.view_functions[endpoint] = ask_unless_signed_in


def _init_answers(app: Flask) -> None:
    app.jinja_env.globals["is_called_by_number"] = is_called_by_number
    tf_profile_changed.connect(_say_second_factor_on, app)
    tf_disabled.connect(_say_second_factor_off, app)
    wan_registered.connect(_say_passkey_kept, app)
    wan_deleted.connect(_say_passkey_gone, app)


def _say_second_factor_on(_app: Flask, **_: object) -> None:
    flash(
        gettext(
            "La double authentification est en place. Prenez maintenant vos codes de secours"
            "\u00a0: ils ouvrent votre compte si vous perdez ce téléphone."
        )
    )


def _say_second_factor_off(_app: Flask, **_: object) -> None:
    flash(gettext("La double authentification est retirée. Le mot de passe suffit désormais."))


def _say_passkey_kept(_app: Flask, name: str, **_: object) -> None:
    flash(gettext("La clé d’accès «\u00a0%(name)s\u00a0» est enregistrée.", name=name))


def _say_passkey_gone(_app: Flask, name: str, **_: object) -> None:
    flash(gettext("La clé d’accès «\u00a0%(name)s\u00a0» est retirée.", name=name))
