"""Pages fetched within bounds: one request each, the beginning of a long one, nothing run."""

from collections.abc import Iterator

from probes.asking import Means
from probes.transport import https

_ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"


def addresses_of(host: str) -> Iterator[str]:
    """Yield where a site may be, in the order in which it is looked for."""
    yield f"https://{host}/"
    if not host.startswith("www."):
        yield f"https://www.{host}/"
    yield f"http://{host}/"


async def fetch(means: Means, url: str) -> https.Page:
    """Fetch a page, or as much of it as is read of any; raises ExchangeError."""
    way = https.Way(
        wire=means.wire,
        resolver=means.resolver,
        client=means.client,
        limit=means.options.limits.page_bytes,
        accept=_ACCEPT,
        takes_beginning=True,
    )
    return await https.get(way, url)
