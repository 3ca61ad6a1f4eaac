"""From plain answers to the case they lead to: which, why, and how urgent."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reversibility.catalogues.cases import Case, Flag, cases
from reversibility.catalogues.situations import Situation
from reversibility.exits.qualifying.rules import Answers, Message, Qualified, qualify

TODAY = date(2026, 12, 1)
LONG_AGO = (
    Message(sent_on=date(2026, 11, 2), channel="courriel"),
    Message(sent_on=date(2026, 11, 9), channel="lettre recommandée"),
)
_QUESTIONS = {each.id: [choice.id for choice in each.choices] for each in cases().questions}


def _told(choices: dict[str, str] | None = None, **days: object) -> Qualified:
    answers = Answers(choices=choices or {}, **days)  # type: ignore[arg-type]
    return qualify(answers, cases(), today=TODAY)


def _ids(found: Qualified) -> list[str]:
    return [each.id for each in found.reasons]


@pytest.mark.parametrize(
    ("choices", "case", "situation"),
    [
        ({"proceedings": "proceedings"}, Case.PROCEEDINGS, Situation.INSOLVENT),
        ({"proceedings": "closing"}, Case.CLOSING, Situation.INSOLVENT),
        ({"proceedings": "death"}, Case.DEATH, Situation.INSOLVENT),
        ({"proceedings": "sale"}, Case.SALE, Situation.INSOLVENT),
        ({"security": "yes"}, Case.SECURITY, Situation.CONTESTED),
        ({"handover": "refused"}, Case.HANDOVER_REFUSED, Situation.CONTESTED),
        ({"handover": "withdrawn"}, Case.HANDOVER_REFUSED, Situation.CONTESTED),
        ({"announced": "yes"}, Case.ANNOUNCED_STOP, Situation.COOPERATIVE),
        ({"invoices": "paid"}, Case.PAID_UNDELIVERED, Situation.COOPERATIVE),
        ({"maintenance": "missing"}, Case.UNMAINTAINED, Situation.COOPERATIVE),
        ({"planned": "yes"}, Case.PLANNED_END, Situation.COOPERATIVE),
        ({}, Case.OPEN, None),
        # No publication, all accesses, nothing due: that a contract is calm is not that it ends.
        ({"proceedings": "nothing", "access": "all", "work_due": "no"}, Case.OPEN, None),
    ],
)
def test_an_answer_leads_to_its_case_and_to_a_route_of_the_playbooks(
    choices: dict[str, str], case: Case, situation: Situation | None
) -> None:
    found = _told(choices)
    assert (found.case, found.situation) == (case, situation)


def test_no_answer_needs_work_due_two_dated_messages_and_ten_working_days() -> None:
    found = _told({"work_due": "yes"}, unanswered=LONG_AGO)
    assert (found.case, found.situation) == (Case.SILENCE, Situation.SILENT)
    (said,) = found.reasons
    assert said.params == {"count": "2", "days": "20"}  # 11 November is a public holiday


@pytest.mark.parametrize(
    ("choices", "messages", "missing"),
    [
        ({"work_due": "yes"}, LONG_AGO[:1], "messages_missing"),
        ({}, LONG_AGO, "nothing_due"),
        (
            {"work_due": "yes"},
            tuple(
                Message(sent_on=TODAY - timedelta(days=days), channel="courriel") for days in (7, 2)
            ),
            "too_early",
        ),
    ],
)
def test_what_is_missing_before_no_answer_may_be_said_is_named(
    choices: dict[str, str], messages: tuple[Message, ...], missing: str
) -> None:
    found = _told(choices, unanswered=messages)
    assert found.case is not Case.SILENCE
    assert missing in _ids(found)


def test_an_answer_of_last_week_is_no_silence_even_with_older_messages() -> None:
    found = _told(
        {"work_due": "yes"}, unanswered=LONG_AGO, last_answer_on=TODAY - timedelta(days=4)
    )
    assert found.case is Case.OPEN


def test_what_a_court_or_safety_imposes_comes_before_the_dispute_and_both_are_said() -> None:
    found = _told(
        {"proceedings": "proceedings", "handover": "refused", "work_due": "yes"},
        unanswered=LONG_AGO,
    )
    assert found.case is Case.PROCEEDINGS
    assert found.also == (Case.HANDOVER_REFUSED, Case.SILENCE)
    assert _ids(found) == ["said_proceedings", "said_refused", "said_silent"]


def test_a_provider_that_announced_its_end_is_left_as_silent_once_messages_stay_unanswered() -> (
    None
):
    found = _told({"announced": "yes"}, announced_end_on=date(2027, 1, 31), unanswered=LONG_AGO)
    assert (found.case, found.situation) == (Case.ANNOUNCED_STOP, Situation.SILENT)
    assert "messages_unanswered" in _ids(found)


def test_urgency_is_a_sum_that_names_its_addends() -> None:
    answers = Answers(
        choices={"stopped": "both", "personal_data": "cut_off", "invoices": "paid"},
        deadline_on=TODAY + timedelta(days=6),
    )
    found = qualify(
        answers,
        cases(),
        today=TODAY,
        expiring=[("cabinet.example", TODAY + timedelta(days=12))],
    )
    assert {each.id: cases().points(each.id) for each in found.urgencies} == {
        "service_stopped": 3,
        "mail_stopped": 4,
        "data_cut_off": 4,
        "deadline_near": 4,
        "domain_near": 3,
        "money_leaving": 3,
    }
    assert found.score == 21
    assert found.is_urgent


def test_a_far_deadline_and_a_far_expiry_press_nobody() -> None:
    answers = Answers(deadline_on=TODAY + timedelta(days=7))
    far = [("cabinet.example", TODAY + timedelta(days=30))]
    assert qualify(answers, cases(), today=TODAY, expiring=far).score == 0


_DAYS = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(
    choices=st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(ids) for name, ids in _QUESTIONS.items()}
    ),
    days=st.lists(st.dates(date(2020, 1, 1), TODAY), max_size=4),
    last=_DAYS,
    deadline=_DAYS,
)
def test_whatever_is_answered_there_is_a_case_with_reasons_that_can_be_written(
    choices: dict[str, str], days: list[date], last: date | None, deadline: date | None
) -> None:
    messages = tuple(Message(sent_on=day, channel="courriel") for day in days)
    answers = Answers(
        choices=choices, unanswered=messages, last_answer_on=last, deadline_on=deadline
    )
    found = qualify(answers, cases(), today=TODAY)
    assert found.reasons
    if found.situation is Situation.SILENT:
        assert len(messages) >= 2
    for said in (*found.reasons, *found.urgencies):
        sentence = cases().reason(said.id)
        assert sentence is not None
        for text in (sentence.fr, sentence.en):
            assert text.format_map(said.params)


def test_every_case_begins_with_what_holds_for_all_and_each_line_has_its_reason_and_source() -> (
    None
):
    for case in Case:
        steps = cases().first_steps(case, frozenset())
        assert {"note", "freeze", "renew", "accesses", "no_announcement"} <= {
            step.id for step in steps
        }
        assert all(step.why.fr and cases().source(step.source) for step in steps)


def test_insurance_and_the_breach_are_there_when_data_is_exposed() -> None:
    plain = {step.id for step in cases().first_steps(Case.SILENCE, frozenset())}
    assert "legal_protection" in plain
    assert not {"cyber", "breach"} & plain
    exposed = {step.id for step in cases().first_steps(Case.SILENCE, frozenset({Flag.EXPOSED}))}
    assert {"cyber", "breach"} <= exposed


def test_insolvency_forbids_the_ordinary_way_and_names_its_own_time_limits() -> None:
    steps = {step.id: step for step in cases().first_steps(Case.PROCEEDINGS, frozenset())}
    assert {"gazette", "no_termination", "addressee"} <= set(steps)
    assert "unpaid" not in steps
