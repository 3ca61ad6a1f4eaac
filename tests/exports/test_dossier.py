"""The dossier: the same after a trip through JSON, and refused with a place and a reason."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from exports import dossier as words
from exports.dossier import Dossier, Language, check, from_json, to_json
from exports.errors import DossierError
from probes import interface
from tests.exports.sample import sample


@pytest.mark.parametrize("language", Language)
def test_a_dossier_is_the_same_after_json_and_back(language: Language) -> None:
    assert from_json(to_json(sample(language))) == sample(language)


def test_json_of_the_same_dossier_has_the_same_bytes() -> None:
    assert to_json(sample()) == to_json(from_json(to_json(sample())))


def test_verdict_states_are_those_of_the_probes() -> None:
    assert [state.value for state in words.VerdictState] == [
        state.value for state in interface.VerdictState
    ]


def set_unknown_key(plain: dict[str, Any]) -> None:
    plain["assets"][0]["colour"] = "red"


def remove_provider(plain: dict[str, Any]) -> None:
    del plain["provider"]


def make_number_a_text(plain: dict[str, Any]) -> None:
    plain["assets"][0]["number"] = "1"


def make_a_bool_a_number(plain: dict[str, Any]) -> None:
    plain["matrix"]["rows"][0]["cells"][0]["holder"] = 1


def invent_a_state(plain: dict[str, Any]) -> None:
    plain["assets"][0]["fields"][0]["state"] = "stolen"


def spoil_a_date(plain: dict[str, Any]) -> None:
    plain["actions"][0]["due_on"] = "20/10/2026"


def make_the_time_naive(plain: dict[str, Any]) -> None:
    plain["made_at"] = "2026-10-12T07:40:00"


def make_the_time_local(plain: dict[str, Any]) -> None:
    plain["made_at"] = "2026-10-12T09:40:00+02:00"


def point_to_missing_evidence(plain: dict[str, Any]) -> None:
    plain["assets"][0]["fields"][0]["evidence"] = ["P-999"]


def put_a_step_too_early(plain: dict[str, Any]) -> None:
    plain["assets"][0]["steps"][0]["after"] = [4]


def drop_a_cell(plain: dict[str, Any]) -> None:
    plain["matrix"]["rows"][2]["cells"].pop()


def put_the_practice_last(plain: dict[str, Any]) -> None:
    plain["matrix"]["parties"].reverse()


def shorten_a_hash(plain: dict[str, Any]) -> None:
    plain["register_sha256"] = "abc"


def invent_a_zone(plain: dict[str, Any]) -> None:
    plain["time_zone"] = "Europe/Exemple"


def repeat_evidence(plain: dict[str, Any]) -> None:
    plain["evidence"][1]["number"] = "P-001"


def weigh_too_much(plain: dict[str, Any]) -> None:
    plain["band"][0]["weight"] = 9


def list_as_object(plain: dict[str, Any]) -> None:
    plain["assets"] = {}


@pytest.mark.parametrize(
    ("spoil", "place", "reason"),
    [
        (set_unknown_key, "assets[0].colour", "not known"),
        (remove_provider, "provider", "missing"),
        (make_number_a_text, "assets[0].number", "a whole number"),
        (make_a_bool_a_number, "matrix.rows[0].cells[0].holder", "true or false"),
        (invent_a_state, "assets[0].fields[0].state", "confirmed"),
        (spoil_a_date, "actions[0].due_on", "ISO 8601"),
        (make_the_time_naive, "made_at", "UTC"),
        (make_the_time_local, "made_at", "UTC"),
        (point_to_missing_evidence, "assets[0].fields[0].evidence", "P-999"),
        (put_a_step_too_early, "assets[0].steps[0].after", "step 4 must stand before"),
        (drop_a_cell, "matrix.rows[2].cells", "4 cells"),
        (put_the_practice_last, "matrix.parties", "comes first"),
        (shorten_a_hash, "register_sha256", "64"),
        (invent_a_zone, "time_zone", "Europe/Exemple"),
        (repeat_evidence, "evidence[1].number", "twice"),
        (weigh_too_much, "band[0].weight", "1 to 4"),
        (list_as_object, "assets", "a list"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(
    spoil: Callable[[dict[str, Any]], None], place: str, reason: str
) -> None:
    plain = json.loads(to_json(sample()))
    spoil(plain)
    with pytest.raises(DossierError) as caught:
        from_json(json.dumps(plain).encode())
    assert caught.value.path == place
    assert reason in caught.value.fault


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b"null", b"[" * 100_000, b'"text"']
)
def test_what_is_not_a_dossier_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(DossierError, match=r"expected|not JSON"):
        from_json(content)


def test_two_sheets_with_one_id_are_refused() -> None:
    plan = sample()
    with pytest.raises(DossierError, match=r"assets\[10\]\.id"):
        check(replace(plan, assets=(*plan.assets, plan.assets[0])))


def test_counts_are_counted_from_the_band() -> None:
    plan = sample()
    assert [plan.count(state) for state in words.AssetState] == [4, 2, 4]


def test_half_an_emoji_does_not_stop_a_dossier() -> None:
    plan = replace(sample(), headline="ab\ud83d")
    assert isinstance(from_json(to_json(plan)), Dossier)


def test_an_observation_time_must_say_its_zone() -> None:
    plan = sample()
    row = replace(plan.assets[0].fields[0], observed_at=datetime(2026, 10, 12, 6, 12))
    asset = replace(plan.assets[0], fields=(row,))
    with pytest.raises(DossierError, match=r"assets\[0\]\.fields\[0\]\.observed_at"):
        check(replace(plan, assets=(asset,)))
