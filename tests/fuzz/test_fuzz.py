"""A short run of `make fuzz` on our own records: no exception, no answer over a second."""

from probes.whois.registries import Form
from tests.fuzz.records import load
from tests.fuzz.running import LIMIT_SECONDS, Outcome, make, run
from tests.fuzz.subjects import subjects

SEED = 20_261_124
IN_ALL = 10_000
FEWEST = 300


def test_no_reader_raises_or_takes_a_second():
    readers = list(subjects(load(None)))
    answers = max(FEWEST, IN_ALL // len(readers))
    outcomes = list(run(readers, answers, SEED))
    assert [item for item in outcomes if not item.is_good] == []
    for reader, outcome in zip(readers, outcomes, strict=True):
        assert outcome.answers >= answers // reader.share, outcome


def test_every_form_of_the_registry_table_has_its_reader():
    names = {reader.name for reader in subjects(load(None))}
    assert {f"WHOIS {form}" for form in Form if form is not Form.OTHER} <= names


def test_the_same_number_makes_the_same_answer():
    for reader in subjects(load(None)):
        assert make(reader, SEED, 7) == make(reader, SEED, 7)


def test_an_exception_or_a_slow_answer_fails_the_run():
    assert not Outcome(name="", records=1, fault_count=1).is_good
    assert not Outcome(name="", records=1, slowest_ms=LIMIT_SECONDS * 1_000 + 1).is_good
