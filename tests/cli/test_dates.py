"""`reversibility dates --batch`: one line in, one line out; a bad one stops nothing."""

import io
import json

import pytest

from tests.cli.conftest import Command

LINES = (
    b"\xef\xbb\xbf"
    b'{"starts_on": "2020-08-01", "initial_term": "P36M", "renewal": "tacit",'
    b' "renewal_term": "P12M", "notice": "P3M", "today": "2023-01-10"}\r\n'
    b"\n"
    b"trois ans\n"
    b"\xff\xfe\n"
    b'{"starts_on": "2020-08-01", "renewal": "open_ended", "notice": "P90D", "today": "2023-01-10"}'
)


class Typed:
    """Standard input, as a terminal gives it."""

    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


def test_each_line_is_answered_and_a_bad_one_says_what_to_do(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Typed(LINES))
    done = command("dates", "--batch")
    first, bad, worse, last = (json.loads(line) for line in done.out.splitlines())
    assert (done.code, done.err) == (0, "")
    assert list(first) == [
        "term_ends_on",
        "next_term_starts_on",
        "last_day_to_give_notice",
        "missed",
        "explanation",
    ]
    assert first["last_day_to_give_notice"] == "2023-04-30"
    assert list(bad) == list(worse) == ["error"]
    assert "écrivez un objet par ligne" in bad["error"]
    assert (last["term_ends_on"], last["missed"]) == (None, False)
    assert "10 avril 2023" in last["explanation"]


def test_without_batch_it_says_how(command: Command) -> None:
    done = command("--lang", "en", "dates")
    assert done.code == 2
    assert "Add --batch" in done.err
