"""Read what an annex says (JSON) on standard input, write its PDF on standard output."""

import json
import sys
from pathlib import Path

from exports.typesetting.limits import serve
from exports.typesetting.typeset import typeset

TEMPLATE = Path(__file__).with_name("annex.typ")


def make(given: bytes) -> bytes:
    """Typeset an annex; same annex, same bytes."""
    data = json.loads(given)
    return typeset(TEMPLATE, data, timestamp=int(data["timestamp"]))


if __name__ == "__main__":
    sys.exit(serve("the annex", make))
