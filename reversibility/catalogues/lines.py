"""On which line of a TOML file a path stands; `tomllib` does not say.

Paths are written as the loader writes them: `situations.silent.steps[2].title.fr`.
"""

import re

_TABLE = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_.\"-]+)\s*=\s*(.*)$")


class Lines:
    """The lines of one file, by path."""

    def __init__(self, text: str) -> None:
        self._lines: dict[str, int] = {"": 1}
        self._counts: dict[str, int] = {}
        self._read(text)

    def of(self, path: str) -> int:
        """Return the line of a path, or of the nearest thing around it that is written down."""
        while path not in self._lines:
            path = re.sub(r"(?:^|\.)[^.\[\]]+$|\[\d+\]$", "", path)
        return self._lines[path]

    def _read(self, text: str) -> None:
        table, closing = "", ""
        for number, line in enumerate(text.splitlines(), start=1):
            if closing:
                closing = "" if closing in line else closing
            elif found := _TABLE.match(line):
                table = self._table(found[2].replace('"', ""), repeated=found[1] == "[[")
                self._lines.setdefault(table, number)
            elif found := _KEY.match(line):
                self._key(table, found[1].replace('"', ""), number)
                closing = _left_open(found[2])

    def _table(self, name: str, *, repeated: bool) -> str:
        *outer, last = name.split(".")
        path = ""
        for part in outer:
            path = f"{path}.{part}" if path else part
            path += f"[{self._counts[path] - 1}]" if path in self._counts else ""
        path = f"{path}.{last}" if path else last
        if not repeated:
            return path
        count = self._counts.get(path, 0)
        self._counts[path] = count + 1
        return f"{path}[{count}]"

    def _key(self, table: str, key: str, number: int) -> None:
        path = table
        for part in key.split("."):
            path = f"{path}.{part}" if path else part
            self._lines.setdefault(path, number)


def _left_open(value: str) -> str:
    for quotes in ('"""', "'''"):
        if value.startswith(quotes) and quotes not in value[3:]:
            return quotes
    if value.startswith("[") and "]" not in value:
        return "]"
    return ""
