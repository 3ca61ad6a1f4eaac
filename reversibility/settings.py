"""Settings: the environment, read once. An unknown REVERSIBILITY_* name stops the start."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from probes.errors import OptionsError
from probes.options import ProbeOptions, load
from reversibility.kernel.text import has_hidden, is_email

PREFIX = "REVERSIBILITY_"
_LONGEST_NAME = 60
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


class SettingsError(Exception):
    """A setting is unknown or cannot be used; the message says which and what to write."""


def _setting(default: str, help_text: str) -> str:
    value: str = field(default=default, metadata={"help": help_text})
    return value


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an operator may choose; each field is REVERSIBILITY_ and its name in capitals."""

    data_dir: str = _setting(
        "var/data", "Folder of the database, the queue and the keys; made with mode 0700."
    )
    database_url: str = _setting(
        "", "SQLAlchemy URL; empty = SQLite in the data folder. postgresql://... for a server."
    )
    database_role: str = _setting(
        "", "PostgreSQL role each transaction takes, so that row-level security binds it."
    )
    probes_file: str = _setting(
        "", "TOML of the probes (see docs/probes.md); empty = the real Internet."
    )
    secret_key: str = _setting(
        "", "Key of the session cookie; empty = made at first start in the data folder (keys/)."
    )
    accounts_key: str = _setting(
        "",
        "Key of second factors, recovery codes and kept forms; empty = made at first start in the "
        "data folder (keys/). Without it nobody's second factor works.",
    )
    base_url: str = _setting(
        "",
        "Public address, such as https://registre.cabinet.example; used in printed links, and no "
        "other host name is answered once it is set.",
    )
    trusted_proxy: str = _setting(
        "",
        "Address of the reverse proxy whose X-Forwarded-For, -Proto and -Host count, such as "
        "127.0.0.1; empty = none, and everybody seems to come from the proxy.",
    )
    host: str = _setting("127.0.0.1", "Address that `serve` listens on.")
    port: str = _setting("8000", "Port that `serve` listens on.")
    time_zone: str = _setting("Europe/Paris", "Time zone of the hours shown and printed.")
    secure_cookies: str = _setting(
        "", "yes = cookies over HTTPS only; empty = yes when base_url starts with https."
    )
    smtp_host: str = _setting(
        "", "Mail server that takes invitations; empty = nothing is mailed, links are copied."
    )
    smtp_port: str = _setting("587", "Port of the mail server.")
    smtp_tls: str = _setting(
        "starttls", "starttls, tls (from the first byte, port 465), or no (same machine only)."
    )
    smtp_user: str = _setting("", "Account on the mail server; empty = none is needed.")
    smtp_password_file: str = _setting("", "File that holds the password of that account.")
    smtp_from: str = _setting(
        "", "Address that mails come from, such as registre@cabinet.example; needed with smtp_host."
    )
    oidc_issuer: str = _setting(
        "",
        "Address of an identity provider (OpenID Connect), as it names itself; empty = none. "
        "The four oidc_ settings go together (see docs/accounts.md).",
    )
    oidc_client_id: str = _setting("", "How the provider calls this service.")
    oidc_client_secret_file: str = _setting("", "File that holds the secret of that client.")
    oidc_name: str = _setting(
        "", "What people read on the button, such as « Compte du cabinet », without quotes."
    )
    operator_name: str = _setting(
        "", "Who runs this service, in full; printed in the data protection documents."
    )
    operator_address: str = _setting("", "Postal address of the operator, on one line.")
    operator_contact: str = _setting(
        "", "Where people write to the operator about their data: an e-mail address."
    )
    health_data: str = _setting(
        "refused",
        "refused = no health data may be filed, and pages say so; hosted = the operator is a "
        "certified host of health data (HDS).",
    )
    scheduled_probes: str = _setting(
        "yes",
        "yes = what is due is checked by itself, every hour (see docs/portfolio.md); no = only "
        "when somebody asks.",
    )
    components_page: str = _setting("no", "yes = show the page of components at /composants.")

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the environment; raises SettingsError on a name or a value that cannot be used."""
        known = {PREFIX + entry.name.upper(): entry.name for entry in fields(cls)}
        given = {name: value for name, value in environ.items() if name.startswith(PREFIX)}
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise SettingsError(
                f"{unknown[0]} is not a setting. Known settings: {', '.join(sorted(known))}."
            )
        settings = cls(**{known[name]: value for name, value in given.items()})
        settings.check()
        return settings

    def check(self) -> None:
        """Raise SettingsError where a value cannot be used."""
        if not self.port.isdigit() or not 0 < int(self.port) < 65_536:  # noqa: PLR2004 - a port
            raise SettingsError(f"{PREFIX}PORT is {self.port!r}: write a number from 1 to 65535.")
        for name in ("secure_cookies", "components_page", "scheduled_probes"):
            if getattr(self, name).lower() not in _TRUE | _FALSE:
                raise SettingsError(f"{PREFIX}{name.upper()} is neither yes nor no.")
        if self.health_data not in {"refused", "hosted"}:
            raise SettingsError(f"{PREFIX}HEALTH_DATA is neither refused nor hosted.")
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise SettingsError(
                f"{PREFIX}TIME_ZONE is {self.time_zone!r}: write a name such as Europe/Paris."
            ) from error
        self._check_mail()
        self._check_provider()
        if self.database_url and not self.database_url.startswith(("sqlite", "postgresql")):
            raise SettingsError(f"{PREFIX}DATABASE_URL must start with sqlite or postgresql.")

    def _check_mail(self) -> None:
        if not self.smtp_host:
            return
        if not self.smtp_port.isdigit() or not 0 < int(self.smtp_port) < 65_536:  # noqa: PLR2004 - a port
            raise SettingsError(f"{PREFIX}SMTP_PORT is {self.smtp_port!r}: write a port number.")
        if self.smtp_tls not in {"starttls", "tls", "no"}:
            raise SettingsError(f"{PREFIX}SMTP_TLS is none of starttls, tls, no.")
        if not is_email(self.smtp_from):
            raise SettingsError(f"{PREFIX}SMTP_FROM must be an e-mail address.")
        if self.smtp_user and not Path(self.smtp_password_file).is_file():
            raise SettingsError(f"{PREFIX}SMTP_PASSWORD_FILE is no file, and SMTP_USER needs one.")

    def _check_provider(self) -> None:
        names = ("oidc_issuer", "oidc_client_id", "oidc_client_secret_file", "oidc_name")
        missing = [name for name in names if not getattr(self, name).strip()]
        if len(missing) == len(names):
            return
        if missing:
            raise SettingsError(
                f"{PREFIX}{missing[0].upper()} is empty: the four OIDC settings go together."
            )
        if not _is_issuer(self.oidc_issuer):
            raise SettingsError(
                f"{PREFIX}OIDC_ISSUER is {self.oidc_issuer!r}: write an https address without "
                "query or account (http only for this very machine)."
            )
        if not _holds_text(Path(self.oidc_client_secret_file)):
            raise SettingsError(f"{PREFIX}OIDC_CLIENT_SECRET_FILE is no file with a secret in it.")
        if has_hidden(self.oidc_name) or len(self.oidc_name) > _LONGEST_NAME:
            raise SettingsError(
                f"{PREFIX}OIDC_NAME cannot be shown: {_LONGEST_NAME} characters, on one line."
            )

    @property
    def folder(self) -> Path:
        """The data folder."""
        return Path(self.data_dir).resolve()

    @property
    def database(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.folder / 'reversibility.db'}"

    @property
    def queue_url(self) -> str:
        """Where the queue lives: beside the SQLite file, or in the same PostgreSQL."""
        if self.database.startswith("postgresql"):
            return self.database
        return str(self.folder / "queue.db")

    @property
    def public_url(self) -> str:
        """The address printed in links, without a final slash."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def cookies_are_secure(self) -> bool:
        """Whether cookies are sent over HTTPS only."""
        if self.secure_cookies:
            return self.secure_cookies.lower() in _TRUE
        return self.public_url.startswith("https://")

    @property
    def shows_components(self) -> bool:
        """Whether the page of components is there."""
        return self.components_page.lower() in _TRUE

    @property
    def probes_on_schedule(self) -> bool:
        """Whether what is due is checked by itself."""
        return self.scheduled_probes.lower() in _TRUE

    def probe_options(self) -> ProbeOptions:
        """Read the probes' TOML; raises SettingsError with what is wrong in it.

        Refreshed tables lie in the data folder, unless the TOML says otherwise.
        """
        try:
            options = load(Path(self.probes_file) if self.probes_file else None)
        except OptionsError as error:
            raise SettingsError(f"{PREFIX}PROBES_FILE: {error}") from error
        folder = options.tables.folder or self.folder / "tables"
        return replace(options, tables=replace(options.tables, folder=folder))

    def cookie_key(self) -> str:
        """Return the key of the session cookie, made once in the data folder when none is set."""
        return self.secret_key or self._made_key("cookie")

    def second_factor_key(self) -> str:
        """Return the key of what accounts keep encrypted, made once when none is set."""
        return self.accounts_key or self._made_key("accounts")

    def _made_key(self, name: str) -> str:
        keys = self.folder / "keys"
        try:
            keys.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = keys / name
            if not path.exists():
                _write_private(path, secrets.token_urlsafe(48))
            return path.read_text(encoding="ascii")
        except OSError as error:
            raise SettingsError(
                f"{PREFIX}DATA_DIR: {keys} cannot be written ({error.strerror}). "
                "Choose a folder that this user may write."
            ) from error


def _is_issuer(text: str) -> bool:
    try:
        url = urlsplit(text)
        _ = url.port
    except ValueError:
        return False
    if not url.hostname or url.username or "?" in text or "#" in text or has_hidden(text):
        return False
    return url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.hostname))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _holds_text(path: Path) -> bool:
    try:
        return bool(path.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return False


def _write_private(path: Path, content: str) -> None:
    # O_EXCL: two starts at once must not end with two keys; the second reads the first's.
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
