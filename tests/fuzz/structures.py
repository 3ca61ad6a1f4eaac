"""Mutations of answers that have a structure: JSON members, DNS and DER lengths."""

import json
from dataclasses import dataclass
from random import Random

from tests.fuzz import mutations
from tests.fuzz.mutations import Mutation, flip_bits, long_word, salt, splice

_MOST_NODES = 5_000
_FEW_NODES = 200
_MOST_DEPTH = 60
_DEPTHS = [5, 60, 2_000, 60_000]
# What JSON allows and nobody expects; `\ud800` is half a character.
_LITERALS = [
    "null", "true", "[]", "{}", "0", "-1", "1e999", "NaN", "-Infinity", "9" * 5_000, '""', "[[]]",
    '"\\ud800"', '"\\u202e\\u0000"', '{"":null}', "[null,0,{}]", '"' + "a" * 20_000 + '"', "1.5",
    '"' + "é" * 300 + '"', '["vcard",[["fn",{},"text",{}],["adr",{},"text",[[],[[]]]],[]]]',
]  # fmt: skip


@dataclass(kw_only=True)
class Node:
    """A place in a JSON text: what is written there, or what it holds, keys possibly twice."""

    literal: str = ""
    items: "list[Node] | None" = None
    members: "list[tuple[str, Node]] | None" = None

    def write(self) -> str:
        """Return it as JSON text."""
        if self.items is not None:
            return f"[{','.join(item.write() for item in self.items)}]"
        if self.members is not None:
            pairs = (f"{json.dumps(key)}:{value.write()}" for key, value in self.members)
            return f"{{{','.join(pairs)}}}"
        return self.literal

    def inner(self) -> "list[Node]":
        """Return every place below and including this one, up to a bound."""
        found, at = [self], 0
        while at < len(found) < _MOST_NODES:
            node = found[at]
            found += node.items or [value for _, value in node.members or []]
            at += 1
        return found

    def become(self, other: "Node") -> None:
        """Hold what another place holds."""
        self.literal, self.items, self.members = other.literal, other.items, other.members


def change_json(raw: bytes, donor: bytes, chance: Random) -> bytes:
    """Swap types, double keys, nest, borrow; text that is no JSON is salted instead."""
    tree, other = _read(raw), _read(donor)
    if tree is None:
        return salt(raw, donor, chance)
    for _ in range(chance.choice([1, 2, 8])):
        _worsen(chance.choice(tree.inner()), other, chance)
    return tree.write().encode("utf-8", "surrogatepass")


def _read(raw: bytes) -> Node | None:
    try:
        return _node(json.loads(raw, object_pairs_hook=_Pairs))
    except (ValueError, RecursionError):
        return None


class _Pairs(list[tuple[str, object]]):
    """The members of an object, in order, keys possibly twice."""


def _node(value: object, depth: int = 0) -> Node:
    if depth > _MOST_DEPTH:
        raise RecursionError
    if isinstance(value, _Pairs):
        return Node(members=[(key, _node(item, depth + 1)) for key, item in value])
    if isinstance(value, list):
        return Node(items=[_node(item, depth + 1) for item in value])
    return Node(literal=json.dumps(value))


def _worsen(place: Node, other: Node | None, chance: Random) -> None:
    how = chance.randrange(7)
    if how == 0 and place.members:
        _trouble_members(place.members, chance)
    elif how == 1 and place.items and len(place.inner()) < _FEW_NODES:
        place.items *= chance.choice([2, 40])
    elif how == 2 and other is not None:
        place.become(Node(literal=chance.choice(other.inner()).write()))
    elif how == 3:
        inside, depth = Node(literal=place.write()), chance.choice(_DEPTHS)
        left, right = chance.choice([("[", "]"), ('{"entities":[', "]}")])
        place.become(Node(literal=f"{left * depth}{inside.literal}{right * depth}"))
    elif how == 4:
        place.become(Node(items=[Node(literal=place.write())]))
    elif how == 5:
        place.become(Node(literal=json.dumps({"description": place.write(), "value": [1]})))
    else:
        place.become(Node(literal=chance.choice(_LITERALS)))


def _trouble_members(members: list[tuple[str, Node]], chance: Random) -> None:
    at = chance.randrange(len(members))
    key, value = members[at]
    how = chance.randrange(4)
    if how == 0:  # the same key twice, with another value
        members.insert(
            chance.randint(0, len(members)), (key, Node(literal=chance.choice(_LITERALS)))
        )
    elif how == 1:
        members[at] = (chance.choice([key.upper(), key.lower(), key + "\u200b", ""]), value)
    elif how == 2:
        del members[at]
    else:  # two members change places
        elsewhere = chance.randrange(len(members))
        members[at], members[elsewhere] = (
            (key, members[elsewhere][1]),
            (members[elsewhere][0], value),
        )


def wrong_length(raw: bytes, _donor: bytes, chance: Random) -> bytes:
    """Put a byte or two where a length, a count or a tag may stand."""
    at = chance.randint(0, max(0, len(raw) - 1))
    told = chance.choice([b"\x00", b"\xff", b"\x80", b"\x84\xff\xff\xff\xff", b"\xff\xff", b"\x30"])
    return raw[:at] + told + raw[at + len(told) :]


def step_byte(raw: bytes, _donor: bytes, chance: Random) -> bytes:
    """Count a few bytes one up or down: off-by-one lengths that still look right."""
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 3) if raw else 0):
        at = chance.randrange(len(raw))
        changed[at] = (changed[at] + chance.choice([1, -1])) % 256
    return bytes(changed)


def point_back(raw: bytes, _donor: bytes, chance: Random) -> bytes:
    """Put a DNS compression pointer anywhere, to anywhere: loops, forward, into the header."""
    at, target = chance.randint(0, len(raw)), chance.randrange(max(1, min(len(raw) + 20, 16_384)))
    return raw[:at] + (0xC000 | target).to_bytes(2, "big") + raw[at + 2 :]


def nest_der(raw: bytes, _donor: bytes, chance: Random) -> bytes:
    """Wrap a piece into many sequences, as a reader without a limit would follow down."""
    at = chance.randint(0, len(raw))
    return raw[:at] + b"\x30\x80" * chance.choice([10, 1_000, 20_000]) + raw[at:]


JSON: tuple[Mutation, ...] = (*[change_json] * 8, *mutations.TEXT)
DNS: tuple[Mutation, ...] = (
    flip_bits, flip_bits, step_byte, step_byte, wrong_length, point_back, point_back, splice,
    mutations.cut, mutations.end_early, mutations.cross, mutations.repeat_piece,
)  # fmt: skip
DER: tuple[Mutation, ...] = (
    flip_bits, flip_bits, step_byte, step_byte, wrong_length, splice, nest_der, long_word, salt,
    mutations.cut, mutations.end_early, mutations.cross, mutations.repeat_piece,
)  # fmt: skip
