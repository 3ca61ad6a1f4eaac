"""People who sign in: their address, their name, their password, as services keep them."""

import secrets
import unicodedata
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.accounts.errors import EmailInvalidError, NameInvalidError, PasswordWeakError
from reversibility.accounts.models import User
from reversibility.kernel.ids import new_id
from reversibility.kernel.text import has_hidden, is_email

PASSWORD_MIN, PASSWORD_MAX = 12, 200
NAME_MAX, EMAIL_MAX = 200, 255


def find(session: Session, email: str) -> User | None:
    """Return who signs in with an address, if anybody does."""
    return session.scalar(select(User).where(User.email == email))


def find_or_add(session: Session, email: str, name: str, *, now: datetime) -> User:
    """Return who signs in with an address; a new person has no password yet."""
    address, called = clean_email(email), clean_name(name)
    return find(session, address) or add(session, address, called, now=now)


def add(session: Session, email: str, name: str, *, now: datetime) -> User:
    """Add somebody whose clean address nobody has; without a password they cannot sign in."""
    user = User(
        id=new_id(now),
        email=email,
        name=name or email,
        fs_uniquifier=secrets.token_hex(32),
        created_at=now,
    )
    session.add(user)
    session.flush()  # memberships and links point to it
    return user


def clean_email(email: str) -> str:
    """Return an address as it is kept, in lower case; raises EmailInvalidError."""
    address = email.strip().lower()
    if not is_email(address) or len(address) > EMAIL_MAX or has_hidden(address):
        raise EmailInvalidError({"email": "email_invalid"}, email=email[:EMAIL_MAX])
    return address


def clean_name(name: str) -> str:
    """Return a name as it is kept; raises NameInvalidError."""
    if len(name) > NAME_MAX or has_hidden(name):
        raise NameInvalidError({"name": f"name_invalid:{NAME_MAX}"})
    return name.strip()


def normalize_password(password: str) -> str:
    """Return the form that is hashed: Flask-Security compares NFKD at sign-in."""
    return unicodedata.normalize("NFKD", password)


def check_password(password: str, email: str) -> None:
    """Raise PasswordWeakError for a password that cannot be used."""
    if len(password) < PASSWORD_MIN:
        raise PasswordWeakError({"password": "password_short"}, length=str(len(password)))
    if len(password) > PASSWORD_MAX:
        raise PasswordWeakError({"password": "password_long"})
    if password.casefold() in {email.casefold(), email.split("@", maxsplit=1)[0].casefold()}:
        raise PasswordWeakError({"password": "password_is_email"})
