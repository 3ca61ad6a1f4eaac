"""Which paths may stand in a pack: ones that mean the same file on every system."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST_PATH = 200
# Letters, digits, dot, hyphen, underscore: safe on Windows, macOS and Linux, and in a shell.
SAFE_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?<!\.)")
# Device names, with any extension (Microsoft, "Naming Files, Paths, and Namespaces").
DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def is_portable(path: str) -> bool:
    """Say whether we would write this path: relative, plain, valid on every system."""
    parts = path.split("/")
    return len(path) <= LONGEST_PATH and all(
        SAFE_PART.fullmatch(part) and not DEVICE.fullmatch(part) for part in parts
    )


def escapes(path: str) -> bool:
    """Say whether unpacking this path could write outside the folder, or to an unseen name."""
    parts = path.rstrip("/").split("/")
    return (
        "\\" in path
        or ":" in path
        or any(part in {"", ".", ".."} for part in parts)
        or not path.isprintable()
    )


def collision(paths: Iterable[str]) -> str | None:
    """Give the first path that some system would take for an earlier one."""
    seen: set[str] = set()
    for path in paths:
        key = unicodedata.normalize("NFC", path).casefold()
        if key in seen:
            return path
        seen.add(key)
    return None
