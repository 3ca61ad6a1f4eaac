"""UUIDv7 (RFC 9562, section 5.7) made in Python, so that no flush is needed to know an id.

Ids made in one process for the same millisecond increase (method 2 of section 6.2), so that rows
written together keep their order.
"""

import secrets
from datetime import datetime
from threading import Lock
from uuid import UUID

_RANDOM_BITS = 74
_lock = Lock()
_last = (0, 0)
"""The last millisecond and the 74 bits after it."""


def new_id(now: datetime) -> UUID:
    """Return a new time-ordered id: 48 bits of milliseconds, then 74 bits."""
    milliseconds = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    rest = _next(milliseconds)
    high, low = rest >> 62, rest & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def _next(milliseconds: int) -> int:
    global _last  # noqa: PLW0603 - one order per process is the point
    with _lock:
        if milliseconds == _last[0]:
            # A random step, so that an id cannot be guessed from the one before.
            rest = _last[1] + 1 + secrets.randbits(40)
        else:
            rest = secrets.randbits(_RANDOM_BITS - 1)  # room to count up
        _last = (milliseconds, rest)
        return rest
