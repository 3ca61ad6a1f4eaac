"""Names that a practice or its provider truly holds, and what is then published.

One function for each way it comes about; the truth comes first, so it is known.
"""

from dataclasses import dataclass
from random import Random
from typing import Any

from probes.interface import HolderClass, Identity
from tests.calibration.addresses import Fields, beside_firm, beside_person, ties
from tests.calibration.firms import Firm, person
from tests.calibration.spelling import written, written_firm, written_person


@dataclass(frozen=True, kw_only=True)
class World:
    """A practice and its providers, as they are and as they are on file."""

    practice: Firm
    practice_on_file: Identity
    providers: tuple[Firm, ...]
    providers_on_file: tuple[Identity, ...]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One published contact and its truth."""

    fields: dict[str, Any]
    holder: HolderClass
    is_open: bool = False
    why: str


def practice_by_name(world: World, rng: Random) -> Drawn:
    """Publish the practice under its legal name."""
    firm = world.practice
    beside = beside_firm(firm, _helper(world, rng), rng)
    seen = ties(beside, world.practice_on_file)
    is_away = bool(beside.get("city")) and not seen.is_any
    names = {"organization": written_firm(firm, rng)}
    if rng.random() < 0.25:
        names["name"] = written_person(rng.choice(firm.people), firm.title, rng)
    return Drawn(
        fields=beside | names | published_number(firm.siren, 0.08, rng),
        holder=HolderClass.PRACTICE,
        is_open=not seen.is_any and (firm.is_common or is_away),
        why="The practice registered it under its legal name.",
    )


def practice_by_brand(world: World, rng: Random) -> Drawn:
    """Publish the practice under a trading name, where it has one."""
    firm = world.practice
    if not firm.brands:
        return practice_by_name(world, rng)
    brand, beside = rng.choice(firm.brands), beside_firm(firm, _helper(world, rng), rng)
    is_known = brand in world.practice_on_file.trading_names
    return Drawn(
        fields=beside | {"organization": written(brand, rng)},
        holder=HolderClass.PRACTICE,
        is_open=_is_open(beside, world.practice_on_file, is_known=is_known),
        why="The practice registered it under a trading name.",
    )


def practice_by_person(world: World, rng: Random) -> Drawn:
    """Publish somebody of the practice, in their own name."""
    firm, on_file = world.practice, world.practice_on_file
    somebody, beside = rng.choice(firm.people), beside_person(firm, rng)
    kind = {"kind": "individual"} if rng.random() < 0.5 else {}
    is_known = any(somebody == one.name for one in on_file.people)
    return Drawn(
        fields=beside | {"name": written_person(somebody, firm.title, rng)} | kind,
        holder=HolderClass.PRACTICE,
        is_open=not is_known and not ties(beside, on_file).direct,
        why="An associate registered it in their own name.",
    )


def practice_by_staff(world: World, rng: Random) -> Drawn:
    """Publish somebody of the practice's staff, who is on no file."""
    beside = beside_person(world.practice, rng)
    return Drawn(
        fields=beside | {"name": written_person(person(rng), "", rng)},
        holder=HolderClass.PRACTICE,
        is_open=_is_open(beside, world.practice_on_file, is_known=False),
        why="The secretary registered it for the practice.",
    )


def provider_by_name(world: World, rng: Random) -> Drawn:
    """Publish a provider, now and then under a brand or beside a person of the practice."""
    place = rng.randrange(len(world.providers))
    firm, on_file = world.providers[place], world.providers_on_file[place]
    by_brand = bool(firm.brands) and rng.random() < 0.3
    text = written(firm.brands[0], rng) if by_brand else written_firm(firm, rng)
    beside, names = beside_firm(firm, None, rng), {"organization": text}
    if rng.random() < 0.2:
        client = world.practice
        names["name"] = written_person(rng.choice(client.people), client.title, rng)
    is_known = bool(on_file.trading_names)
    return Drawn(
        fields=beside | names | published_number(firm.siren, 0.08, rng),
        holder=HolderClass.PROVIDER,
        is_open=by_brand and _is_open(beside, on_file, is_known=is_known),
        why="The provider registered it in its own name.",
    )


def provider_by_person(world: World, rng: Random) -> Drawn:
    """Publish somebody of a provider, in their own name."""
    place = rng.randrange(len(world.providers))
    firm, on_file = world.providers[place], world.providers_on_file[place]
    is_known = bool(on_file.people) or firm.name == firm.people[0]
    beside = beside_person(firm, rng)
    return Drawn(
        fields=beside | {"name": written_person(firm.people[0], "", rng)},
        holder=HolderClass.PROVIDER,
        is_open=not is_known and not ties(beside, on_file).direct,
        why="Somebody of the provider registered it in their own name.",
    )


def _is_open(beside: Fields, on_file: Identity, *, is_known: bool) -> bool:
    """Tell whether nobody could say whose a name is: an unknown one needs mail or telephone."""
    seen = ties(beside, on_file)
    return not (seen.is_any if is_known else seen.direct)


def _helper(world: World, rng: Random) -> Firm | None:
    return rng.choice(world.providers) if world.providers else None


def published_number(siren: str, chance: float, rng: Random) -> dict[str, Any]:
    """Return a company number now and then, one in ten with a wrong digit."""
    if rng.random() >= chance:
        return {}
    if rng.random() < 0.1:
        return {"identifiers": (("siren", siren[:-1] + str((int(siren[-1]) + 1) % 10)),)}
    return {"identifiers": (("siren", siren),)}
