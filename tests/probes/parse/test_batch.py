"""`python -m probes parse --batch`: one line in, one line out, whatever happens."""

import io
import json

import pytest

from probes import batch
from tests.probes.parse.reading import RECORDS


def _run(*lines: str | bytes) -> list[dict[str, object]]:
    out = io.StringIO()
    batch.run(lines, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def _task(record: str, domain: str, kind: str) -> str:
    return json.dumps({"path": str(RECORDS / record), "domain": domain, "type": kind})


def test_answers_come_in_the_order_of_the_lines_with_the_keys_of_the_corpus():
    first, second = _run(
        _task("whois/afnic-company.txt", "cabinet-fontaine.fr.example", "whois"),
        _task("rdap/company.json", "cabinet-fontaine.fr.example", "rdap"),
    )

    assert second["owner"] == "SELARL CABINET FONTAINE"
    assert second["parser"] == "rdap"
    assert set(first) == {
        "registered", "state", "parser", "domain", "registrar", "registrar_id", "registrant_name",
        "registrant_organization", "registrant_email", "registrant_country", "created", "updated",
        "expires", "name_servers", "statuses", "dnssec", "owner", "privacy", "ms",
    }  # fmt: skip


def test_a_registration_is_told_in_plain_json():
    (answer,) = _run(_task("rdap/company.json", "cabinet-fontaine.fr.example", "rdap"))

    assert answer["registered"] is True
    assert answer["expires"] == "2027-03-14"
    assert answer["registrant_country"] == "FR"
    assert answer["privacy"] == "public"


@pytest.mark.parametrize(
    ("record", "kind", "registered", "state"),
    [
        ("whois/available.txt", "whois", False, "available"),
        ("whois/throttled.txt", "whois", None, "throttled"),
        ("rdap/error-404.json", "rdap", False, "available"),
        ("rdap/error-403.json", "rdap", None, "refused"),
    ],
)
def test_an_answer_without_a_registration_invents_nobody(record, kind, registered, state):
    (answer,) = _run(_task(record, "exemple.com", kind))

    assert (answer["registered"], answer["state"]) == (registered, state)
    assert answer["owner"] is None
    assert answer["created"] is None


def test_an_answer_about_another_name_is_not_believed():
    (answer,) = _run(_task("rdap/company.json", "exemple.fr", "rdap"))

    assert (answer["state"], answer["owner"]) == ("unparseable", None)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("not json", "is not JSON"),
        (b'{"path": "\xff"}', "is not JSON"),
        ("[]", "not a JSON object"),
        ('{"path": "x"}', "lacks a path, a domain or a known type"),
        ('{"path": "x", "domain": "a.fr", "type": "dns"}', "lacks a path"),
        ('{"path": "missing.txt", "domain": "a.fr", "type": "whois"}', "cannot be read"),
        ('{"path": "\\u0000", "domain": "a.fr", "type": "whois"}', "cannot be read"),
        ('{"path": "\\ud800", "domain": "a.fr", "type": "whois"}', "cannot be read"),
        ('{"path": "/", "domain": "a.fr", "type": "whois"}', "cannot be read"),
    ],
)
def test_a_line_that_cannot_be_used_says_why_and_stops_nothing(line, fault):
    refused, fine = _run(line, _task("rdap/company.json", "cabinet-fontaine.fr.example", "rdap"))

    assert fault in refused["error"]
    assert fine["owner"] == "SELARL CABINET FONTAINE"
