"""The forms of Flask-Security, each attempt counted."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from flask import flash
from flask_security import (
    LoginForm,
    MfRecoveryForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
    current_user,
)
from flask_security.proxies import _security
from flask_security.webauthn import (
    WebAuthnRegisterForm,
    WebAuthnRegisterResponseForm,
    WebAuthnSigninResponseForm,
)
from wtforms import StringField

from reversibility.accounts.errors import TooManyAttemptsError
from reversibility.accounts.models import User
from reversibility.accounts.sign_in_models import Method
from reversibility.kernel.text import has_hidden
from reversibility.web.languages import gettext
from reversibility.web.signing.attempts import attempt, read_open_at
from reversibility.web.signing.factors import RecoveryCodes


class _Counted:
    """A form whose every attempt is counted."""

    open_at: datetime | None = None
    """When the next attempt is looked at; None when this one was."""

    def _attempt(self, method: Method, user: User, is_good: Callable[[], bool]) -> bool:
        return self._attempt_as(method, user.email, is_good, lambda: user)

    def _attempt_as(
        self,
        method: Method,
        email: str,
        is_good: Callable[[], bool],
        whose: Callable[[], User | None],
    ) -> bool:
        try:
            return attempt(method, email, is_good, lambda: user.id if (user := whose()) else None)
        except TooManyAttemptsError as error:
            self.open_at = read_open_at(error)
            return False


class SignInForm(_Counted, LoginForm):
    """Address and password."""

    def validate(self, **options: Any) -> bool:  # noqa: ANN401 - fixed by WTForms
        """Say whether they go together."""
        look = super().validate
        if not self.email.data or not self.password.data:
            return bool(look(**options))
        return self._attempt_as(
            Method.PASSWORD, self.email.data, lambda: bool(look(**options)), self._person
        )

    def _person(self) -> User | None:
        return cast("User | None", self.user)


class ConfirmForm(_Counted, VerifyForm):
    """The password once more, before what matters."""

    def validate(self, **options: Any) -> bool:  # noqa: ANN401 - fixed by WTForms
        """Say whether it is the right one."""
        look = super().validate
        return self._attempt(
            Method.PASSWORD, cast("User", self.user), lambda: bool(look(**options))
        )


class CodeForm(_Counted, TwoFactorVerifyCodeForm):
    """A code of the authenticator app."""

    def validate(self, **options: Any) -> bool:  # noqa: ANN401 - fixed by WTForms
        """Say whether it is the one of now, and new; spaces in it do not matter."""
        self.code.data = "".join((self.code.data or "").split())
        look = super().validate
        person = cast("User", self.user)
        if self._attempt(Method.CODE, person, lambda: bool(look(**options))):
            return True
        if self.is_setup:  # Flask-Security leads back to the beginning without a word
            flash(
                gettext(
                    "Ce code n’est pas le bon, ou a déjà servi\u00a0: rien n’a changé. "
                    "Recommencez, avec la nouvelle image."
                ),
                "problem",
            )
        return False


class RecoveryForm(_Counted, MfRecoveryForm):
    """A recovery code."""

    def validate(self, **_options: Any) -> bool:  # noqa: ANN401 - fixed by WTForms
        """Say whether it is one that is left, and take it out."""
        code, person = self.code.data or "", cast("User", self.user)
        codes = _security.mf_recovery_codes_util
        assert isinstance(codes, RecoveryCodes)  # noqa: S101 - see web.security
        good = self._attempt(Method.RECOVERY_CODE, person, lambda: codes.use(person, code))
        if not good and self.open_at is None:
            person.track_failed_authn("recovery_code", True)
        return good


class SetUpForm(TwoFactorSetupForm):
    """To put the authenticator app in place, or to take it away."""

    setup = StringField()  # ours has two buttons, where Flask-Security has a choice

    def validate(self, **_options: Any) -> bool:  # noqa: ANN401 - fixed by WTForms
        """Say whether it is one of the two."""
        return self.setup.data in {"authenticator", "disable"}


class OtherWayForm(TwoFactorRescueForm):
    """Instead of the code; the page has a link to the recovery codes, and nothing to choose."""

    help_setup = StringField()

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - fixed by WTForms
        super().__init__(*arguments, **options)
        self.help_setup.choices = []


class NamePasskeyForm(WebAuthnRegisterForm):
    """A name for a new passkey."""

    usage = StringField()

    def validate(self, **_options: Any) -> bool:  # noqa: ANN401 - fixed by WTForms
        """Say whether the name can be used; each passkey opens a session by itself."""
        self.usage.data = "first"
        self.clean_name = " ".join((self.name.data or "").split())
        self.name.errors = [] if (fault := self._fault(self.clean_name)) is None else [fault]
        return not self.name.errors

    @staticmethod
    def _fault(name: str) -> str | None:
        if not name:
            return gettext(
                "Donnez un nom à cette clé, par exemple «\u00a0Ordinateur du bureau\u00a0»."
            )
        if len(name) > _NAME_MAX or has_hidden(name):
            return gettext("Ce nom est trop long, ou contient un signe qui ne s’imprime pas.")
        if any(name == known.name for known in current_user.webauthn):
            return gettext("Une de vos clés porte déjà ce nom.")
        return None


class NewPasskeyForm(WebAuthnRegisterResponseForm):
    """What the browser answers when a passkey was made."""

    def validate(self, **options: Any) -> bool:  # noqa: ANN401 - fixed by WTForms
        """Say whether it can be kept."""
        good = bool(super().validate(**options))
        if not good:
            flash(gettext("Cette clé d’accès n’a pas pu être enregistrée. Recommencez."), "problem")
        return good


class PasskeyForm(WebAuthnSigninResponseForm):
    """What the browser answers when a passkey was used."""

    def validate(self, **options: Any) -> bool:  # noqa: ANN401 - fixed by WTForms
        """Say whether it opens a session."""
        good = bool(super().validate(**options))
        if not good:
            flash(
                gettext(
                    "Cette clé d’accès n’ouvre aucun compte ici. Choisissez-en une autre, ou "
                    "connectez-vous avec votre mot de passe."
                ),
                "problem",
            )
        return good


_NAME_MAX = 64
