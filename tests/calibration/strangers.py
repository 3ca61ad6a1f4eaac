"""Names that somebody else truly holds, or whose holder is not shown, and what is then published.

Municipalities, shops, mandates and other families of the held-out pairs are left to them.
"""

from collections.abc import Callable
from random import Random

from probes.interface import HolderClass
from tests.calibration.addresses import beside_firm, beside_stranger
from tests.calibration.firms import Firm, person, practice, provider, slug, stranger_siren
from tests.calibration.holders import Drawn, World, published_number
from tests.calibration.spelling import written, written_firm, written_person
from tests.calibration.vocabulary import vocabulary


def unknown_company(world: World, rng: Random) -> Drawn:
    """Publish a company that has nothing to do with the practice."""
    words = vocabulary()
    name = (
        f"{rng.choice(words.strangers)} {rng.choice(('SARL', 'SAS', '', '', 'SA', 'EURL'))}".strip()
    )
    fields = beside_stranger(name, world.practice, rng) | {"organization": written(name, rng)}
    return Drawn(
        fields=fields | published_number(stranger_siren(rng), 0.08, rng),
        holder=HolderClass.THIRD_PARTY,
        why="A company with nothing in common with the practice.",
    )


def unknown_person(world: World, rng: Random) -> Drawn:
    """Publish somebody whom neither party knows, or who left before the file was made."""
    name = person(rng)
    fields = beside_stranger(name, world.practice, rng) | {"name": written_person(name, "", rng)}
    return Drawn(
        fields=fields,
        holder=HolderClass.THIRD_PARTY,
        is_open=not world.practice_on_file.people or "city" not in fields,
        why="Somebody of whom nothing is on file.",
    )


def unknown_agency(world: World, rng: Random) -> Drawn:
    """Publish an agency or a host that the practice has not put on file."""
    firm = provider(rng)
    fields = beside_firm(firm, None, rng) | {"organization": written_firm(firm, rng)}
    if rng.random() < 0.3:
        client = world.practice
        fields["name"] = written_person(rng.choice(client.people), client.title, rng)
    return Drawn(
        fields=fields,
        holder=HolderClass.THIRD_PARTY,
        why="An earlier agency that is on no file.",
    )


def colleague(world: World, rng: Random) -> Drawn:
    """Publish another practice."""
    firm = practice(rng)
    name = written_firm(firm, rng)
    fields = beside_stranger(name, world.practice, rng) | {"organization": name}
    return Drawn(
        fields=fields | published_number(firm.siren, 0.05, rng),
        holder=HolderClass.THIRD_PARTY,
        why="Another practice.",
    )


def trader(_: World, rng: Random) -> Drawn:
    """Publish a foreign company, such as one that buys lapsed names."""
    words = vocabulary()
    name, (town, country) = rng.choice(words.foreign), rng.choice(words.foreign_towns)
    fields = {"organization": written(name, rng), "city": town, "country": country}
    return Drawn(fields=fields, holder=HolderClass.THIRD_PARTY, why="A foreign company.")


def alike(world: World, rng: Random) -> Drawn:
    """Publish a body that shares words with the practice."""
    firm, words = world.practice, vocabulary()
    trade = rng.choice(words.trades)
    names = [f"{text} {trade}" for text in firm.surnames[:1]]
    names += [*firm.brands, f"{trade} {firm.town.name}", *([firm.name] if firm.is_common else [])]
    text = rng.choice(names)
    is_bare = trade not in text
    # Only a surname is borne by two bodies of one town without any other word.
    neighbours = 0.15 if firm.surnames or not is_bare else 0
    fields = beside_stranger(text, firm, rng, neighbours=neighbours)
    is_elsewhere = fields.get("postcode", firm.town.postcode) != firm.town.postcode
    return Drawn(
        fields=fields | {"organization": written(text, rng)},
        holder=HolderClass.THIRD_PARTY,
        is_open=is_bare and not is_elsewhere,
        why="Another body that shares words with the practice.",
    )


def relative(world: World, rng: Random) -> Drawn:
    """Publish a relative or a namesake by surname of somebody of the practice."""
    surname = rng.choice(world.practice.people).split(" ", 1)[1]
    name = f"{rng.choice(vocabulary().first_names)} {surname}"
    fields = beside_stranger(name, world.practice, rng) | {"name": written_person(name, "", rng)}
    return Drawn(
        fields=fields,
        holder=HolderClass.THIRD_PARTY,
        is_open=True,
        why="Another person of the surname.",
    )


def related(world: World, rng: Random) -> Drawn:
    """Publish a company around the practice, declared or not."""
    firm = world.practice
    surname = rng.choice(firm.people).split(" ", 1)[1]
    text = rng.choice(firm.related or (f"SCI {surname}", f"{surname} Invest"))
    fields = beside_firm(firm, None, rng) | {"organization": written(text, rng)}
    return Drawn(
        fields=fields,
        holder=HolderClass.THIRD_PARTY,
        why="A company of the associates is another legal person.",
    )


def left(world: World, rng: Random) -> Drawn:
    """Publish an associate who left, while the file may still name them."""
    firm = world.practice
    somebody = rng.choice(firm.people)
    name = written_person(somebody, firm.title, rng)
    return Drawn(
        fields=beside_stranger(somebody, firm, rng) | {"name": name},
        holder=HolderClass.THIRD_PARTY,
        is_open=True,
        why="An associate who left and kept the name.",
    )


def other_number(world: World, rng: Random) -> Drawn:
    """Publish the practice's very name with the number of another company."""
    firm = world.practice
    fields = beside_firm(firm, None, rng) | {"organization": written_firm(firm, rng)}
    return Drawn(
        fields=fields | {"identifiers": (("siren", stranger_siren(rng)),)},
        holder=HolderClass.THIRD_PARTY,
        is_open=not world.practice_on_file.siren,
        why="An earlier company of the name, with a number of its own.",
    )


def hidden(world: World, rng: Random) -> Drawn:
    """Publish nothing but that the holder is hidden."""
    words, mail = vocabulary(), _mail_at_helper(world, rng)
    afnic = {"name": "Ano Nymous", "kind": "individual", "handle": "ANO00-FRNIC", "masked": True}
    text = rng.choice(words.redactions)
    icann = {"name": text, "organization": rng.choice((text, None)), "masked": rng.random() < 0.8}
    fields = rng.choices((afnic, icann), weights=(60, 40))[0] | mail
    return Drawn(fields=fields, holder=HolderClass.REDACTED, why="The source hides the holder.")


def nothing(world: World, rng: Random) -> Drawn:
    """Publish no holder at all, or a mere function."""
    function = {"name": rng.choice(vocabulary().functions)} if rng.random() < 0.6 else {}
    country = {"country": "FR"} if rng.random() < 0.5 else {}
    fields = function | country | _mail_at_helper(world, rng)
    return Drawn(fields=fields, holder=HolderClass.ABSENT, why="No holder is published.")


def privacy_service(_: World, rng: Random) -> Drawn:
    """Publish a service that stands in for the holder."""
    text = rng.choice(vocabulary().privacy_services)
    place = rng.choice(("organization", "organization", "name"))
    fields = {place: text, "email": f"{rng.randrange(16**6):06x}@{slug(text)}.example"}
    return Drawn(fields=fields, holder=HolderClass.PRIVACY, why="A service stands in.")


def _mail_at_helper(world: World, rng: Random) -> dict[str, str]:
    helpers: tuple[Firm, ...] = world.providers
    return {"email": rng.choice(helpers).mailbox} if helpers and rng.random() < 0.3 else {}


Scenario = Callable[[World, Random], Drawn]
