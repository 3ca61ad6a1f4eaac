"""BagIt manifests (RFC 8493): one line per file, its SHA-256, two spaces, its path.

Read in exactly the form we write: sorted, one final newline, nothing else. So a manifest cannot
change without being noticed, not even by a blank.
"""

import hashlib
import re
from collections.abc import Mapping

from exports.errors import ManifestError

MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
LINE = re.compile(r"([0-9a-f]{64})  ([\x21-\x7e]+)")


def sha256(content: bytes) -> str:
    """Give the hash of a file as manifests write it."""
    return hashlib.sha256(content).hexdigest()


def dump(digests: Mapping[str, str]) -> bytes:
    """Write a manifest."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode("ascii")


def parse(content: bytes) -> dict[str, str]:
    """Read a manifest; raise ManifestError at the first line that is not in its exact form."""
    digests: dict[str, str] = {}
    previous = ""
    *lines, rest = content.decode("ascii", "replace").split("\n")
    for number, line in enumerate(lines, start=1):
        found = LINE.fullmatch(line)
        if found is None or found[2] <= previous:
            raise ManifestError(number)
        previous = found[2]
        digests[previous] = found[1]
    if rest or not digests:
        raise ManifestError(len(lines) + 1)
    return digests
