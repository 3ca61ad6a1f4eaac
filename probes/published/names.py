"""Domain names compared as DNS does: case, final dot and Unicode spelling do not matter."""

import idna


def ascii_name(name: str) -> str:
    """Return the A-label form in lower case, or the name as written when it has none."""
    text = name.strip().rstrip(".").lower()
    if text.isascii():
        return text
    try:
        return idna.encode(text, uts46=True).decode("ascii")
    except idna.IDNAError:
        return text


def same_name(one: str | None, other: str | None) -> bool:
    """Tell whether two spellings are the same domain name."""
    return bool(one and other) and ascii_name(one or "") == ascii_name(other or "")
