"""Ask a site for the file of a challenge, and for one that nobody has placed, at each address."""

import asyncio
from dataclasses import dataclass, replace

from probes.asking import Means, put
from probes.challenge.token import Expected, nobodys_path, page_path, read_token
from probes.interface import LookupState, Message, Observation, Placed, message
from probes.transport.addresses import Address
from probes.transport.faults import ExchangeError
from probes.transport.https import Page, Way, get

_ADDRESSES_ASKED = 8
LONGEST = 4_096
"""Bytes of a file that are read: the value has sixty."""
_FOUND = 200


@dataclass(frozen=True, kw_only=True)
class SiteHeard:
    """What the site shows at one address, the secure way or else in clear."""

    host: str
    address: str
    placed: Placed
    is_secure: bool
    another_value: bool
    messages: tuple[Message, ...]
    observations: tuple[Observation, ...]


async def ask_site(host: str, means: Means, expected: Expected) -> tuple[SiteHeard, ...]:
    """Ask at each address of the site: somebody else may answer at one of them.

    An address that this machine has no way to says nothing, where another can be asked.
    """
    try:
        ends = await means.resolver.endpoints(host, 443)
    except ExchangeError:
        return (await _ask_at(_Asked(means=means, expected=expected, host=host)),)
    asked = (
        _Asked(means=means, expected=expected, host=host, at=end.address)
        for end in ends[:_ADDRESSES_ASKED]
    )
    told = await asyncio.gather(*map(_ask_at, asked))
    return tuple(heard for heard in told if not _is_no_way(heard)) or tuple(told)


async def _ask_at(asked: "_Asked") -> SiteHeard:
    """Ask over https; in clear where no secure connection can be had."""
    secure = await asked.ask("https")
    if secure.placed.seen is not None or _leads_away(secure):
        return secure
    plain = await asked.ask("http")
    return replace(
        plain,
        observations=(*secure.observations, *plain.observations),
        messages=tuple(dict.fromkeys((*secure.messages, *plain.messages))),
    )


def _is_no_way(heard: SiteHeard) -> bool:
    return {said.code for said in heard.messages} == {"NET01_NO_ROUTE"}


def _leads_away(heard: SiteHeard) -> bool:
    return any(said.code == "NET01_OTHER_HOST" for said in heard.messages)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    means: Means
    expected: Expected
    host: str
    at: Address | None = None

    async def ask(self, scheme: str) -> SiteHeard:
        url = f"{scheme}://{self.host}{page_path()}"
        page, observation = await self._get(url)
        token = _token(page)
        seen = None if page is None else token is not None and self.expected.is_met_by(token)
        observations = [replace(observation, facts=Placed(where=url, seen=seen))]
        seen_elsewhere = False
        if seen:
            other, beside = await self._get(f"{scheme}://{self.host}{nobodys_path()}")
            found = _token(other)
            seen_elsewhere = found is not None and self.expected.is_met_by(found)
            there = Placed(where=beside.question, seen=seen_elsewhere if other else None)
            observations.append(replace(beside, facts=there))
            seen = None if other is None else seen
        return SiteHeard(
            host=self.host,
            address=str(self.at or observation.server.partition(" [")[2].removesuffix("]")),
            placed=Placed(where=url, seen=seen, seen_elsewhere=seen_elsewhere),
            is_secure=page is not None and page.url.startswith("https:"),
            another_value=token is not None and not seen,
            messages=tuple(said for each in observations for said in each.messages),
            observations=tuple(observations),
        )

    async def _get(self, url: str) -> tuple[Page | None, Observation]:
        means = self.means
        question = put(means, url, f"GET {url}")
        way = Way(
            wire=means.wire,
            resolver=means.resolver,
            client=means.client,
            limit=LONGEST,
            accept="text/plain, */*;q=0.1",
            takes_beginning=True,
            stays=True,
            at=self.at,
        )
        try:
            page = await get(way, url)
        except ExchangeError as error:
            return None, question.failed(error)
        return page, question.answered(
            page.body,
            LookupState.REGISTERED,
            server=page.server,
            messages=_remarks(page),
        )


def _token(page: Page | None) -> str | None:
    """Return the value of a file that holds nothing else; a page that merely has it shows none."""
    if page is None or page.status != _FOUND or not page.is_whole:
        return None
    return read_token(page.body.decode("utf-8", "replace"))


def _remarks(page: Page) -> tuple[Message, ...]:
    if page.status != _FOUND:
        return (message("CTL02_STATUS", url=page.url, status=str(page.status)),)
    if _token(page) is None:
        return (message("CTL02_ANOTHER_PAGE", url=page.url),)
    return ()
