"""Situations and facts leave in a practice file and come back in another house."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from reversibility.catalogues.cases import Case, cases
from reversibility.catalogues.loader import load_catalogue
from reversibility.contracts.event_models import EventKind
from reversibility.contracts.event_queries import list_events
from reversibility.contracts.events import (
    EventDraft,
    RemarkDraft,
    add_event,
    add_remark,
    correct_event,
)
from reversibility.exits.qualifying.queries import list_situations
from reversibility.exits.qualifying.rules import Answers, Message
from reversibility.exits.qualifying.service import Earlier, tell_situation
from reversibility.http.exporting.document import practice_document, practice_json
from reversibility.http.importing.practice import import_practice
from reversibility.kernel.actor import operator
from reversibility.store.session import transaction
from tests.web.house import House, furnish

STUDIO = "studio-web-2023"


def _live(engine: Engine, house: House, now: datetime) -> None:
    contract_id, today = house.contracts[STUDIO], now.date()
    long_ago = tuple(
        Message(sent_on=today - timedelta(days=days), channel="courriel") for days in (60, 40)
    )
    with transaction(engine, house.actor.practice_id) as session:
        for answers, told_at in (
            (Answers(choices={"work_due": "yes"}, unanswered=long_ago), now - timedelta(days=9)),
            (Answers(choices={"proceedings": "closing"}), now - timedelta(days=1)),
        ):
            tell_situation(
                session,
                house.actor,
                contract_id,
                answers,
                catalogue=cases(),
                expiring=(),
                earlier=Earlier(told_at=told_at, told_by="Nadia Lopez"),
                now=now,
            )
        draft = EventDraft(
            kind=EventKind.CALL,
            happened_on=date(2026, 11, 10),
            happened_at=datetime(2026, 11, 10, 13, 5, tzinfo=UTC),
            facts="Trois appels.\nSans réponse.",
            author="Nadia Lopez",
            effect="deux heures",
        )
        first = add_event(session, house.actor, contract_id, draft, today=today, now=now)
        better = EventDraft(
            kind=EventKind.CALL,
            happened_on=date(2026, 11, 10),
            facts="Deux appels.",
            because="relevé de l’opérateur",
        )
        second = correct_event(session, house.actor, first.id, better, today=today, now=now)
        session.flush()
        remark = RemarkDraft(text="Nous avons rappelé.", dated_on=date(2026, 11, 20))
        add_remark(session, house.actor, second.id, remark, today=today, now=now)


def test_situations_facts_corrections_and_remarks_come_back_as_they_were(
    engine: Engine, now: datetime
) -> None:
    house = furnish(engine, now)
    _live(engine, house, now)
    with transaction(engine, house.actor.practice_id) as session:
        document = practice_document(session, house.actor)
    document["practice"]["siren"] = "552100554"
    done = import_practice(engine, practice_json(document), load_catalogue(), now=now)
    there = operator(done.practice_id)
    with transaction(engine, there.practice_id) as session:
        again = practice_document(session, there)
        (contract,) = [each for each in again["contracts"] if each["id"] == STUDIO]
    (before,) = [each for each in document["contracts"] if each["id"] == STUDIO]
    assert contract["events"] == before["events"]
    assert contract["situations"] == before["situations"]
    assert len(contract["events"]) == 2
    assert contract["events"][1]["corrects"] == 1


def test_what_was_told_keeps_its_day_and_what_it_led_to(engine: Engine, now: datetime) -> None:
    house = furnish(engine, now)
    _live(engine, house, now)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        told = list_situations(session, house.actor, house.contracts[STUDIO])
        (line,) = list_events(session, house.actor, house.contracts[STUDIO])
    assert [each.case for each in told] == [Case.CLOSING, Case.SILENCE]
    assert told[0].told_at == now - timedelta(days=1)
    assert line.facts == "Deux appels."
    assert [each.facts for each in line.earlier] == ["Trois appels.\nSans réponse."]
    assert [each.text for each in line.remarks] == ["Nous avons rappelé."]


@pytest.mark.parametrize("corrects", [0, 2, 99])
def test_a_correction_of_nothing_in_a_file_is_a_line_of_its_own(
    engine: Engine, now: datetime, corrects: int
) -> None:
    house = furnish(engine, now)
    with transaction(engine, house.actor.practice_id) as session:
        document = practice_document(session, house.actor)
    document["practice"]["siren"] = "552100554"
    document["contracts"][0]["events"] = [
        {"kind": "call", "happened_on": "2026-11-10", "facts": "a"},
        {
            "kind": "call", "happened_on": "2026-11-11", "facts": "b", "because": "c",
            "corrects": corrects,
        },
    ]  # fmt: skip
    done = import_practice(engine, practice_json(document), load_catalogue(), now=now)
    there = operator(done.practice_id)
    with transaction(engine, there.practice_id) as session:
        events = practice_document(session, there)["contracts"][0]["events"]
    assert [each["facts"] for each in events] == ["a", "b"]
