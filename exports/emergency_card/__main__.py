"""Read a card (JSON) on standard input, write its PDF, of one page, on standard output."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from exports.errors import CardError
from exports.typesetting.limits import serve
from exports.typesetting.typeset import Data, measure, typeset

TEMPLATE = Path(__file__).with_name("card.typ")
SIZES = (10.2, 9.9, 9.6, 9.2, 8.8, 8.4, 8.0, 7.6)
"""Of type, in points: the largest that fits."""


def _set(card: Data) -> bytes:
    made = datetime.fromisoformat(str(card["made_on"])).replace(tzinfo=UTC)
    for size in SIZES:
        sized = {**card, "size": size}
        if measure(TEMPLATE, sized, label="pages") == 1:
            return typeset(TEMPLATE, sized, timestamp=int(made.timestamp()))
    raise CardError("the card says more than one page holds")


if __name__ == "__main__":
    sys.exit(serve("the card", lambda given: _set(json.loads(given))))
