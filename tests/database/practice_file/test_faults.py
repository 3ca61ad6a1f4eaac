"""What contradicts itself in a practice file is named with its place, and nothing is written."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from reversibility.catalogues.loader import load_catalogue
from reversibility.http.practice_file import PracticeFileError, read
from tests.factories.everything import practice_with_everything

Document = dict[str, Any]
_REQUEST = "contracts[0].requests[0]"


def _item(document: Document) -> Document:
    item: Document = document["contracts"][0]["requests"][0]["items"][0]
    return item


def _set(part: Document, **values: object) -> None:
    part.update(values)


@pytest.mark.parametrize(
    ("spoil", "place", "code"),
    [
        (
            lambda file: _set(_item(file), asset="rien"),
            f"{_REQUEST}.items[0].asset",
            "unknown_reference:rien",
        ),
        (
            lambda file: _set(_item(file), said={"fr": "Le mot de passe", "en": "The key"}),
            f"{_REQUEST}.items[0].said",
            "asks_for_a_password",
        ),
        (
            lambda file: _set(_item(file), words=""),
            f"{_REQUEST}.items[0].words",
            "words_missing",
        ),
        (
            lambda file: _set(_item(file), settled_on="2020-01-01"),
            f"{_REQUEST}.items[0].settled_on",
            "received_before_sent",
        ),
        (
            lambda file: _set(file["contracts"][0]["letters"][0], follows=2),
            "contracts[0].letters[0].follows",
            "unknown_reference:2",
        ),
        (
            lambda file: file["contracts"][0]["first_hour"].append({"step": "note"}),
            "contracts[0].first_hour[2]",
            "listed_twice:note",
        ),
        (
            lambda file: _set(file["left_as_is"][0], asset=""),
            "left_as_is[0]",
            "required",
        ),
        (
            lambda file: _set(file["left_as_is"][0], severity=7),
            "left_as_is[0].severity",
            "one_of:1, 2, 3, 4",
        ),
        (
            lambda file: _set(file["emergency_card"], answers={"notes": "a\u0000b"}),
            "emergency_card.answers.notes.value",
            "control_character",
        ),
        (
            lambda file: _set(file["contracts"][0]["letters"][0], values={"subject": 3}),
            "contracts[0].letters[0].values.subject.value",
            "wrong_type",
        ),
        (
            lambda file: _set(file["holds"][1], exit="exemple-ads-2025"),
            "holds[1].exit",
            "unknown_reference:exemple-ads-2025",
        ),
        (
            lambda file: _set(file["periods"][0], months=999),
            "periods[0].months",
            "months:1-24",
        ),
        (
            lambda file: _set(file["views"][0], filters={"intervenant": "rien"}),
            "views[0].filters.intervenant",
            "unknown_reference:rien",
        ),
        (
            lambda file: _set(file["first_steps"], answers={"rien": {}}),
            "first_steps.answers.rien",
            "unknown_reference:rien",
        ),
    ],
)
def test_what_contradicts_itself_is_named_with_its_place(
    now: datetime, spoil: Callable[[Document], None], place: str, code: str
) -> None:
    document = json.loads(practice_with_everything(now))
    spoil(document)
    with pytest.raises(PracticeFileError) as refused:
        read(json.dumps(document).encode(), load_catalogue())
    assert refused.value.fields == {place: code}
