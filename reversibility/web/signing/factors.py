"""Authenticator apps, recovery codes and passkeys, where we differ from Flask-Security."""

from typing import cast

import qrcode
from flask import Flask, request
from flask_security import MfRecoveryCodesUtil, Totp, UserMixin, WebauthnUtil
from passlib.exc import UsedTokenError
from passlib.totp import TotpMatch
from sqlalchemy import or_, select, update
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from reversibility.accounts.models import User
from reversibility.accounts.presence import AccountEvent
from reversibility.http.seat import EXTENSION, services
from reversibility.http.services import Services
from reversibility.store.session import transaction
from reversibility.web.telling import tell_practices


class Codes(Totp):
    """Codes of an authenticator app; each is taken once."""

    def get_last_counter(self, user: UserMixin) -> int | None:
        """Return the counter of the last code that was taken."""
        return cast("User", user).totp_counter

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        """Take a code; of two at once, one is refused."""
        counter: int = tmatch.counter
        with transaction(services().engine, None) as session:
            taken = session.execute(
                update(User)
                .where(
                    User.id == user.id,
                    or_(User.totp_counter.is_(None), User.totp_counter < counter),
                )
                .values(totp_counter=counter)
            )
        if taken.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE has one
            raise UsedTokenError
        cast("User", user).totp_counter = counter

    def generate_qrcode(self, username: str, totp: str) -> str:
        """Return the picture as a path of an SVG in units of one module, with four of margin."""
        picture = qrcode.QRCode(border=4)
        picture.add_data(self.get_totp_uri(username, totp))
        rows = picture.get_matrix()
        steps = [
            f"M{x} {y}h1v1h-1z"
            for y, row in enumerate(rows)
            for x, is_dark in enumerate(row)
            if is_dark
        ]
        return f"{len(rows)} {''.join(steps)}"


class RecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes; each is taken out in the unit of work that accepts it."""

    def use(self, user: UserMixin, code: str) -> bool:
        """Accept a code once; of two at once, one is refused."""
        wanted = code.strip().lower()
        with transaction(services().engine, None) as session:
            row = session.scalars(select(User).where(User.id == user.id).with_for_update()).one()
            left = list(row.mf_recovery_codes or [])
            clear = self._decrypt_codes(left)
            if wanted not in clear:
                return False
            row.mf_recovery_codes = [one for one in left if self._decrypt_codes([one]) != [wanted]]
        return True

    def create_recovery_codes(self, user: UserMixin) -> list[str]:
        """Make new codes in place of the old ones; the journal is told."""
        codes: list[str] = super().create_recovery_codes(user)
        tell_practices(cast("User", user), AccountEvent.RECOVERY_CODES_MADE, {})
        return codes

    def delete_recovery_code(self, user: UserMixin, code: str) -> bool:
        """Do nothing: `use` has taken it out."""
        del user, code
        return True


class Passkeys(WebauthnUtil):
    """Passkeys that open a session by themselves: fingerprint, face, code of the device, or a key.

    Flask-Security would ask for a separate key only; the reader of this computer is as good.
    """

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self._base_url = _services(app).settings.base_url.rstrip("/")

    def origin(self) -> str:
        """Return the address browsers know us by: a proxy may speak to us by another."""
        return self._base_url or request.host_url.rstrip("/")

    def authenticator_selection(
        self, user: UserMixin, usage: str
    ) -> AuthenticatorSelectionCriteria:
        """Take any authenticator that knows its owner and finds its key by itself."""
        del user, usage
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        )

    def user_verification(
        self, user: UserMixin | None, usage: list[str]
    ) -> UserVerificationRequirement:
        """Ask the authenticator to make sure that it is its owner."""
        del user, usage
        return UserVerificationRequirement.REQUIRED


def _services(app: Flask) -> Services:
    return cast("Services", app.extensions[EXTENSION])
