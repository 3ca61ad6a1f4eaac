"""People and their passkeys as Flask-Security asks for them, each time in a short unit of work."""

from typing import Any, cast

from flask_security import RoleMixin, UserMixin, WebAuthnMixin
from flask_security.datastore import UserDatastore
from sqlalchemy import Engine, delete, inspect, select
from sqlalchemy.orm import InstanceState, Session

from reversibility.accounts.models import User
from reversibility.accounts.sign_in_models import Passkey
from reversibility.kernel import clock
from reversibility.kernel.ids import new_id
from reversibility.store.session import transaction


class AccountsDatastore(UserDatastore):
    """What Flask-Security reads and writes; roles are per practice (Membership), not here."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(User, RoleMixin, webauthn_model=Passkey)
        self._engine = engine

    def find_user(self, case_insensitive: bool = False, **attributes: Any) -> User | None:  # noqa: ANN401, FBT001, FBT002 - fixed by Flask-Security
        """Find a person by e-mail address (kept in lower case), id or session mark."""
        del case_insensitive
        if "email" in attributes:
            attributes["email"] = attributes["email"].lower()
        with transaction(self._engine, None, read_only=True) as rows:
            user = rows.scalar(select(User).filter_by(**attributes))
            return None if user is None else with_passkeys(rows, user)

    def put(self, model: User | Passkey) -> User | Passkey:
        """Write what was changed on a person or a passkey, and nothing else of it."""
        state: InstanceState[Any] = inspect(model)
        changed = {
            attribute.key: getattr(model, attribute.key)
            for attribute in state.mapper.column_attrs
            if state.attrs[attribute.key].history.has_changes()
        }
        with transaction(self._engine, None) as rows:
            # Flask hands over a stand-in of the person who is signed in: not its own type.
            kept = rows.get_one(state.mapper.class_, model.id)
            for name, value in changed.items():
                setattr(kept, name, value)
        return model

    def commit(self) -> None:
        """Do nothing: each unit of work is already committed."""

    def find_webauthn(self, credential_id: bytes) -> Passkey | None:
        """Find a passkey by what it calls itself."""
        with transaction(self._engine, None, read_only=True) as rows:
            return rows.scalar(select(Passkey).where(Passkey.credential_id == credential_id))

    def create_webauthn(self, user: UserMixin, *_: Any, **values: Any) -> None:  # noqa: ANN401 - the columns
        """Keep a new passkey."""
        now = clock.now()
        with transaction(self._engine, None) as rows:
            rows.add(
                Passkey(
                    id=new_id(now),
                    user_id=cast("User", user).id,
                    created_at=now,
                    lastuse_datetime=now,
                    **values,
                )
            )

    def delete_webauthn(self, webauthn: WebAuthnMixin) -> None:
        """Forget a passkey."""
        with transaction(self._engine, None) as rows:
            rows.execute(delete(Passkey).where(Passkey.id == webauthn.id))

    def mf_delete_recovery_code(self, user: UserMixin, idx: int) -> bool:
        """Do nothing: a code is taken out in the same unit of work that accepts it."""
        del user, idx
        return True


def with_passkeys(rows: Session, user: User) -> User:
    """Read a person's passkeys, where Flask-Security looks for them."""
    found = select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)
    user.webauthn = list(rows.scalars(found))
    return user
