"""The rules of the public suffix list, section by section.

Form: https://github.com/publicsuffix/list/wiki/Format. A rule ends at the first blank; a wildcard
stands for the first label only, which is how the list uses it.
"""

import re

from probes.tables.table import TableError

_MARKS = (
    "// ===BEGIN ICANN DOMAINS===",
    "// ===END ICANN DOMAINS===",
    "// ===BEGIN PRIVATE DOMAINS===",
    "// ===END PRIVATE DOMAINS===",
)
_INSIDE_ICANN, _INSIDE_PRIVATE = 1, 3
_LABELS = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.(?:[a-z0-9-]{1,63}))*")
_LONGEST = 253


def read_rules(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the rules of registries and the private ones; raises TableError."""
    sections: tuple[set[str], set[str]] = (set(), set())
    marks = 0
    for line in text.splitlines():
        if line.startswith("// ==="):
            if marks == len(_MARKS) or line.rstrip() != _MARKS[marks]:
                raise TableError("TAB01_SECTIONS")
            marks += 1
        elif line.strip() and not line.startswith("//"):
            if marks not in {_INSIDE_ICANN, _INSIDE_PRIVATE}:
                raise TableError("TAB01_SECTIONS")
            sections[marks == _INSIDE_PRIVATE].add(_rule(line))
    if marks < len(_MARKS):
        raise TableError("TAB01_SECTIONS")
    return frozenset(sections[0]), frozenset(sections[1])


def _rule(line: str) -> str:
    rule = line.partition(" ")[0].rstrip()
    name = rule.removeprefix("!").removeprefix("*.")
    if len(name) <= _LONGEST and _is_name(name):
        return rule
    raise TableError("TAB01_ENTRY", entry=rule[:80])


def _is_name(name: str) -> bool:
    if not name.isascii():
        try:
            # As publicsuffixlist does, which must not fail on a rule during a look-up.
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return False
    return _LABELS.fullmatch(name) is not None
