"""The held-out pairs are usable, invented, and many enough; a faulty file is refused by name."""

import re
from collections import Counter
from pathlib import Path

import pytest
from stdnum import luhn
from stdnum.fr import tva

from tests.calibration.pairs import PairError, load

HELD_OUT = Path(__file__).with_name("held_out")
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in HELD_OUT.glob("*.toml")}
FICTION = re.compile(r"(?:0|33)(?:19900|26191|35301|46571|53649|63998)\d{4}")

PARTY = '[practices.a]\nname = "A"\n'
PAIR = '[[pair]]\nid = "x"\npractice = "a"\ncontact = {}\nholder = "absent"\nwhy = "Nothing."\n'


def test_every_family_is_large_enough_to_measure():
    pairs = load(HELD_OUT)
    families = Counter(pair.family for pair in pairs)
    assert families.keys() == TEXTS.keys()
    assert min(families.values()) >= 35
    assert 0.1 < sum(pair.is_open for pair in pairs) / len(pairs) < 0.5
    assert all(pair.why for pair in pairs)


def test_numbers_are_invented_and_well_formed():
    for kind, number in {number for pair in load(HELD_OUT) for number in _numbers(pair)}:
        digits = number.replace(" ", "")
        assert tva.is_valid(digits) if kind == "vat" else luhn.is_valid(digits)
        assert digits.removeprefix("FR")[-9:].startswith("9000") or digits.startswith("9000")


@pytest.mark.parametrize("family", sorted(TEXTS))
def test_nobody_real_can_be_called_or_written_to(family):
    text = TEXTS[family]
    phones = re.findall(r"phones? = \[?\"([^\"]+)\"", text)
    assert all(FICTION.fullmatch(re.sub(r"\D", "", phone)) for phone in phones)
    hosts = re.findall(r"@([\w.-]+)|domains = \[\"([^\"]+)\"", text)
    assert all("".join(host).endswith((".example", ".test")) for host in hosts)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (PARTY + PAIR.replace('"a"', '"b"'), "unknown party 'b'"),
        (PARTY + PAIR.replace('"absent"', '"nobody"'), "unknown class 'nobody'"),
        (PARTY + PAIR + PAIR, "duplicate id"),
        (PARTY + PAIR.replace("why", "because"), "missing fields"),
        (PARTY + PAIR.replace("{}", '{ firm = "A" }'), "firm"),
        (PARTY + PAIR.replace("{}", '{ privacy = "partly" }'), "partly"),
        (PARTY.replace("name", "nom") + PAIR, "nom"),
    ],
)
def test_a_faulty_file_is_refused_by_name(tmp_path, text, problem):
    (tmp_path / "faulty.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PairError, match=rf"faulty\.toml: '[xa]': .*{problem}"):
        load(tmp_path)


def test_an_empty_contact_is_no_registrant(tmp_path):
    (tmp_path / "plain.toml").write_text(PARTY + PAIR, encoding="utf-8")
    (pair,) = load(tmp_path)
    assert pair.registration.registrant is None
    assert pair.registration.contacts == ()


def _numbers(pair):
    yield from (("siren", party.siren) for party in (pair.practice, *pair.providers) if party.siren)
    if pair.registration.registrant:
        yield from pair.registration.registrant.identifiers
