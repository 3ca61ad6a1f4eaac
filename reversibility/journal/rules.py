"""What is never kept in the journal, and what changed between two states of a record. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

SECRET_NAMES = frozenset({
    "password", "secret", "secrets", "token", "totp_secret", "recovery_code", "recovery_codes",
    "private_key", "salt", "passphrase", "session_key", "auth_code",
})  # fmt: skip
"""Names under which a text would be a secret; a number or a yes/no under them is none."""
WITHHELD = "…"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One named value before and after; None is "was not there", or "is not there any more"."""

    name: str
    """`notes`, or `attributes.registrar` for what stands inside another."""
    before: object
    after: object


def withhold(content: Mapping[str, object]) -> dict[str, object]:
    """Return the content without the texts that stand under the name of a secret."""
    return {name: _safe(name, value) for name, value in content.items()}


def differences(content: Mapping[str, object]) -> tuple[Difference, ...]:
    """Tell what changed; what was empty and still is, or stayed the same, is left out."""
    rest = {name: value for name, value in content.items() if name not in {"before", "after"}}
    before = _flat(content.get("before"))
    after = _flat(content.get("after")) | _flat(rest)
    return tuple(
        Difference(name=name, before=before.get(name), after=after.get(name))
        for name in {**before, **after}
        if before.get(name) != after.get(name) and not _is_empty(before.get(name), after.get(name))
    )


def _safe(name: str, value: object) -> object:
    if isinstance(value, Mapping):
        return {inner: _safe(inner, each) for inner, each in value.items()}
    if isinstance(value, list | tuple):
        return [_safe(name, each) for each in value]
    return WITHHELD if name in SECRET_NAMES and isinstance(value, str) and value else value


def _flat(value: object) -> dict[str, object]:
    if not isinstance(value, Mapping):
        return {}
    flat: dict[str, object] = {}
    for name, inner in value.items():
        if isinstance(inner, Mapping):
            flat |= {f"{name}.{part}": each for part, each in inner.items()}
        else:
            flat[str(name)] = inner
    return flat


def _is_empty(*values: object) -> bool:
    return all(value is None or value in ("", [], {}) for value in values)
