"""Keys of what accounts keep encrypted, each derived from one key of the data folder."""

import base64
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@dataclass(frozen=True, kw_only=True)
class Vault:
    """The keys of second factors, recovery codes, kept forms and known browsers."""

    second_factor: str
    recovery_codes: bytes
    forms: Fernet
    browsers: str

    def decrypt_form(self, content: bytes) -> bytes | None:
        """Return a kept form in clear, or None when another key made it."""
        try:
            return self.forms.decrypt(content)
        except InvalidToken:
            return None


def open_vault(key: str) -> Vault:
    """Derive every key from the one that is kept."""
    return Vault(
        second_factor=_derive(key, "second factor").decode("ascii"),
        recovery_codes=_derive(key, "recovery codes"),
        forms=Fernet(_derive(key, "kept forms")),
        browsers=_derive(key, "known browsers").decode("ascii"),
    )


def _derive(key: str, purpose: str) -> bytes:
    info = f"reversibility accounts: {purpose}".encode()
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.encode())
    return base64.urlsafe_b64encode(made)
