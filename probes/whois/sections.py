"""An answer as sections, for the registries that write lines under headings.

Two layouts, read without knowing any heading beforehand. Indented: a heading at the margin, and
what belongs to it further in. Paragraphs: blocks between blank lines, each headed by its first
line.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from probes.whois.labels import folded, key_of, labelled

TOP = ""
"""The heading of what stands outside any section."""
BARE = ""
"""The key of a line that has none."""

MOST_LINES, MOST_SECTIONS = 2_000, 500
"""More than any registry writes; what follows is not read."""

_REMARKS = ("%", "#")
_BULLETS = " \t-*"
_GAP = re.compile(r"\n(?:[^\S\n]*\n)+")


Line = tuple[str, str, str]
"""A line: its key, folded; what it says; and all of it, as written."""


@dataclass(frozen=True)
class Section:
    """A heading, folded, and its lines: all of them are there before the first is asked for."""

    heading: str
    lines: list[Line] = field(default_factory=list)

    def all(self, *keys: str) -> list[str]:
        """Return the values of the first of these keys that has any."""
        for key in keys:
            if key in self._values:
                return self._values[key]
        return []

    def first(self, *keys: str) -> str | None:
        """Return the first value of the first of these keys that has one."""
        values = self.all(*keys)
        return values[0] if values else None

    @cached_property
    def _values(self) -> Mapping[str, list[str]]:
        """The values that say something, by key."""
        found: dict[str, list[str]] = {}
        for key, value, _ in self.lines:
            if value and key in found:
                found[key].append(value)
            elif value:
                found[key] = [value]
        return found

    @property
    def bare(self) -> list[str]:
        """The lines without a key."""
        return self.all(BARE)

    @property
    def address(self) -> list[str]:
        """The lines of an address: the first as it is, because a name may have a colon."""
        first = [text.strip(_BULLETS) for _, _, text in self.lines[:1]]
        return first + Section(TOP, self.lines[1:]).bare


@dataclass(frozen=True)
class Answer:
    """The sections of an answer, in order."""

    sections: list[Section]

    def under(self, *headings: str) -> Section:
        """Return the first section with the first of these headings; an empty one without any."""
        named = (part for name in headings for part in self.sections if part.heading == name)
        return next(named, Section(TOP))

    @property
    def top(self) -> Section:
        """What stands outside any section of the indented layout."""
        return self.under(TOP)

    @cached_property
    def everything(self) -> Section:
        """All lines, as if there were no headings."""
        return Section(TOP, [line for part in self.sections for line in part.lines])


def indented(text: str) -> Answer:
    """Read headings at the margin and what stands further in below them.

    The margin is where the last heading stood: some registries indent the whole answer. A line that
    says `Key: value` at the margin belongs to no heading, and only unlabelled lines go on with it.
    """
    sections = [Section(TOP)]
    current, lines = sections[0], _Lines()
    for line in text.split("\n")[:MOST_LINES]:
        if not line.strip():
            lines.pause()
        elif line.lstrip().startswith(_REMARKS):
            continue
        elif lines.holds(line):
            current.lines.append(lines.read(line))
        else:
            current, lines = _opened(line, sections)
        if len(sections) > MOST_SECTIONS:
            break
    return Answer(sections)


def _opened(line: str, sections: list[Section]) -> tuple[Section, "_Lines"]:
    """Return the section that a line at the margin belongs to or opens, and its reader."""
    found = labelled(line)
    lines = _Lines(_indent(line), is_title=found is None, is_top=bool(found and found[1]))
    if found and found[1]:
        sections[0].lines.append(lines.read(line, found))
        return sections[0], lines
    sections.append(Section(found[0] if found else folded(line)))
    return sections[-1], lines


def paragraphs(text: str, *, with_remarks: bool = False) -> Answer:
    """Read blocks between blank lines; a heading with nothing below it heads the next block.

    After a heading with a colon, a block without labels is a list. After one without, it was prose.
    """
    sections: list[Section] = []
    is_open = has_colon = False
    for block in islice(_blocks(text, with_remarks=with_remarks), MOST_SECTIONS):
        found = labelled(block[0])
        is_keyed = found is not None and bool(found[1])
        is_below = is_open and (is_keyed or (has_colon and found is None))
        if not is_below:
            sections.append(Section(found[0] if found else folded(block[0])))
        body = block if is_below or is_keyed else block[1:]
        sections[-1].lines.extend(_plain(body) or map(_Lines().read, body))
        is_open, has_colon = not body, found is not None
    return Answer(sections)


def _plain(block: list[str]) -> list[Line]:
    """Return the lines of a block that says `Label: value` at the margin throughout, else none.

    Most blocks do, and reading them as `_Lines` does takes three times as long.
    """
    lines = []
    for line in block:
        label, colon, value = line.partition(":")
        key = key_of(label)
        if key is None or not colon or value.startswith("//"):
            return []
        lines.append((key, value.strip(" \t").lstrip(": \t"), line))
    return lines


class _Lines:
    """Reads lines one by one, below a heading or at the margin.

    What stands further in than a key goes on with it. What stands further in than the heading is
    below it, but not after a gap when the heading has no colon: that was a line of prose.
    """

    def __init__(
        self, margin: int | None = None, *, is_title: bool = False, is_top: bool = False
    ) -> None:
        self._margin, self._is_title, self._is_top = margin, is_title, is_top
        self._key, self._key_indent = BARE, 0

    def holds(self, line: str) -> bool:
        """Tell whether a line is below the heading."""
        if self._margin is None or _indent(line) <= self._margin:
            return False
        return not self._is_top or labelled(line) is None

    def pause(self) -> None:
        """Note a blank line."""
        if self._is_title:
            self._margin = None

    def read(self, line: str, found: tuple[str, str] | None = None) -> Line:
        """Return a line told apart; `found` is its label, when that is known."""
        self._is_title = False
        indent, text = _indent(line), line.strip(_BULLETS)
        if self._key and indent > self._key_indent:
            return self._key, text, line
        self._key, value = found or labelled(line) or (BARE, text)
        self._key_indent = indent
        return self._key, value, line


def _blocks(text: str, *, with_remarks: bool) -> Iterator[list[str]]:
    """Yield the blocks between blank lines, as lines."""
    if text.count("\n") >= MOST_LINES:
        text = "\n".join(text.split("\n")[:MOST_LINES])
    for block in filter(None, _GAP.split(f"\n\n{text}\n\n")):
        lines = block.split("\n")
        if not with_remarks and any(mark in block for mark in _REMARKS):
            lines = [line for line in lines if not line.lstrip().startswith(_REMARKS)]
        if lines:
            yield lines


def _indent(line: str) -> int:
    whole = line.expandtabs() if "\t" in line else line
    return len(whole) - len(whole.lstrip())
