"""The text that an outsider signs before the first view: two languages, one version."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from reversibility.kernel.actor import Role
from reversibility.kernel.dates import Locale
from reversibility.kernel.digest import sha256


@dataclass(frozen=True, kw_only=True)
class StatementText:
    """A text as it is shown and signed."""

    version: str
    title: str
    points: tuple[str, ...]

    @property
    def whole(self) -> str:
        """The text in one piece: what is kept, and what the digest is of."""
        return "\n\n".join((f"{self.title} ({self.version})", *self.points)) + "\n"

    @property
    def sha256(self) -> str:
        """The SHA-256 of the whole text, UTF-8."""
        return sha256(self.whole.encode())


def statement_text(role: Role, locale: Locale) -> StatementText:
    """Return the present text for a role, in one language."""
    texts = _texts()
    table = texts[role.value][locale]
    return StatementText(
        version=str(texts["version"]), title=table["title"], points=tuple(table["points"])
    )


@cache
def _texts() -> dict[str, Any]:
    content = files("reversibility.mandates").joinpath("statement.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)
