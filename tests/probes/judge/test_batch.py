"""`python -m probes judge --batch`: one line in, one line out, whatever the line holds."""

import io
import json
from typing import Any

import pytest

from probes import judging

PRACTICE = {
    "legal_name": "SELARL Valmont Tessier",
    "siren": "900000001",
    "people": [{"name": "Hélène Valmont", "title": "Maître"}],
    "address": {"city": "Rennes", "postcode": "35000"},
    "phones": None,
}
AGENCY = {"name": "Studio Exemple Web", "brands": ["Pixel Granit"], "city": "Nantes"}


def _run(*lines: object) -> list[dict[str, Any]]:
    out = io.StringIO()
    judging.run([one if isinstance(one, bytes | str) else json.dumps(one) for one in lines], out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def _judge(registrant: dict[str, Any] | None, **more: object) -> dict[str, Any]:
    line = {"practice": PRACTICE, "provider": AGENCY, "registrant": registrant}
    (answer,) = _run({**line, **more})
    return answer


@pytest.mark.parametrize(
    ("registrant", "holder", "state"),
    [
        ({"org": "VALMONT TESSIER SELARL", "city": "RENNES CEDEX"}, "practice", "confirmed"),
        ({"org": "Studio Exemple Web SAS", "name": "Valmont"}, "provider", "contradicted"),
        ({"org": "Boulangerie Valmont", "city": "Brest"}, "third_party", "contradicted"),
        ({"name": "Ano Nymous", "handle": "ANO00-FRNIC"}, "redacted", "not_published"),
        ({"org": "REDACTED FOR PRIVACY", "redacted": ["Name"]}, "redacted", "not_published"),
        ({"org": "Domains By Proxy, LLC"}, "privacy", "not_published"),
        ({"name": None, "city": "Rennes"}, "absent", "not_published"),
        ({"org": "Tessier", "city": None}, "practice", "inconclusive"),
    ],
)  # fmt: skip
def test_a_holder_is_judged_against_the_practice(
    registrant: dict[str, Any], holder: str, state: str
) -> None:
    answer = _judge(registrant)
    assert (answer["holder"], answer["state"]) == (holder, state), answer
    assert 0 <= answer["confidence"] <= 1
    assert all(reason["fr"] and reason["en"] for reason in answer["reasons"])


def test_what_is_declared_may_be_the_provider() -> None:
    assert _judge({"org": "Studio Exemple Web"}, declared="provider")["state"] == "confirmed"


def test_a_lost_field_and_an_unknown_one_change_nothing() -> None:
    whole = {"org": "SELARL Valmont Tessier", "city": "Rennes"}
    answer = _judge({**whole, "email": None, "shoe_size": 42}, id="row 7")
    assert answer["holder"] == _judge(whole)["holder"] == "practice"


def test_nothing_published_at_all_is_absent() -> None:
    assert _judge(None)["holder"] == "absent"


@pytest.mark.parametrize(
    "line",
    [
        b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"practice": 5}',
        b'{"practice": {"people": [7]}}', b'{"registrant": {"org": ["a"]}}',
        b'{"declared": "nobody"}', b" " * 300_000,
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_used_says_why_and_the_next_is_answered(line: bytes) -> None:
    bad, good = _run(line, {"practice": PRACTICE, "registrant": {"org": "SELARL Valmont Tessier"}})
    assert bad["error"]
    assert good["holder"] == "practice"
