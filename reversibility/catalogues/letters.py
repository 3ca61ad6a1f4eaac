"""The letters of a break-up as a catalogue: purpose, moment, body with [[fields]], guards.

Another letter is another file under `data/letters`: its body names fields between double brackets,
each known from the register (`common.toml`) or asked when the letter is written. Everything that a
letter must say is an element that at least one block carries; the loader refuses a letter without.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TypeVar

from reversibility.catalogues.decode import Fault, decode
from reversibility.catalogues.errors import CatalogueError
from reversibility.catalogues.models import Source, Statement, Text
from reversibility.catalogues.reading import fault_in

Made = TypeVar("Made")
FOLDER = "letters"
COMMON = "common.toml"
FIELD = re.compile(r"\[\[([a-z_0-9]+)\]\]")
"""A field in a body: `[[deadline_date]]`."""


class Channel(StrEnum):
    """How a letter goes out; the practice sends it itself."""

    EMAIL = "email"
    LRAR = "lrar"
    """Registered letter with acknowledgement of receipt."""
    LRE = "lre"
    """Qualified electronic registered letter."""
    LRAR_AND_EMAIL = "lrar_and_email"
    PLATFORM = "platform"
    """The form of a platform."""
    PUBLISHED = "published"
    """Shown by the practice itself: banner, poster, voicemail."""


class Audience(StrEnum):
    """To whom a letter goes."""

    PROVIDER = "provider"
    CLIENTS = "clients"
    SUCCESSOR = "successor"
    PLATFORM = "platform"
    INSOLVENCY = "insolvency"


class FieldKind(StrEnum):
    """What is asked."""

    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    CHOICE = "choice"


class BlockKind(StrEnum):
    """How a part of a body is set."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEMS = "items"
    """Its one field, line by line."""
    NUMBERED = "numbered"
    """The same, numbered."""
    ACCESSES = "accesses"
    MONEY = "money"
    GRANTED = "granted"
    HELD = "held"
    RECEIPT = "receipt"


class GuardKind(StrEnum):
    """What is looked at before a letter becomes final."""

    INSOLVENCY = "insolvency"
    INSOLVENCY_NEEDED = "insolvency_needed"
    UNPAID = "unpaid"
    ORDER_FIRST = "order_first"
    ORDER_AMICABLE = "order_amicable"
    ORDER_NOTICE = "order_notice"
    SENDER = "sender"
    TONE = "tone"
    FREQUENCY = "frequency"
    EVIDENCE = "evidence"
    EXHIBITS = "exhibits"
    FORM = "form"
    LEASE = "lease"
    SHORT = "short"
    PROCESSOR = "processor"
    AMOUNT = "amount"
    BANNER = "banner"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value of a choice."""

    id: str
    label: Text


@dataclass(frozen=True, kw_only=True)
class Field:
    """Something a body needs, asked when the letter is written."""

    id: str
    kind: FieldKind
    label: Text
    help: Text | None = None
    required: bool = False
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, kw_only=True)
class KnownField:
    """Something a body needs that the register, the contract or earlier letters know."""

    id: str
    label: Text
    where: str
    """Code of the page where it is filled in."""
    required: bool = True


@dataclass(frozen=True, kw_only=True)
class Element:
    """Something that a letter must say."""

    id: str
    label: Text


@dataclass(frozen=True, kw_only=True)
class Block(Text):
    """A part of the body."""

    kind: BlockKind = BlockKind.PARAGRAPH
    elements: tuple[str, ...] = ()
    """What it says of the mandatory elements."""
    when: str = ""
    """Its condition: `field`, `!field`, `field=value`, joined by commas; empty = always."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names between its brackets, in French as in English."""
        return tuple(dict.fromkeys(FIELD.findall(self.fr)))


@dataclass(frozen=True, kw_only=True)
class Attachment(Text):
    """Something that goes with the letter, beside its annexes and the exhibits it quotes."""

    when: str = ""
    """Its condition, as that of a block; empty = always."""


@dataclass(frozen=True, kw_only=True)
class DeadlineRule:
    """Until when an answer is asked for, counted from receipt in calendar days."""

    why: Statement
    days: int = 0
    months: int = 0
    needs_reason_below: int = 0
    """Fewer days than these need their urgency written down; 0 = none do."""
    is_moved: bool = True
    """To the next working day, as a courtesy to whoever must answer; a period of the law is not."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter of the catalogue."""

    id: str
    title: Text
    purpose: Text
    moment: Text
    """When it is the one to write."""
    channels: tuple[Channel, ...]
    """Allowed ones, the usual one first."""
    audience: Audience
    subject: Text
    blocks: tuple[Block, ...]
    elements: tuple[Element, ...]
    fields: tuple[Field, ...]
    guards: tuple[GuardKind, ...]
    statements: tuple[Statement, ...]
    """What to know before it is sent, with its source."""
    sources: tuple[Source, ...]
    deadline: DeadlineRule | None = None
    following: tuple[str, ...] = ()
    """Letters that may come after it, the usual one first."""
    attachments: tuple[Attachment, ...] = ()

    def field(self, name: str) -> Field | None:
        """Return one of the fields that are asked for."""
        return next((field for field in self.fields if field.id == name), None)

    def source(self, source_id: str) -> Source:
        """Return a source."""
        return next(source for source in self.sources if source.id == source_id)

    @property
    def named(self) -> tuple[str, ...]:
        """Return the fields that subject, body and attachments name, in their order."""
        texts = (self.subject, *self.blocks, *self.attachments)
        return tuple(dict.fromkeys(name for text in texts for name in FIELD.findall(text.fr)))


@dataclass(frozen=True, kw_only=True)
class _Common:
    fields: tuple[KnownField, ...]


@dataclass(frozen=True, kw_only=True)
class LetterCatalogue:
    """Every letter, in the order of their ids, and what is known without asking."""

    letters: Mapping[str, Letter]
    known: Mapping[str, KnownField]


@cache
def letters() -> LetterCatalogue:
    """Return the shipped letters; raises CatalogueError."""
    folder = files("reversibility.catalogues").joinpath("data", FOLDER)
    texts = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    }
    return load_letters(texts)


def load_letters(texts: Mapping[str, str]) -> LetterCatalogue:
    """Read letters from their files; an error names the file, the line and what to write."""
    common = _read(_Common, COMMON, texts[COMMON])
    known = {field.id: field for field in common.fields}
    found: dict[str, Letter] = {}
    for name, text in texts.items():
        if name == COMMON:
            continue
        letter = _read(Letter, name, text)
        for fault in _faults(letter, known):
            raise _error(name, text, fault)
        found[letter.id] = letter
    for name, letter in found.items():
        for following in letter.following:
            if following not in found:
                raise CatalogueError(FOLDER, 1, f"{name}.following: {following!r} is no letter")
    ordered = sorted(found.values(), key=lambda letter: int(letter.id[1:]))
    return LetterCatalogue(letters={letter.id: letter for letter in ordered}, known=known)


def _read(kind: type[Made], name: str, text: str) -> Made:
    try:
        return decode(kind, tomllib.loads(text))
    except Fault as fault:
        raise _error(name, text, fault) from fault


def _error(name: str, text: str, fault: Fault) -> CatalogueError:
    return fault_in(f"{FOLDER}/{name}", text, fault)


def _faults(letter: Letter, known: Mapping[str, KnownField]) -> Iterator[Fault]:
    names = {field.id for field in letter.fields} | set(known)
    sources = {source.id for source in letter.sources}
    for path, text in _texts(letter):
        yield from _block_faults(text, path, names)
    carried = {element for block in letter.blocks for element in block.elements}
    for index, element in enumerate(letter.elements):
        if element.id not in carried:
            yield Fault(f"elements[{index}].id", f"{element.id!r} is carried by no block")
    for element_id in sorted(carried - {element.id for element in letter.elements}):
        yield Fault("elements", f"{element_id!r} is in no [[elements]]")
    for index, statement in enumerate(letter.statements):
        if statement.source not in sources:
            yield Fault(f"statements[{index}].source", f"{statement.source!r} is in no [[sources]]")
    if letter.deadline is not None and letter.deadline.why.source not in sources:
        yield Fault("deadline.why.source", "is in no [[sources]]")


def _texts(letter: Letter) -> Iterator[tuple[str, Block | Attachment]]:
    for index, block in enumerate(letter.blocks):
        yield f"blocks[{index}]", block
    for index, attachment in enumerate(letter.attachments):
        yield f"attachments[{index}]", attachment


def _block_faults(block: Block | Attachment, path: str, names: set[str]) -> Iterator[Fault]:
    french, english = FIELD.findall(block.fr), FIELD.findall(block.en)
    if sorted(set(french)) != sorted(set(english)):
        yield Fault(f"{path}.en", "names other [[fields]] than the French text")
    asked = [re.split(r"!?=", part.strip().lstrip("!"))[0] for part in block.when.split(",")]
    for name in (*french, *filter(None, asked)):
        if name not in names:
            yield Fault(path, f"[[{name}]] is asked for nowhere and known nowhere")
