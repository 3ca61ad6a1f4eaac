"""The settings of an identity provider: all of them or none, and each usable."""

from pathlib import Path

import pytest

from reversibility.settings import PREFIX, Settings, SettingsError


@pytest.fixture
def given(tmp_path: Path) -> dict[str, str]:
    secret = tmp_path / "secret"
    secret.write_text("s3cret\n", encoding="utf-8")
    return {
        f"{PREFIX}OIDC_ISSUER": "https://identite.cabinet.example/realms/cabinet",
        f"{PREFIX}OIDC_CLIENT_ID": "registre",
        f"{PREFIX}OIDC_CLIENT_SECRET_FILE": str(secret),
        f"{PREFIX}OIDC_NAME": "Compte du cabinet",
    }


def test_the_four_together_are_taken(given: dict[str, str]) -> None:
    assert Settings.from_environ(given).oidc_name == "Compte du cabinet"


@pytest.mark.parametrize("missing", ["ISSUER", "CLIENT_ID", "CLIENT_SECRET_FILE", "NAME"])
def test_one_that_is_missing_is_named(given: dict[str, str], missing: str) -> None:
    del given[f"{PREFIX}OIDC_{missing}"]
    with pytest.raises(SettingsError, match=f"{PREFIX}OIDC_{missing} is empty"):
        Settings.from_environ(given)


@pytest.mark.parametrize(
    "issuer", ["http://127.0.0.1:9000", "http://localhost/realms/x", "http://[::1]:9000"]
)
def test_without_tls_the_provider_must_be_on_this_very_machine(
    given: dict[str, str], issuer: str
) -> None:
    assert Settings.from_environ(given | {f"{PREFIX}OIDC_ISSUER": issuer}).oidc_issuer == issuer


@pytest.mark.parametrize(
    "issuer",
    [
        "identite.cabinet.example",
        "http://identite.cabinet.example",
        "http://127.0.0.1.cabinet.example",
        "ftp://identite.cabinet.example",
        "https://user@identite.cabinet.example",
        "https://identite.cabinet.example/?realm=x",
        "https://identite.cabinet.example/#x",
        "https://identite.cabinet.example:port",
        "https://",
        "https://[::1",
    ],
)
def test_an_issuer_that_cannot_be_one_stops_the_start(given: dict[str, str], issuer: str) -> None:
    with pytest.raises(SettingsError, match="write an https address"):
        Settings.from_environ(given | {f"{PREFIX}OIDC_ISSUER": issuer})


def test_a_file_without_secret_and_a_name_nobody_can_read_stop_the_start(
    given: dict[str, str], tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.write_text("\n", encoding="utf-8")
    for path in (str(empty), str(tmp_path / "nowhere"), str(tmp_path)):
        with pytest.raises(SettingsError, match="no file with a secret"):
            Settings.from_environ(given | {f"{PREFIX}OIDC_CLIENT_SECRET_FILE": path})
    for name in ("Compte\ndu cabinet", "x" * 61):
        with pytest.raises(SettingsError, match="OIDC_NAME cannot be shown"):
            Settings.from_environ(given | {f"{PREFIX}OIDC_NAME": name})
