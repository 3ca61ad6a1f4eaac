"""One document and the files it needs, as one run of bytes: how a child process is told of both."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

Said = Mapping[str, Any]
"""What JSON holds."""


def frame(said: Said, files: Sequence[bytes] = ()) -> bytes:
    """Write a line of JSON, then the files one after the other."""
    line = json.dumps({"said": said, "lengths": [len(each) for each in files]}, ensure_ascii=False)
    return b"".join([line.encode(), b"\n", *files])


def unframe(given: bytes) -> tuple[Said, list[bytes]]:
    """Read what `frame` wrote."""
    end = given.index(b"\n")
    line = json.loads(given[:end])
    files, at = [], end + 1
    for length in line["lengths"]:
        files.append(given[at : at + length])
        at += length
    return line["said"], files
