"""python-whois in its own process: believed where it is right, ended when it overruns."""

import os
from datetime import date
from pathlib import Path

import pytest

from probes.whois import long_tail
from probes.whois.limited import LimitedReader
from probes.whois.registries import HolderColumn

TEXT = (
    "Domain: exemple.test\nNserver: ns1.atelier.example\nStatus: connect\n"
    "Registrant Name: The Technical Contact\nCreation Date: 2010-01-02\n"
)


@pytest.fixture
def reader():
    limited = LimitedReader()
    yield limited
    limited.close()


def _child(folder: Path, columns: dict[str, list[str]]) -> Path:
    """Write a child that answers at once, except when told to stall, to die or to babble."""
    child = folder / "child.py"
    child.write_text(
        f"import json, sys, time\nCOLUMNS = {columns!r}\n"
        "print(json.dumps({'ready': True}), flush=True)\n"
        "for line in sys.stdin:\n"
        "    question = json.loads(line)\n"
        "    if question['text'] == 'stall':\n"
        "        time.sleep(60)\n"
        "    if question['text'] == 'die':\n"
        "        sys.exit(1)\n"
        "    junk = question['text'] == 'junk'\n"
        "    print('junk' if junk else json.dumps({'values': COLUMNS}), flush=True)\n",
        encoding="utf-8",
    )
    return child


def test_what_it_reads_is_tidied_as_everywhere_else(reader):
    found = long_tail.parse(TEXT, "exemple.test", HolderColumn.NAME, reader)

    assert found is not None
    assert found.created == date(2010, 1, 2)
    assert found.statuses == ("connect",)
    assert found.registrant is not None
    assert found.registrant.name == "The Technical Contact"


def test_where_it_mistakes_another_contact_for_the_holder_it_is_not_believed(reader):
    found = long_tail.parse(TEXT, "exemple.test", HolderColumn.WRONG, reader)

    assert found is not None
    assert found.registrant is None


def test_where_it_gives_a_handle_for_the_holder_it_stays_a_handle(tmp_path):
    columns = {"registrant_name": ["exemple1234-00001"], "name": ["The Technical Contact"]}
    reader = LimitedReader(_child(tmp_path, columns))

    found = long_tail.parse(TEXT, "exemple.test", HolderColumn.HANDLE, reader)
    reader.close()

    assert found is not None
    assert found.registrant is not None
    assert found.registrant.handle == "exemple1234-00001"
    assert found.registrant.name is None


def test_one_process_reads_many_answers(reader):
    reader.ask("exemple.test", TEXT)
    first = reader.pid
    reader.ask("exemple.test", TEXT)

    assert reader.pid == first


@pytest.mark.parametrize("question", ["stall", "die", "junk"])
def test_a_process_that_stalls_dies_or_babbles_costs_one_answer_only(tmp_path, question):
    reader = LimitedReader(_child(tmp_path, {}), wall_seconds=0.2)
    reader.ask("exemple.test", "fine")
    first = reader.pid

    lost = reader.ask("exemple.test", question)
    next_one = reader.ask("exemple.test", "fine")

    assert lost is None
    assert next_one == {"values": {}}
    assert reader.pid != first
    reader.close()


def test_a_child_that_cannot_start_makes_the_answer_unparseable(tmp_path):
    reader = LimitedReader(tmp_path / "missing.py")

    assert reader.ask("exemple.test", TEXT) is None
    assert reader.pid is None


def test_a_closed_reader_leaves_no_process_behind(reader):
    reader.ask("exemple.test", TEXT)
    pid = reader.pid
    assert pid is not None

    reader.close()

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_an_answer_built_to_exhaust_the_parser_is_given_up(reader):
    # The e-mail expression of python-whois is quadratic in the length of a word.
    hostile = "Domain Name: exemple.test\n" + "a" * 200_000

    assert long_tail.parse(hostile, "exemple.test", HolderColumn.NAME, reader) is None
    assert reader.ask("exemple.test", TEXT) is not None
