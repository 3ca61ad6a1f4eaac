"""Read a list of exhibits (JSON) and their sheets on standard input, write the bundle as a PDF."""

import sys

from exports.exhibits.bundling import bundle
from exports.exhibits.framing import unframe
from exports.typesetting.limits import serve


def make(given: bytes) -> bytes:
    """Make the bundle, or its list alone; same input, same bytes."""
    said, sheets = unframe(given)
    return bundle(said["list"], sheets, is_list_only=said["is_list_only"])


if __name__ == "__main__":
    sys.exit(serve("the bundle of exhibits", make))
