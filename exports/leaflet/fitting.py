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
SIZES = (8.4, 8.6, 8.8, 9.0, 9.2, 9.4, 9.6)
"""Of type, in points."""
TITLE, DETAIL, PROOF = range(3)
"""How far a step is told: its title; what to do; and how one sees that it worked."""
TOLD = (
    (PROOF, PROOF, PROOF, PROOF),
    (PROOF, PROOF, DETAIL, DETAIL),
    (DETAIL, DETAIL, DETAIL, DETAIL),
    (DETAIL, DETAIL, TITLE, TITLE),
    (TITLE, DETAIL, TITLE, TITLE),
    (TITLE, TITLE, TITLE, TITLE),
)
"""What is tried, in order: for each situation, how far its steps are told.

Who needs paper most is left without an answer, so the silent situation keeps its detail longest.
"""


def fit(leaflet: Data) -> bytes:
    """Typeset a leaflet; same data, same bytes."""
    edited = datetime.fromisoformat(str(leaflet["edited_on"])).replace(tzinfo=UTC)
    return typeset(TEMPLATE, _fitted(leaflet), timestamp=int(edited.timestamp()))


def _fitted(leaflet: Data) -> Data:
    smallest = ({**leaflet, "told": told, "size": SIZES[0]} for told in TOLD)
    fitting = next((each for each in smallest if not _is_too_long(each)), None)
    if fitting is None:
        return {**leaflet, "told": TOLD[-1], "size": SIZES[0]}
    larger = [{**fitting, "size": size} for size in SIZES]
    return larger[bisect_left(larger, True, lo=1, key=_is_too_long) - 1]


def _is_too_long(leaflet: Data) -> bool:
    return bool(measure(TEMPLATE, leaflet, label="pages") > PAGES)
