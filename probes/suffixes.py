"""Public suffixes: which name a registry knows, and which name a tenant holds.

The only module that uses publicsuffixlist; the list's snapshot travels inside that package, and a
refreshed list is read from the folder of refreshed tables.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Protocol, cast

from publicsuffixlist import PublicSuffixList

from probes.tables import present
from probes.tables.table import SuffixList


class _List(Protocol):
    def publicsuffix(self, domain: str) -> str | None: ...


def icann_suffix(name: str, extra: Iterable[str] = (), folder: Path | None = None) -> str:
    """Return the suffix that a registry runs, such as `fr` or `co.uk`.

    Professional suffixes such as `avocat.fr` are private ones (run by a body that itself holds the
    name): here they are ordinary names under `fr`. `folder` is that of the refreshed tables.
    """
    return _longest_extra(name, extra) or _suffix(name, folder, only_icann=True)


def any_suffix(name: str, extra: Iterable[str] = (), folder: Path | None = None) -> str:
    """Return the suffix below which names are let out, private ones such as `avocat.fr` too."""
    return _longest_extra(name, extra) or _suffix(name, folder, only_icann=False)


def suffix_in(listed: SuffixList, name: str, *, only_icann: bool) -> str:
    """Return the suffix of a name by one list; raises ValueError where a rule is no name."""
    # An unlisted top-level domain counts as a suffix: the list is younger or older than the root.
    return _load(listed, only_icann).publicsuffix(name) or name


def one_label_below(name: str, suffix: str) -> str:
    """Return the part of `name` that is the suffix plus one label; the suffix itself when equal."""
    depth = suffix.count(".") + 2
    return ".".join(name.split(".")[-depth:])


def covers(suffix: str, name: str) -> bool:
    """Tell whether `name` is the suffix or lies under it."""
    return name == suffix or name.endswith(f".{suffix}")


def _longest_extra(name: str, extra: Iterable[str]) -> str:
    return max((suffix for suffix in extra if covers(suffix, name)), key=len, default="")


def _suffix(name: str, folder: Path | None, *, only_icann: bool) -> str:
    return suffix_in(present.suffix_list(folder), name, only_icann=only_icann)


# Two readings of the list in force, and of the one a refresh is looking at.
@lru_cache(maxsize=4)
def _load(listed: SuffixList, only_icann: bool) -> _List:  # noqa: FBT001 - the key of the cache
    return cast("_List", PublicSuffixList(source=listed.text, only_icann=only_icann))
