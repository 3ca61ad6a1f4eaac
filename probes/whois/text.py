"""A WHOIS answer as lines of text: decoded, bounded, without control characters."""

import re

ANSWER_BYTES = 65_536
LINE_CHARACTERS = 1_024

# Bytes that make no control character: C2 begins those that UTF-8 writes in two bytes.
_PLAIN = bytes({*b"\t\n\r", *range(0x20, 0x7F), *range(0x80, 0x100)} - {0xC2})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def readable(raw: bytes) -> str:
    """Decode an answer (UTF-8, else Windows-1252, which never fails) and bound it.

    RFC 3912 names no character set. Lines are cut at 1 kB and the whole at 64 kB: a registry sends
    neither, and the cost of every parser below is bounded by it.
    """
    head = raw[:ANSWER_BYTES]
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut_inside_a_character = len(raw) > ANSWER_BYTES and error.start >= len(head) - 4
        text = (
            head[: error.start].decode("utf-8-sig")
            if cut_inside_a_character
            else head.decode("cp1252", errors="replace")
        )
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if max(map(len, lines)) > LINE_CHARACTERS:
        lines = [line[:LINE_CHARACTERS] for line in lines]
    if head.translate(None, _PLAIN):  # most answers have nothing to take out
        lines = [_CONTROL.sub("", line) for line in lines]
    return "\n".join(map(str.rstrip, lines))
