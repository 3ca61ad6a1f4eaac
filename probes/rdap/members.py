"""Members of an RDAP answer, read without trust: a member of the wrong kind is a missing one."""

import json
from collections.abc import Iterator

Json = dict[str, object]


def load(raw: bytes) -> Json | None:
    """Return the JSON object with its keys in lower case; None when the bytes hold none.

    Servers write `secureDNS`, `SecureDNS` and `securedns`; a byte that is not UTF-8 costs a
    character, not the answer; what follows the object is ignored.
    """
    text = raw.decode("utf-8-sig", errors="replace").lstrip()
    decoder = json.JSONDecoder(strict=False, object_pairs_hook=_lower_keys)
    try:
        value, _ = decoder.raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _lower_keys(pairs: list[tuple[str, object]]) -> Json:
    return {key.lower(): value for key, value in pairs}


def objects(owner: Json, key: str) -> list[Json]:
    """Return the objects of a list member; one object instead of a list of one is accepted."""
    value = owner.get(key)
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def texts(owner: Json, key: str) -> list[str]:
    """Return the texts of a member that is a list of texts, or one text."""
    value = owner.get(key)
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str)]


def text(owner: Json, key: str) -> str:
    """Return a text member; empty when it is missing or no text."""
    value = owner.get(key)
    return value if isinstance(value, str) else ""


def entities(owner: Json, depth: int = 4) -> Iterator[Json]:
    """Yield the entities of an answer, those nested in others after their owners."""
    level = objects(owner, "entities")
    yield from level
    if depth > 1:
        for entity in level:
            yield from entities(entity, depth - 1)


def roles(entity: Json) -> tuple[str, ...]:
    """Return the roles in lower case, each once."""
    return tuple(dict.fromkeys(role.strip().lower() for role in texts(entity, "roles")))
