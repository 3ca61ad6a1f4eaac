"""Read a paper (JSON) on standard input, write its PDF on standard output."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from exports.typesetting.limits import serve
from exports.typesetting.typeset import Data, typeset

TEMPLATE = Path(__file__).with_name("paper.typ")


def _set(paper: Data) -> bytes:
    made = datetime.fromisoformat(str(paper["made_on"])).replace(tzinfo=UTC)
    return typeset(TEMPLATE, paper, timestamp=int(made.timestamp()))


if __name__ == "__main__":
    sys.exit(serve("the paper", lambda given: _set(json.loads(given))))
