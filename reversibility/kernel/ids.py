"""UUIDv7 (RFC 9562, section 5.7) made in Python, so that no flush is needed to know an id."""

import secrets
from datetime import datetime
from uuid import UUID

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62


def new_id(now: datetime) -> UUID:
    """Return a new time-ordered id: 48 bits of milliseconds, then 74 random bits."""
    milliseconds = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    rand_a = secrets.randbits(12) << 64
    return UUID(int=milliseconds << 80 | _VERSION_7 | rand_a | _VARIANT | secrets.randbits(62))
