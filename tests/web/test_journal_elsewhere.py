"""The exported journal checks out elsewhere, by the program printed in docs/journal.md."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from reversibility.journal import service as journal
from reversibility.journal.models import JournalEntry
from reversibility.kernel import clock
from reversibility.store.session import transaction
from tests.web.house import House
from tests.web.pages import read

Tampering = Callable[[list[dict[str, Any]]], object]


@pytest.fixture
def check(tmp_path: Path) -> Callable[[bytes], str]:
    """Return the program of the documentation; what it says of a file."""
    page = Path("docs/journal.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert found
    program, file = tmp_path / "check.py", tmp_path / "journal.json"
    program.write_text(found[1], encoding="utf-8")

    def run(content: bytes) -> str:
        file.write_bytes(content)
        done = subprocess.run(
            [sys.executable, program, file], capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr

    return run


def test_the_whole_journal_checks_out_also_where_contents_were_erased(
    manager: FlaskClient, desk_engine: Engine, house: House, check: Callable[[bytes], str]
) -> None:
    with transaction(desk_engine, house.actor.practice_id) as session:
        entry_id = session.scalars(select(JournalEntry.id)).first()
        assert entry_id
        journal.erase_payload(session, house.actor, entry_id, reason="demande", now=clock.now())
    content = _export(manager, "")
    assert check(content) == f"{len(json.loads(content)['entries'])} entries fit\n"


def test_a_part_of_it_checks_out_entry_by_entry(
    manager: FlaskClient, check: Callable[[bytes], str]
) -> None:
    assert "entries fit" in check(_export(manager, "genre=party"))


@pytest.mark.parametrize(
    "tamper",
    [
        lambda entries: entries[3].update(actor=["user", "", "Quelqu’un d’autre"]),
        lambda entries: entries[3]["content"]["after"].update(name="autre"),
        lambda entries: entries.pop(3),
        lambda entries: entries.pop(),
        lambda entries: entries.reverse(),
        lambda entries: entries[3].update(content=None),
    ],
    ids=["who", "what", "one is gone", "the last is gone", "order", "content is gone"],
)
def test_what_was_changed_on_the_way_is_noticed(
    manager: FlaskClient, check: Callable[[bytes], str], tamper: Tampering
) -> None:
    document = json.loads(_export(manager, ""))
    tamper(document["entries"])
    said = check(json.dumps(document).encode())
    assert "does not fit" in said or "missing" in said


def _export(client: FlaskClient, asked: str) -> bytes:
    token = read(client.get("/journal")).form["csrf_token"]
    form = {"csrf_token": token, "format": "json"}
    return client.post(f"/journal/export?{asked}", data=form).data
