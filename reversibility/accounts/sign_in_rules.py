"""How attempts to sign in are slowed down, how long a session lives, and what a browser is.

No account is ever locked: the longest wait is a quarter of an hour, and a browser that its owner
has signed in with before is counted by itself, so that a stranger cannot keep them out.
"""

from dataclasses import dataclass
from datetime import timedelta

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
FREE_PER_ACCOUNT = 5
"""Attempts that may fail in a row on one address before the next has to wait."""
FREE_PER_CLIENT = 30
"""The same from one place: a whole office may stand behind one address."""
IDLE_LIFE = timedelta(hours=12)
LONGEST_LIFE = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)
"""How exact `seen_at` is: not every page writes."""
KEPT_FOR = timedelta(hours=1)
"""How long a form waits for its author to sign in again."""
TRACES_FOR = timedelta(days=365)
"""How long ended sessions and failed attempts are kept (CNIL, deliberation 2021-122)."""


def wait_after(failures: int, free: int) -> timedelta:
    """Return how long nothing is looked at after so many failures in a row."""
    if failures < free:
        return timedelta()
    doubled: int = 1 << min(failures - free, 20)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


@dataclass(frozen=True, kw_only=True)
class Device:
    """A browser in plain words: its family and the system it runs on; empty when unknown."""

    browser: str
    system: str


# In this order: most browsers also call themselves by the names of others.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def read_device(browser: str) -> Device:
    """Read what a browser calls itself."""
    return Device(browser=_first(browser, _BROWSERS), system=_first(browser, _SYSTEMS))


def _first(text: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in names if mark in text), "")
