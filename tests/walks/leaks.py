"""What an answer holds that its reader may not see."""

import io
import re
import zipfile
from collections.abc import Iterator

from werkzeug.test import TestResponse

from tests.walks.marking import HERE, THERE
from tests.walks.visitors import NOBODY, OUTSIDERS, STRANGER
from tests.walks.world import Side, World

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def leaks(answer: TestResponse, world: World, visitor: str, address: str) -> list[str]:
    """Return every text and id of a practice that is not the visitor's, in the answer.

    What they asked for themselves, by its id in the address, tells them nothing.
    """
    read = "\n".join([content_of(answer), *(f"{name}: {value}" for name, value in answer.headers)])
    found: list[str] = []
    if visitor in OUTSIDERS:
        found += sorted(each for each in world.here.hidden if each in read)
    asked = set(_ID.findall(address))
    for side, letters in _foreign(world, visitor):
        # With its number: one of some thousand signed tokens bears the letters by chance.
        marks = re.finditer(rf"{letters}\d{{5}}", read)
        found += [read[place.start() :][:40] for place in marks]
        found += sorted((set(_ID.findall(read)) & side.ids) - asked)
    return found


def _foreign(world: World, visitor: str) -> Iterator[tuple[Side, str]]:
    if visitor != STRANGER:
        yield world.there, THERE
    if visitor in {STRANGER, NOBODY}:
        yield world.here, HERE


def content_of(answer: TestResponse) -> str:
    """Return what an answer holds, as text; of a pack, what its files hold."""
    content = answer.get_data()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            content = b"\n".join([pack.read(name) for name in pack.namelist()])
    return content.decode("utf-8", errors="replace")
