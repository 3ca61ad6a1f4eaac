"""The pairs that weights are fitted on: enough of them, invented, and apart from those held out."""

import re
from collections import Counter
from pathlib import Path

from stdnum.fr import siren

from probes.holder.identifiers import numbers_of
from probes.interface import HolderClass, Identity
from tests.calibration.generate import generate
from tests.calibration.pairs import Pair, load

HERE = Path(__file__).parent
TRAINING = load(HERE / "training")
HELD_OUT = load(HERE / "held_out")
FAMILIES = (
    "exact_names",
    "hidden",
    "identifiers",
    "near_names",
    "people",
    "provider_names",
    "related_entities",
    "ties",
    "trading_names",
    "unrelated",
)


GENERATED = generate(2_000, seed=1)
# Telephone numbers that are kept for fiction, and one of zeros.
FICTION = re.compile(r"(?:0|33)(?:19900|26191|35301|46571|53649|63998)\d{4}|330{10}")
# A mail service that many share has to be a real one: its boxes here are named as examples.
RESERVED = re.compile(r".+\.(?:example|test)|exemple\..+@.+|https://formulaire\.test/.*")


def digits(phone: str) -> str:
    return re.sub(r"\D", "", phone).removeprefix("00")


def parties(pairs: tuple[Pair, ...]) -> tuple[Identity, ...]:
    return tuple(party for pair in pairs for party in (pair.practice, *pair.providers))


def names(pairs: tuple[Pair, ...]) -> set[str]:
    return {
        " ".join(name.casefold().split())
        for party in parties(pairs)
        for name in (party.name, party.legal_name)
        if name
    }


def test_ids_are_unique_over_all_folders() -> None:
    counts = Counter(pair.id for pair in (*TRAINING, *HELD_OUT))
    assert [name for name, count in counts.items() if count > 1] == []


def test_there_are_enough_pairs_in_every_family() -> None:
    counts = Counter(pair.family for pair in TRAINING)
    assert tuple(sorted(counts)) == FAMILIES
    assert [family for family, count in counts.items() if count < 20] == []
    assert len(TRAINING) >= 220
    assert len(TRAINING) + len(HELD_OUT) >= 300


def test_training_and_held_out_share_no_family_and_no_party() -> None:
    assert not {pair.family for pair in TRAINING} & {pair.family for pair in HELD_OUT}
    assert names(TRAINING) & names(HELD_OUT) == set()


def test_a_pair_says_why_in_one_short_sentence() -> None:
    reasons = [pair.why for pair in (*TRAINING, *HELD_OUT)]
    assert [why for why in reasons if not why.endswith(".") or len(why) > 150] == []


def test_the_numbers_on_file_are_valid() -> None:
    known = parties((*TRAINING, *GENERATED))
    assert [one.siren for one in known if one.siren and not siren.is_valid(one.siren)] == []
    assert [one.vat for one in known if one.vat and numbers_of(one) != {one.siren}] == []


def test_nobody_real_can_be_called_or_written_to() -> None:
    contacts = [pair.registration.registrant for pair in (*TRAINING, *GENERATED)]
    known = parties((*TRAINING, *GENERATED))
    phones = {one.phone or "" for one in contacts if one} | {
        phone for party in known for phone in party.phones
    }
    mails = {one.email or "" for one in contacts if one} | {
        mail for party in known for mail in party.emails
    }
    domains = {domain for party in known for domain in party.domains}
    assert [phone for phone in phones - {""} if not FICTION.fullmatch(digits(phone))] == []
    assert [mail for mail in mails - {""} if not RESERVED.fullmatch(mail.casefold())] == []
    assert [name for name in domains if not name.endswith((".example", ".test"))] == []


def test_training_knows_every_class_but_the_held_out_one() -> None:
    assert {pair.holder for pair in TRAINING} == set(HolderClass) - {HolderClass.PRIVACY}


def test_generated_pairs_depend_on_the_seed_alone() -> None:
    assert generate(200, seed=7) == generate(200, seed=7)
    assert generate(200, seed=7) != generate(200, seed=8)
    assert len(generate(200, seed=7)) == 200


def test_generated_pairs_are_plain_for_the_most_part_and_of_every_class() -> None:
    counts = Counter(pair.holder for pair in GENERATED)
    assert set(counts) == set(HolderClass)
    assert counts.most_common(1)[0][0] is HolderClass.PRACTICE
    assert 0.05 < sum(pair.is_open for pair in GENERATED) / len(GENERATED) < 0.25
    assert len({pair.id for pair in GENERATED}) == len(GENERATED)


def test_generated_parties_are_not_those_held_out() -> None:
    assert names(GENERATED) & names(HELD_OUT) == set()
