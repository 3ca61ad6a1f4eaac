"""A letter of the catalogue and its values become lines with gaps. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from exports.letter import Span
from reversibility.catalogues.letters import (
    FIELD,
    Attachment,
    Block,
    BlockKind,
    FieldKind,
    Letter,
    LetterCatalogue,
)
from reversibility.catalogues.models import Text
from reversibility.kernel.dates import Locale

Line = tuple[Span, ...]
Values = Mapping[str, str]
_END = (".", "!", "?", ":", ";", "…")
_IN_LINES = {BlockKind.ITEMS, BlockKind.NUMBERED}


@dataclass(frozen=True, kw_only=True)
class FilledBlock:
    """A block that applies, filled in."""

    kind: BlockKind
    elements: tuple[str, ...]
    text: Line
    items: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Filler:
    """Fills one letter in one language."""

    letter: Letter
    catalogue: LetterCatalogue
    locale: Locale
    values: Values
    """Ready to print: dates in words."""

    def blocks(self) -> tuple[FilledBlock, ...]:
        """Fill the blocks that apply."""
        return tuple(self._block(each) for each in applying(self.letter, self.values))

    def line(self, text: Text) -> Line:
        """Fill one text; what is missing is a gap with its name."""
        return tuple(self._spans(text.in_(self.locale)))

    def _block(self, block: Block) -> FilledBlock:
        if block.kind not in _IN_LINES:
            return FilledBlock(kind=block.kind, elements=block.elements, text=self.line(block))
        name = block.fields[0]
        lines = split_lines(self.values.get(name, ""))
        items = tuple((Span(text=line),) for line in lines) or ((self._gap(name),),)
        return FilledBlock(kind=block.kind, elements=block.elements, text=(), items=items)

    def _spans(self, text: str) -> Iterator[Span]:
        for index, part in enumerate(FIELD.split(text)):
            if index % 2 == 0:
                if part:
                    yield Span(text=part)
            elif self.values.get(part):
                yield Span(text=self._inline(part))
            else:
                yield self._gap(part)

    def _inline(self, name: str) -> str:
        field, value = self.letter.field(name), self.values[name]
        if field is None or field.kind is not FieldKind.LINES:
            return value
        joined = " ".join(split_lines(value))
        return joined if joined.endswith(_END) else f"{joined}."

    def _gap(self, name: str) -> Span:
        return Span(text=field_label(self.letter, self.catalogue, name, self.locale), is_gap=True)


def field_label(letter: Letter, catalogue: LetterCatalogue, name: str, locale: Locale) -> str:
    """Return how a field is called, inside a sentence."""
    field = letter.field(name)
    text = field.label if field is not None else catalogue.known[name].label
    label = text.in_(locale)
    return label[:1].lower() + label[1:]


def applying(letter: Letter, values: Values) -> tuple[Block, ...]:
    """Return the blocks whose condition holds."""
    return tuple(block for block in letter.blocks if holds(block.when, values))


def enclosed(letter: Letter, values: Values) -> tuple[Attachment, ...]:
    """Return what goes with the letter, as far as its condition holds."""
    return tuple(each for each in letter.attachments if holds(each.when, values))


def holds(condition: str, values: Values) -> bool:
    """Say whether a condition of the catalogue holds."""
    return all(_holds(part.strip(), values) for part in condition.split(",") if part.strip())


def needed_fields(letter: Letter, values: Values) -> tuple[str, ...]:
    """Return the fields that the letter names as it stands, and those it asks for in any case."""
    texts = (letter.subject, *applying(letter, values), *enclosed(letter, values))
    named = [name for text in texts for name in FIELD.findall(text.fr)]
    asked = [field.id for field in letter.fields if field.required]
    return tuple(dict.fromkeys([*named, *asked]))


def missing_fields(
    letter: Letter, values: Values, optional: Collection[str] = ()
) -> tuple[str, ...]:
    """Return what is missing before the letter may become final."""
    needed = needed_fields(letter, values)
    return tuple(name for name in needed if not values.get(name) and name not in optional)


def said_elements(letter: Letter, values: Values) -> frozenset[str]:
    """Return the mandatory elements that the blocks that apply carry."""
    return frozenset(each for block in applying(letter, values) for each in block.elements)


def split_lines(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def plain(line: Line) -> str:
    """Return a line as one text; gaps in brackets."""
    return "".join(f"[{span.text}]" if span.is_gap else span.text for span in line)


def _holds(part: str, values: Values) -> bool:
    if part.startswith("!"):
        return not values.get(part[1:])
    found = re.fullmatch(r"(\w+)(!?=)(\w+)", part)
    if found is None:
        return bool(values.get(part))
    is_same = values.get(found[1], "") == found[3]
    return is_same if found[2] == "=" else not is_same
