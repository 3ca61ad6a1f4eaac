"""Public suffixes: which name a registry knows, and which name a tenant holds.

The only module that uses publicsuffixlist; the list's snapshot travels inside that package.
"""

from collections.abc import Iterable
from functools import cache
from typing import Protocol, cast

from publicsuffixlist import PublicSuffixList


class _List(Protocol):
    def publicsuffix(self, domain: str) -> str | None: ...


def icann_suffix(name: str, extra: Iterable[str] = ()) -> str:
    """Return the suffix that a registry runs, such as `fr` or `co.uk`.

    Professional suffixes such as `avocat.fr` are private ones (run by a body that itself holds the
    name): here they are ordinary names under `fr`.
    """
    return _longest_extra(name, extra) or _suffix(name, only_icann=True)


def any_suffix(name: str, extra: Iterable[str] = ()) -> str:
    """Return the suffix below which names are let out, private ones such as `avocat.fr` too."""
    return _longest_extra(name, extra) or _suffix(name, only_icann=False)


def one_label_below(name: str, suffix: str) -> str:
    """Return the part of `name` that is the suffix plus one label; the suffix itself when equal."""
    depth = suffix.count(".") + 2
    return ".".join(name.split(".")[-depth:])


def covers(suffix: str, name: str) -> bool:
    """Tell whether `name` is the suffix or lies under it."""
    return name == suffix or name.endswith(f".{suffix}")


def _longest_extra(name: str, extra: Iterable[str]) -> str:
    return max((suffix for suffix in extra if covers(suffix, name)), key=len, default="")


def _suffix(name: str, *, only_icann: bool) -> str:
    # An unlisted top-level domain counts as a suffix: the list is younger or older than the root.
    return _load(only_icann).publicsuffix(name) or name


@cache
def _load(only_icann: bool) -> _List:  # noqa: FBT001 - the key of the cache
    return cast("_List", PublicSuffixList(only_icann=only_icann))
