"""Reads the catalogue of traces, and refuses a file with its name, the entry and what to write.

`traces/*.toml` hold the traces, one file for a source or family; `kinds.toml` the kinds of asset,
`questions.toml` what is asked.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import cast

from probes.discovery.model import Fingerprint, Grade, Pattern, TraceSource
from probes.errors import CatalogueError

DOMAIN = "domain"
_KEYS = {
    "source", "provider", "kind", "grade", "ask", "suffix", "match", "at", "at_match", "host",
    "host_word", "beside", "needs_match", "in_scripts", "secret", "only_asks",
}  # fmt: skip
_PAGE_KEYS = {"host", "host_word", "beside", "needs_match", "in_scripts"}
_NAMED = {TraceSource.DKIM, TraceSource.TXT, TraceSource.CNAME, TraceSource.META}
_OF_HOSTS = {TraceSource.MX, TraceSource.NS, TraceSource.DKIM, TraceSource.CNAME, TraceSource.PTR}
# A shorter one is on every page, and would send every page to its expression.
_SHORTEST_ON_PAGES = 4
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+")
_PAIR = 2
# `(a+)+` and the like take for ever on a text made for it.
_NESTED = re.compile(r"\([^()]*[+*][^()]*\)[+*]")
Table = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Words:
    """A text in both languages."""

    fr: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All traces, kinds and questions."""

    fingerprints: Mapping[str, Fingerprint]
    kinds: Mapping[str, Words]
    questions: Mapping[str, Words]


@cache
def shipped() -> Catalogue:
    """Return the catalogue that comes with the program."""
    return read(resources.files("probes.discovery"))


def read(folder: Traversable | Path) -> Catalogue:
    """Read a catalogue from a folder; raises CatalogueError."""
    kinds, questions = (_words(folder / name) for name in ("kinds.toml", "questions.toml"))
    found: dict[str, Fingerprint] = {}
    files = sorted((folder / "traces").iterdir(), key=lambda path: path.name)
    for path in files:
        for fingerprint in _file(path, set(kinds), set(questions)):
            if fingerprint.id in found:
                raise CatalogueError(path.name, fingerprint.id, "stands twice; give one another id")
            found[fingerprint.id] = fingerprint
    for fingerprint in found.values():
        if fingerprint.beside and fingerprint.beside not in found:
            fault = f"beside = {fingerprint.beside!r} names no trace; write the id of one"
            raise CatalogueError("traces", fingerprint.id, fault)
    return Catalogue(fingerprints=found, kinds=kinds, questions=questions)


def _file(path: Traversable | Path, kinds: set[str], questions: set[str]) -> Iterable[Fingerprint]:
    table = _toml(path)
    for key in ("source", "basis"):
        if not isinstance(table.get(key), str) or not table[key]:
            raise CatalogueError(path.name, key, f'is missing; write {key} = "..." above [traces]')
    entries = table.get("traces")
    if not isinstance(entries, dict):
        raise CatalogueError(path.name, "[traces]", "is missing; put every trace below it")
    for entry_id, entry in entries.items():
        reader = _Entry(path.name, entry_id, entry)
        yield reader.fingerprint(table, kinds, questions)


def _words(path: Traversable | Path) -> dict[str, Words]:
    found = {}
    for key, table in _toml(path).items():
        texts = table if isinstance(table, dict) else {}
        if set(texts) != {"fr", "en"} or not all(isinstance(item, str) for item in texts.values()):
            raise CatalogueError(path.name, key, 'needs two texts; write fr = "..." and en = "..."')
        found[key] = Words(fr=texts["fr"], en=texts["en"])
    return found


def _toml(path: Traversable | Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogueError(path.name, "the file", f"cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(path.name, "the file", f"is not TOML: {error}") from error


class _Entry:
    """One entry of a file, on the way to a fingerprint."""

    def __init__(self, file: str, entry_id: str, entry: object) -> None:
        self._file, self._id = file, entry_id
        if not isinstance(entry, dict):
            raise self._fault("is no table; write id = { provider = ..., kind = ... }")
        self._table = cast("Table", entry)
        unknown = sorted(set(self._table) - _KEYS)
        if unknown:
            known = ", ".join(sorted(_KEYS))
            raise self._fault(f"has the unknown key {unknown[0]!r}; known are: {known}")

    def fingerprint(self, file: Table, kinds: set[str], questions: set[str]) -> Fingerprint:
        source = self._source(file)
        made = Fingerprint(
            id=self._id,
            source=source,
            provider=self._text("provider", required=True),
            kind=self._one_of("kind", kinds | {DOMAIN}),
            grade=Grade(self._one_of("grade", {grade.value for grade in Grade})),
            ask=self._question(questions),
            basis=str(file["basis"]),
            suffixes=self._hosts("suffix"),
            patterns=self._patterns(source),
            at=self._texts("at"),
            at_match=self._expression(self._text("at_match"))
            if "at_match" in self._table
            else None,
            hosts=self._hosts("host"),
            host_words=self._texts("host_word"),
            beside=self._text("beside"),
            needs_match=self._flag("needs_match"),
            in_scripts=self._flag("in_scripts"),
            secret=self._flag("secret"),
            only_asks=self._flag("only_asks"),
        )
        self._refuse_odd(made, is_inferred=file["source"] == "logic")
        return made

    def _refuse_odd(self, made: Fingerprint, *, is_inferred: bool) -> None:
        ways = (made.suffixes, made.patterns, made.at, made.at_match, made.hosts, made.host_words)
        if not any(ways) and not is_inferred:
            raise self._fault("finds nothing; write suffix, match, at or host")
        if made.source is not TraceSource.HTML and _PAGE_KEYS & set(self._table):
            raise self._fault("has keys of pages; write source = 'html', or leave them out")
        if made.suffixes and made.source not in _OF_HOSTS:
            raise self._fault(f"has a suffix, and {made.source} gives no hosts; write match")
        if (made.at or made.at_match) and made.source not in _NAMED:
            raise self._fault(f"has at, and {made.source} is asked at the name itself")
        if made.needs_match and not made.patterns:
            raise self._fault("needs a match and has none; write match or drop needs_match")

    def _source(self, file: Table) -> TraceSource:
        said = self._table.get("source", file["source"])
        known = sorted(source.value for source in TraceSource)
        if said not in known:
            raise self._fault(f"has the source {said!r}; write one of: {', '.join(known)}")
        return TraceSource(str(said))

    def _question(self, questions: set[str]) -> str:
        kind = self._text("kind")
        default = "domain_gtld" if kind == DOMAIN else kind
        asked = self._text("ask") or default
        if asked not in questions:
            raise self._fault(f"asks {asked!r}, which questions.toml lacks; add it there")
        return asked

    def _patterns(self, source: TraceSource) -> tuple[Pattern, ...]:
        pairs = self._table.get("match", [])
        if not isinstance(pairs, list) or not all(_is_pair(pair) for pair in pairs):
            raise self._fault("match must be a list of pairs; write [[literal, expression], ...]")
        return tuple(self._pattern(source, *pair) for pair in pairs)

    def _pattern(self, source: TraceSource, literal: str, expression: str) -> Pattern:
        if not literal or literal != literal.lower():
            raise self._fault(f"has the literal {literal!r}; write it in lower case, not empty")
        if source is TraceSource.HTML and len(literal) < _SHORTEST_ON_PAGES - (
            literal[-1:] in "-:"
        ):
            raise self._fault(
                f"has the short literal {literal!r}; write {_SHORTEST_ON_PAGES} or more"
            )
        text = self._expression(expression)
        if not _may_hold(expression, literal):
            raise self._fault(f"has the literal {literal!r}, which {expression!r} does not ask for")
        octets = re.compile(expression.encode("utf-8"), re.IGNORECASE)
        return Pattern(literal=literal, text=text, octets=octets)

    def _expression(self, expression: str) -> re.Pattern[str]:
        if _NESTED.search(expression):
            raise self._fault(f"has {expression!r}, a repetition within a repetition; untangle it")
        try:
            return re.compile(expression, re.IGNORECASE | re.ASCII)
        except re.error as error:
            raise self._fault(f"has {expression!r}, which is no expression: {error}") from error

    def _hosts(self, key: str) -> tuple[str, ...]:
        hosts = self._texts(key)
        for host in hosts:
            if not _HOST.fullmatch(host):
                raise self._fault(f"has the {key} {host!r}; write a host name in lower case")
        return hosts

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self._fault(f'{key} must be a list of texts; write {key} = ["..."]')
        return tuple(cast("list[str]", value))

    def _text(self, key: str, *, required: bool = False) -> str:
        value = self._table.get(key)
        if value is None and not required:
            return ""
        if not isinstance(value, str):
            raise self._fault(f'lacks {key}; write {key} = "..."')
        return value

    def _one_of(self, key: str, known: set[str]) -> str:
        value = self._text(key, required=True)
        if value not in known:
            raise self._fault(f"has the {key} {value!r}; write one of: {', '.join(sorted(known))}")
        return value

    def _flag(self, key: str) -> bool:
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            raise self._fault(f"{key} must be true or false")
        return value

    def _fault(self, fault: str) -> CatalogueError:
        return CatalogueError(self._file, self._id, fault)


def _is_pair(pair: object) -> bool:
    if not isinstance(pair, list) or len(pair) != _PAIR:
        return False
    return all(isinstance(item, str) for item in pair)


def _may_hold(expression: str, literal: str) -> bool:
    """Tell whether an expression speaks of its literal at all: part by part, as it may branch."""
    written = re.sub(r"\\(.)", r"\1", expression).lower()
    return all(part in written for part in re.findall(r"[a-z0-9_]+", literal))
