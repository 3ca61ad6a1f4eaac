"""What binds a value, when a delegation is at rest, and which names may be challenged."""

from datetime import UTC, datetime, timedelta

import pytest

from probes.challenge.check import read_challenged
from probes.challenge.delegation import SETTLES_AFTER, settles_at
from probes.challenge.model import Sighting
from probes.challenge.networks import networks
from probes.challenge.token import Expected, make_token, read_token, token_digest, value_of
from probes.errors import NameRefusedError
from probes.options import ProbeOptions

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
OLD, NEW = ("ns1.ancien.example",), ("ns1.nouveau.example",)


def test_a_token_has_160_bits_and_no_two_are_alike() -> None:
    tokens = {make_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) * 5 for token in tokens} == {160}


@pytest.mark.parametrize(
    "context",
    [
        ("autre-cabinet", "maison.fr.example", "control"),
        ("cabinet", "vide.fr.example", "control"),
        ("cabinet", "maison.fr.example", "autre"),
    ],
)
def test_a_value_is_worth_nothing_to_another_practice_name_or_purpose(
    context: tuple[str, ...],
) -> None:
    own, token = ("cabinet", "maison.fr.example", "control"), make_token()
    assert Expected(context=own, digest=token_digest(token, own)).is_met_by(token)
    assert not Expected(context=own, digest=token_digest(token, context)).is_met_by(token)


@pytest.mark.parametrize("around", ["{}", ' "{}" ', "«\u00a0{}\u00a0»", "\ufeff{}\r\n"])
def test_what_people_copy_along_with_a_value_does_no_harm(around: str) -> None:
    token = make_token()
    assert read_token(around.format(value_of(token).upper())) == token


@pytest.mark.parametrize("text", ["", "v=spf1 -all", "x reversibility-challenge=abc", "abc"])
def test_other_texts_are_no_values(text: str) -> None:
    assert read_token(text) is None


@pytest.mark.parametrize(
    ("hours", "waits"),
    [
        ((), False),
        ((100, 3), False),
        ((-100, 60, 50, 1), False),
        ((-100, 47, 1), True),
        ((-100,), True),
        ((-100, 90, -10, 5), True),
        ((90, -60, 50), False),
    ],
    ids=str,
)
def test_a_change_settles_for_two_days_from_its_first_sight(
    hours: tuple[int, ...], *, waits: bool
) -> None:
    """A look of ours never shortens the wait; minus stands for other servers than today's."""
    seen = [
        Sighting(seen_at=NOW - timedelta(hours=abs(each)), name_servers=OLD if each < 0 else NEW)
        for each in hours
    ]
    until = settles_at(seen, NEW, NOW)
    assert (until is not None) is waits
    assert until is None or NOW < until <= NOW + SETTLES_AFTER


def test_addresses_of_one_site_are_one_network() -> None:
    near = ("192.0.2.1", "192.0.2.250", "2001:db8:1::1", "2001:db8:1:ff::1")
    assert len(networks(near)) == 2
    assert len(networks((*near, "198.51.100.1", ""))) == 3


@pytest.mark.parametrize("typed", ["avocat.fr", "notaires.fr", "fr.example", "cabinet"])
def test_what_lets_out_names_to_others_is_not_challenged(typed: str) -> None:
    with pytest.raises(NameRefusedError):
        read_challenged(typed, ProbeOptions(extra_suffixes=("fr.example",)))


def test_a_name_under_a_professional_suffix_may_be_challenged() -> None:
    assert read_challenged("Durand.Avocat.fr", ProbeOptions()) == "durand.avocat.fr"
