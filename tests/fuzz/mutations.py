"""Ways to mangle an answer: seeded, so that the same number always gives the same bytes."""

from collections.abc import Callable, Sequence
from random import Random

Mutation = Callable[[bytes, bytes, Random], bytes]
"""From an answer, another one to borrow from, and chance, to a worse answer."""

MOST_BYTES = 300_000
_MOST_AT_ONCE = 4
# Mostly small, so that there is time for many: every twentieth is as large as can be sent.
_TIMES = [1] * 6 + [3] * 5 + [20] * 5 + [300] * 3 + [5_000]
_LENGTHS = [300] * 8 + [1_100] * 8 + [5_000] * 3 + [70_000]

BLANKS = [b"\t", b"\xc2\xa0", b"\xe3\x80\x80", b"   ", b"\x0b", b""]
LINE_ENDS = [b"\r", b"\n\n", b"\r\n", b"\x0b", b"\xc2\x85", b"\xe2\x80\xa8", b"\n \t", b""]
# Right-to-left marks, zero-width, combining, digits that `int` refuses or reads, lone surrogates,
# an overlong slash, and what another protocol would take for its own.
SALT = [
    "\u202e", "\u2066", "\u200b", "\ufeff", "\u0301" * 40, "²", "٣", "①②⑦", "Ⅷ", "\u017f", "İ", "ß",
    "😀", "\x00", "\x1b[2J", "%s%n", "{0}", "<script>", "'; --", "../..", "a@b.c", "xn--", "::",
]  # fmt: skip
BROKEN = [b"\xed\xa0\x80", b"\xc0\xaf", b"\xff\xfe", b"\xf8\x88\x80\x80\x80", b"\x00", b"\x00" * 50]
WORDS = [b"a", b"@", b".", b"-", b"1", b":", b"%", b" ", b"a.", b"a@", b"\t", b"[", b"\\", b"ab "]
NUMBERS = [
    b"0", b"-1", b"00000000", b"99999999999999999999", b"1e999", b"-0", b"0x41", b"9" * 5_000,
    b"2147483648", b"0000-00-00", b"9999-12-31T23:59:59+14:00", b"10000-01-01", b"31/02/2026",
    b"29.02.1900", b"0001-01-01T00:00:00-23:59", b"24:60:60", b"NaN", "٢٠٢٦".encode(), "²".encode(),
]  # fmt: skip
_ENCODINGS = [
    "utf-16",
    "utf-16-be",
    "utf-32",
    "latin-1",
    "cp500",
    "utf-7",
    "utf-8-sig",
    "shift_jis",
]


def mutate(raw: bytes, donor: bytes, chance: Random, ways: Sequence[Mutation]) -> bytes:
    """Apply one to four mutations and bound the size, as the transport does."""
    for _ in range(chance.randint(1, _MOST_AT_ONCE)):
        raw = chance.choice(ways)(raw, donor, chance)[:MOST_BYTES]
    return raw


def flip_bits(raw: bytes, _donor: bytes, chance: Random) -> bytes:
    """Turn over a few bits."""
    flipped = bytearray(raw)
    for _ in range(chance.randint(1, 16) if raw else 0):
        flipped[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def cut(raw: bytes, _donor: bytes, chance: Random) -> bytes:
    """Leave a piece out."""
    start, end = _piece(raw, chance)
    return raw[:start] + raw[end:]


def end_early(raw: bytes, _donor: bytes, chance: Random) -> bytes:
    """Stop anywhere, as a connection that breaks."""
    return raw[: chance.randint(0, len(raw))]


def splice(raw: bytes, donor: bytes, chance: Random) -> bytes:
    """Put a piece of another answer somewhere."""
    start, end = _piece(donor, chance)
    return _insert(raw, donor[start:end], chance)


def cross(raw: bytes, donor: bytes, chance: Random) -> bytes:
    """Begin as one answer and end as another."""
    return raw[: chance.randint(0, len(raw))] + donor[chance.randint(0, len(donor)) :]


def repeat_piece(raw: bytes, _donor: bytes, chance: Random) -> bytes:
    """Say a piece many times."""
    start, end = _piece(raw, chance)
    return raw[:end] + _many(raw[start:end], chance.choice(_TIMES)) + raw[end:]


def repeat_line(raw: bytes, _donor: bytes, chance: Random) -> bytes:
    """Say a line many times."""
    lines = raw.split(b"\n")
    at = chance.randrange(len(lines))
    again = _many(lines[at] + b"\n", chance.choice(_TIMES))
    return b"\n".join([*lines[:at], again + lines[at], *lines[at + 1 :]])


def disorder_lines(raw: bytes, donor: bytes, chance: Random) -> bytes:
    """Shuffle, drop, indent, or swap the labels of lines with those of another answer."""
    lines, others = raw.split(b"\n"), donor.split(b"\n")
    how = chance.randrange(4)
    if how == 0:
        chance.shuffle(lines)
    for at in range(len(lines)):
        if how == 1 and chance.random() < 0.2:
            lines[at] = b""
        elif how == 2 and chance.random() < 0.3:
            lines[at] = chance.choice([b" ", b"\t", b"    ", b"> ", b"% "]) + lines[at]
        elif how == 3 and chance.random() < 0.1:
            lines[at] = _relabelled(lines[at], chance.choice(others))
    return b"\n".join(lines)


def long_word(raw: bytes, _donor: bytes, chance: Random) -> bytes:
    """Put a word, or a line of the same word, that does not end."""
    word = chance.choice(WORDS) * chance.choice(_LENGTHS)
    return _insert(raw, word, chance)


def encode_again(raw: bytes, _donor: bytes, chance: Random) -> bytes:
    """Send it in another character set, or encoded twice."""
    text = raw.decode(chance.choice(["utf-8", "cp1252"]), "replace")
    return text.encode(chance.choice(_ENCODINGS), "replace")


def salt(raw: bytes, _donor: bytes, chance: Random) -> bytes:
    """Sprinkle characters that turn, hide, or break the text."""
    for _ in range(chance.choice([1, 3, 40])):
        grain = chance.choice([*(text.encode() for text in SALT), *BROKEN])
        raw = _insert(raw, grain, chance)
    return raw


def number(raw: bytes, _donor: bytes, chance: Random) -> bytes:
    """Replace a run of digits by a number or a date that no registry means."""
    at = chance.randint(0, len(raw))
    start = next((i for i in range(at, len(raw)) if raw[i : i + 1].isdigit()), at)
    end = start
    while raw[end : end + 1].isdigit():
        end += 1
    return raw[:start] + chance.choice(NUMBERS) + raw[end:]


def separators(raw: bytes, _donor: bytes, chance: Random) -> bytes:
    """Change what stands between words, labels and lines."""
    old, new = chance.choice(
        [(b" ", BLANKS), (b"\n", LINE_ENDS), (b":", [b"=", b"::", b"\xef\xbc\x9a", b" :", b":\n "])]
    )
    return raw.replace(old, chance.choice(new), chance.choice([1, 5, -1]))


def _many(piece: bytes, times: int) -> bytes:
    return piece * min(times, MOST_BYTES // max(1, len(piece)) + 1)


def _insert(raw: bytes, piece: bytes, chance: Random) -> bytes:
    at = chance.randint(0, len(raw))
    return raw[:at] + piece + raw[at:]


def _piece(raw: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randint(0, len(raw))
    return start, min(len(raw), start + chance.choice([1, 8, 100, 2_000]))


def _relabelled(line: bytes, other: bytes) -> bytes:
    label, colon, _ = other.partition(b":")
    return label + colon + line.partition(b":")[2] if colon else line


TEXT: tuple[Mutation, ...] = (
    flip_bits, cut, end_early, splice, cross, repeat_piece, repeat_line, disorder_lines, long_word,
    encode_again, salt, number, separators,
)  # fmt: skip
