"""Pairs made up by the thousand, of which the truth is known because it came first."""

from random import Random

from probes.interface import Contact, Privacy, Registration
from tests.calibration import holders, strangers
from tests.calibration.firms import on_file, practice, provider
from tests.calibration.holders import Drawn, World
from tests.calibration.pairs import Pair
from tests.calibration.strangers import Scenario

FAMILY = "generated"

# How often each way comes about, in parts of a thousand: an estimate of a portfolio of French
# practices, not a measure. Most names are plainly the practice's, plainly a provider's, or hidden.
_SHARES: dict[Scenario, int] = {
    holders.practice_by_name: 400,
    holders.practice_by_brand: 45,
    holders.practice_by_person: 95,
    holders.practice_by_staff: 8,
    strangers.hidden: 130,
    strangers.nothing: 30,
    strangers.privacy_service: 25,
    strangers.unknown_company: 20,
    strangers.unknown_person: 15,
    strangers.unknown_agency: 30,
    strangers.colleague: 10,
    strangers.trader: 10,
    strangers.alike: 20,
    strangers.relative: 8,
    strangers.related: 15,
    strangers.left: 8,
    strangers.other_number: 5,
}
_SHARES_OF_PROVIDERS: dict[Scenario, int] = {
    holders.provider_by_name: 100,
    holders.provider_by_person: 20,
}


def generate(count: int, seed: int) -> tuple[Pair, ...]:
    """Make up so many pairs; the same seed gives the same ones."""
    rng = Random(seed)
    return tuple(_pair(f"generated {seed}-{number}", rng) for number in range(1, count + 1))


def _pair(name: str, rng: Random) -> Pair:
    world = _world(rng)
    shares = _SHARES | _SHARES_OF_PROVIDERS if world.providers else _SHARES
    drawn = rng.choices(tuple(shares), weights=tuple(shares.values()))[0](world, rng)
    return Pair(
        id=name,
        family=FAMILY,
        practice=world.practice_on_file,
        providers=world.providers_on_file,
        registration=_registration(drawn),
        holder=drawn.holder,
        is_open=drawn.is_open,
        why=drawn.why,
    )


def _world(rng: Random) -> World:
    firm = practice(rng)
    helpers = tuple(provider(rng) for _ in range(rng.choice((0, 1, 1, 1, 2, 3))))
    return World(
        practice=firm,
        practice_on_file=on_file(firm, rng),
        providers=helpers,
        providers_on_file=tuple(on_file(one, rng) for one in helpers),
    )


def _registration(drawn: Drawn) -> Registration:
    fields = {key: value for key, value in drawn.fields.items() if value is not None}
    registrant = Contact(roles=("registrant",), **fields) if fields else None
    return Registration(
        domain="x.example",
        registrant=registrant,
        contacts=(registrant,) if registrant else (),
        privacy=_privacy(registrant),
    )


def _privacy(registrant: Contact | None) -> Privacy:
    if registrant is None or not (registrant.masked or registrant.name or registrant.organization):
        return Privacy.ABSENT
    return Privacy.REDACTED if registrant.masked else Privacy.PUBLIC
