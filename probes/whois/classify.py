"""What became of a look-up, told from the words of the answer before any value is read from it."""

import re
import tomllib
from functools import cache
from importlib import resources
from itertools import islice

from probes.interface import LookupState

# The order matters: a throttled answer may go on with "No entries found".
_ORDER = (
    LookupState.THROTTLED,
    LookupState.REFUSED,
    LookupState.RESERVED,
    LookupState.AVAILABLE,
)
# Labels that only an answer about a registered name fills in, in the languages registries use.
_DATA_LINE = re.compile(
    r"^[ \t*\[]*(?:registrar|sponsoring registrar|registrant|registrant name|holder|holder-c|owner"
    r"|creation date|created(?: on)?|registered(?: on| date)?|registration date|activated"
    r"|expir(?:y|ation|es)[a-z ]*|paid-till|renewal date|nserver|name ?servers?|domain servers"
    r"|updated date|last[- ]updated?|changed|modified"
    r"|titular|fecha de [a-z ]+|ultima actualizacion)"
    r"[ \t.\]]*:[ \t]*(?:\n[ \t]+)?[^\s:]",
    re.IGNORECASE | re.MULTILINE,
)
_ENOUGH_DATA = 2


def classify(text: str) -> LookupState | None:
    """Return what the words of the answer say; None when they announce nothing but data.

    An answer with several lines of registration data is never taken for one of the four refusals:
    whoever registers a name also chooses words that are shown in the answer.
    """
    if len(list(islice(_DATA_LINE.finditer(text), _ENOUGH_DATA))) == _ENOUGH_DATA:
        return None
    for state in _ORDER:
        if _phrases()[state].search(text):
            return state
    return None


@cache
def _phrases() -> dict[LookupState, re.Pattern[str]]:
    text = resources.files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return {
        state: re.compile("|".join(table[state.value]), re.IGNORECASE | re.MULTILINE)
        for state in _ORDER
    }
