"""A second opinion on mail: checkdmarc, on the same zones over the same wire."""

from tests.bench.mail.both import disagreements, explained
from tests.bench.mail.world import served, zones


async def test_every_difference_from_checkdmarc_is_known_and_explained() -> None:
    assert len(zones()) >= 40
    with served() as world:
        assert await disagreements(world) == explained()
