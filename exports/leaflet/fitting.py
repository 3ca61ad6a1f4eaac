"""Two pages and no more: the largest type, and the most detail, that fit on them.

What is left out first is what the page in the service still says: how one sees that a step worked,
then the detail of steps in the situations that come last. Titles are never left out: a kind too
long even so runs on to a third page rather than lose a step.
"""

from bisect import bisect_left
from datetime import UTC, datetime
from pathlib import Path

from exports.typesetting.typeset import Data, measure, typeset

TEMPLATE = Path(__file__).with_name("leaflet.typ")
PAGES = 2
SIZES = (8.2, 8.4, 8.6, 8.8, 9.0, 9.2, 9.4, 9.6)
"""Of type, in points."""
COMFORTABLE, SMALLEST = 8.8, SIZES[0]
TITLE, DETAIL, PROOF = range(3)
"""How far a step is told: its title; what to do; and how one sees that it worked."""
WAYS = (
    ((PROOF, PROOF, PROOF, PROOF), COMFORTABLE),
    ((PROOF, PROOF, DETAIL, DETAIL), COMFORTABLE),
    ((DETAIL, DETAIL, DETAIL, DETAIL), COMFORTABLE),
    ((DETAIL, DETAIL, TITLE, TITLE), SMALLEST),
    ((TITLE, DETAIL, TITLE, TITLE), SMALLEST),
    ((TITLE, TITLE, TITLE, TITLE), SMALLEST),
)
"""What is tried, in order: for each situation, how far its steps are told, in type no smaller than.

Who needs paper most is left without an answer, so the silent situation keeps its detail longest.
"""


def fit(leaflet: Data) -> bytes:
    """Typeset a leaflet; same data, same bytes."""
    edited = datetime.fromisoformat(str(leaflet["edited_on"])).replace(tzinfo=UTC)
    return typeset(TEMPLATE, _fitted(leaflet), timestamp=int(edited.timestamp()))


def _fitted(leaflet: Data) -> Data:
    for told, least in WAYS:
        tries = [{**leaflet, "told": told, "size": size} for size in SIZES if size >= least]
        if not _is_too_long(tries[0]):
            return tries[bisect_left(tries, True, lo=1, key=_is_too_long) - 1]
    return {**leaflet, "told": WAYS[-1][0], "size": SMALLEST}


def _is_too_long(leaflet: Data) -> bool:
    return bool(measure(TEMPLATE, leaflet, label="pages") > PAGES)
