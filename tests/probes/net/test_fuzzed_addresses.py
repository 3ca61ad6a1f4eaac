"""Dangerous addresses made by chance, in every dress and on every way: none is connected to."""

from collections.abc import Iterator
from ipaddress import IPv4Address, ip_address
from random import Random

from probes.transport.addresses import Address, refusal
from tests.probes.net.attempts import attempt
from tests.probes.net.dangerous import DANGEROUS
from tests.probes.net.dressings import dressed, embedded, fuzzed

SEED = 20_261_124


def _made(count: int) -> Iterator[Address]:
    chance = Random(SEED)
    for address in fuzzed(chance, count):
        yield address
        if isinstance(address, IPv4Address):
            yield from embedded(address, chance)


def test_every_address_of_a_closed_network_is_refused_and_so_are_those_that_carry_it() -> None:
    assert [str(address) for address in _made(5_000) if refusal(address) is None] == []


def test_the_same_seed_makes_the_same_addresses_and_dresses() -> None:
    assert list(_made(100)) == list(_made(100))
    both = [list(dressed(ip_address("127.0.0.1"), Random(SEED))) for _ in range(2)]
    assert both[0] == both[1]


async def test_no_way_leads_to_a_dangerous_address() -> None:
    tallies = await attempt(150, SEED)
    assert {told: tally.elsewhere for told, tally in tallies.items() if tally.elsewhere} == {}
    assert all(tally.attempts >= len(DANGEROUS) and tally.reached for tally in tallies.values())
