"""What a contract leaves to settle, with its reasons; never a share of legal safety."""

import pytest

from reversibility.catalogues.clauses import ESSENTIAL, clauses
from reversibility.contracts.models import ClauseReply
from reversibility.contracts.scoring import read_clauses, share

ALL = clauses().preset("all")
BY_ID = {clause.id: clause for clause in ALL}


def test_there_are_twenty_seven_clauses_and_each_list_begins_with_what_is_essential() -> None:
    assert [clause.id for clause in ALL] == [f"C{number:02}" for number in range(1, 28)]
    essential = {clause.id for clause in clauses().preset(ESSENTIAL)}
    for name, more in (
        ("health", {"C11", "C22"}),
        ("law", {"C22", "C26"}),
        ("accounting", {"C14"}),
    ):
        assert {clause.id for clause in clauses().preset(name)} == essential | more


@pytest.mark.parametrize(
    ("clause", "reply", "left"),
    [
        ("C01", ClauseReply.YES, 0),
        ("C01", ClauseReply.PARTLY, 0.5),
        ("C01", ClauseReply.NO, 1),
        ("C01", ClauseReply.SILENT, 0.8),
        ("C04", ClauseReply.SILENT, 0.5),
        ("C13", ClauseReply.SILENT, 0.5),
        ("C20", ClauseReply.SILENT, 0.5),
        ("C22", ClauseReply.SILENT, 0.5),
        ("C24", ClauseReply.SILENT, 0.5),
        ("C01", ClauseReply.NOT_APPLICABLE, 0),
        ("C01", ClauseReply.UNKNOWN, 0),
    ],
)
def test_silence_costs_less_where_the_law_helps(
    clause: str, reply: ClauseReply, left: float
) -> None:
    assert share(BY_ID[clause], reply) == left


def test_the_heaviest_comes_first_and_what_nobody_read_is_apart() -> None:
    found = read_clauses(
        ALL,
        {
            "C23": ClauseReply.NO,
            "C01": ClauseReply.SILENT,
            "C03": ClauseReply.PARTLY,
            "C02": ClauseReply.YES,
            "C16": ClauseReply.NOT_APPLICABLE,
            "C27": ClauseReply.UNKNOWN,
        },
    )
    assert [(loss.clause.id, loss.points) for loss in found.losses] == [
        ("C01", 4.0), ("C03", 1.5), ("C23", 1.0),
    ]  # fmt: skip
    assert (found.points, found.most, found.read, found.not_applicable) == (6.5, 14, 4, 1)
    assert len(found.unread) == 22
