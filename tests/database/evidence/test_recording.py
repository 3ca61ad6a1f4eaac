"""What was seen is kept as it came; what is declared stays as it was."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import DBAPIError

from probes.interface import (
    Certificate,
    Contact,
    Delegation,
    LookupState,
    Observation,
    Registration,
    ServerAnswer,
    Source,
    VerdictField,
    VerdictState,
    message,
)
from probes.options import ProbeOptions
from reversibility.evidence.errors import (
    BasisMissingError,
    DigestDiffersError,
    NotProbedError,
    ObservationMissingError,
)
from reversibility.evidence.models import ObservationRow, VerdictBasis, VerdictRow
from reversibility.evidence.queries import (
    AssetEvidence,
    EarlierVerdict,
    get_asset_evidence,
    get_raw,
    latest_verdicts,
)
from reversibility.evidence.service import Examination, record_survey, request_probe
from reversibility.jobs.errors import NothingToDoError
from reversibility.jobs.queries import get_progress
from reversibility.journal.models import JournalEntry
from reversibility.journal.service import check_chain
from reversibility.kernel.actor import Actor, Permission, PracticeId, operator, worker
from reversibility.kernel.digest import sha256
from reversibility.kernel.errors import DeniedError
from reversibility.register.errors import AssetMissingError
from reversibility.register.models import Asset
from reversibility.store.session import transaction
from tests.factories.evidence import (
    ATTRIBUTES,
    RAW,
    House,
    make_examination,
    make_observation,
    make_verdict,
    open_house,
)

NOTHING = sha256(b"")


@pytest.fixture
def house(engine: Engine, actor: Actor, now: datetime) -> House:
    return open_house(engine, actor, now)


def test_the_bytes_of_an_answer_come_back_as_they_were(
    engine: Engine, house: House, now: datetime
) -> None:
    record(engine, house, make_examination(house, now), now)
    line = read(engine, house).answers[0]
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        answer = get_raw(session, house.actor, line.id)
    assert (answer.raw, answer.sha256) == (RAW, sha256(RAW))
    assert (line.size, line.number, line.registry_id) == (len(RAW), 1, "afnic")
    assert line.messages == (message("RDP01_READ", name="cabinet-exemple.fr.example"),)


def test_a_verdict_says_on_which_answers_it_rests(
    engine: Engine, house: House, now: datetime
) -> None:
    other = make_observation(now, source=Source.DNS, raw=b"dns", sha256=sha256(b"dns"))
    seen = (make_observation(now), other)
    record(engine, house, make_examination(house, now, observations=seen), now)
    line = read(engine, house).verdicts[VerdictField.HOLDER]
    assert [(basis.source, basis.sha256) for basis in line.bases] == [(Source.RDAP, sha256(RAW))]
    assert (line.judged_at, line.stale_from) == (now, now + timedelta(days=30))


def test_an_answer_that_never_came_is_told_from_the_others_that_did_not(
    engine: Engine, house: House, now: datetime
) -> None:
    seen = tuple(
        make_observation(
            now, source=source, state=LookupState.UNREACHABLE, raw=b"", sha256=NOTHING, facts=None
        )
        for source in (Source.RDAP, Source.WHOIS, Source.TLS)
    )
    verdicts = tuple(
        make_verdict(field=field, state=VerdictState.UNREACHABLE, observations=(NOTHING,))
        for field in (VerdictField.HOLDER, VerdictField.CERTIFICATE)
    )
    examination = make_examination(house, now, observations=seen, verdicts=verdicts)
    record(engine, house, examination, now)
    found = read(engine, house).verdicts
    assert sources(found[VerdictField.HOLDER].bases) == {Source.RDAP, Source.WHOIS}
    assert sources(found[VerdictField.CERTIFICATE].bases) == {Source.TLS}


def test_the_present_verdict_is_the_last_one_and_the_earlier_ones_stay(
    engine: Engine, house: House, now: datetime
) -> None:
    record(engine, house, make_examination(house, now), now)
    tomorrow = now + timedelta(days=1)
    verdict = make_verdict(state=VerdictState.CONTRADICTED)
    record(engine, house, make_examination(house, tomorrow, verdicts=(verdict,)), tomorrow)
    evidence = read(engine, house)
    assert evidence.verdicts[VerdictField.HOLDER].state is VerdictState.CONTRADICTED
    assert [line.number for line in evidence.answers] == [2, 1]
    assert (evidence.answer_count, evidence.last_judged_at) == (2, tomorrow)


def test_a_registry_that_is_down_for_a_night_takes_no_knowledge_away(
    engine: Engine, house: House, now: datetime
) -> None:
    record(engine, house, make_examination(house, now), now)
    tomorrow = now + timedelta(days=1)
    verdict = make_verdict(state=VerdictState.UNREACHABLE, observed="")
    record(engine, house, make_examination(house, tomorrow, verdicts=(verdict,)), tomorrow)
    line = read(engine, house).verdicts[VerdictField.HOLDER]
    assert line.state is VerdictState.UNREACHABLE
    assert line.earlier == EarlierVerdict(
        state=VerdictState.CONFIRMED,
        declared="Studio Exemple Web",
        observed="STUDIO EXEMPLE WEB SARL",
        judged_at=now,
    )


def test_a_verdict_on_a_declaration_that_changed_since_says_so(
    engine: Engine, house: House, now: datetime
) -> None:
    verdicts = (make_verdict(), make_verdict(field=VerdictField.REGISTRAR))
    record(engine, house, make_examination(house, now, verdicts=verdicts), now)
    with transaction(engine, house.actor.practice_id) as session:
        session.get_one(Asset, house.domain_id).holder_id = house.practice.id
    found = read(engine, house).verdicts
    assert found[VerdictField.HOLDER].declaration_changed
    assert not found[VerdictField.REGISTRAR].declaration_changed


def test_what_is_declared_is_never_overwritten(engine: Engine, house: House, now: datetime) -> None:
    record(engine, house, make_examination(house, now), now)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        asset = session.get_one(Asset, house.domain_id)
        assert (asset.attributes, asset.version) == (ATTRIBUTES, 1)


def test_facts_are_kept_readable(engine: Engine, house: House, now: datetime) -> None:
    certificate = Certificate(
        host="www.cabinet-exemple.fr.example",
        subject="CN=www.cabinet-exemple.fr.example",
        issuer="CN=Autorité Exemple",
        names=("www.cabinet-exemple.fr.example",),
        not_before=now,
        not_after=now + timedelta(days=90),
        sha256=NOTHING,
        chain=(),
        trusted=True,
    )
    answer = ServerAnswer(
        server="ns1.agence.example",
        address="127.0.0.1",
        state=LookupState.REGISTERED,
        serial=2026112401,
    )
    delegation = Delegation(zone="cabinet-exemple.fr.example", answers=(answer,))
    of_rdap = kept_facts(engine, house, make_observation(now), now)
    assert (of_rdap["kind"], of_rdap["expires"]) == ("registration", "2026-11-24")
    assert of_rdap["registrant"]["identifiers"] == [["siren", "1"]]
    of_tls = kept_facts(engine, house, make_observation(now, facts=certificate), now)
    assert (of_tls["kind"], of_tls["not_before"]) == ("certificate", "2026-11-24T08:30:00+00:00")
    of_dns = kept_facts(engine, house, make_observation(now, facts=delegation), now)
    assert of_dns["answers"][0]["serial"] == 2026112401


def test_characters_that_no_database_keeps_do_not_lose_an_answer(
    engine: Engine, house: House, now: datetime
) -> None:
    hostile = "Cabinet\x00 \ud800 Exemple"
    seen = make_observation(
        now,
        facts=Registration(registrant=Contact(name=hostile)),
        server="x" * 5000,
        messages=(message("RDP01_READ", name=hostile),),
    )
    verdict = make_verdict(observed=hostile, reasons=(message("OWN01_NAME", name=hostile),))
    examination = make_examination(house, now, observations=(seen,), verdicts=(verdict,))
    record(engine, house, examination, now)
    evidence = read(engine, house)
    assert evidence.verdicts[VerdictField.HOLDER].observed == "Cabinet\ufffd \ufffd Exemple"
    assert evidence.answers[0].server.endswith("…")


def test_bytes_that_do_not_have_their_digest_are_refused_whole(
    engine: Engine, house: House, now: datetime
) -> None:
    seen = (make_observation(now), make_observation(now, raw=RAW + b"."))
    with pytest.raises(DigestDiffersError):
        record(engine, house, make_examination(house, now, observations=seen), now)
    assert read(engine, house).answer_count == 0


def test_a_verdict_on_an_answer_that_is_not_there_is_refused_whole(
    engine: Engine, house: House, now: datetime
) -> None:
    with pytest.raises(BasisMissingError):
        record(engine, house, make_examination(house, now, observations=()), now)
    assert read(engine, house).verdicts == {}


@pytest.mark.parametrize(
    "statement",
    [
        update(ObservationRow).values(raw=b"other"),
        delete(ObservationRow),
        update(VerdictRow).values(state=VerdictState.CONFIRMED),
        delete(VerdictRow),
        delete(VerdictBasis),
    ],
)
def test_evidence_cannot_be_rewritten(
    engine: Engine, house: House, now: datetime, statement: object
) -> None:
    record(engine, house, make_examination(house, now), now)
    with (
        pytest.raises(DBAPIError, match="append-only"),
        transaction(engine, house.actor.practice_id) as session,
    ):
        session.execute(statement)  # type: ignore[call-overload]  # one of the statements above


def test_another_practice_reads_nothing(engine: Engine, house: House, now: datetime) -> None:
    record(engine, house, make_examination(house, now), now)
    line = read(engine, house).answers[0]
    stranger = operator(PracticeId(uuid4()))
    with transaction(engine, stranger.practice_id, read_only=True) as session:
        with pytest.raises(ObservationMissingError):
            get_raw(session, stranger, line.id)
        with pytest.raises(AssetMissingError):
            get_asset_evidence(session, stranger, house.domain_id)
        assert latest_verdicts(session, stranger, [house.domain_id]) == {house.domain_id: {}}
    # The query itself filters, even where the transaction stands above practices.
    with transaction(engine, None, read_only=True) as session:
        with pytest.raises(ObservationMissingError):
            get_raw(session, stranger, line.id)
        assert latest_verdicts(session, stranger, [house.domain_id]) == {house.domain_id: {}}


def test_recording_is_journalled(engine: Engine, house: House, now: datetime) -> None:
    record(engine, house, make_examination(house, now), now)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        actions = session.scalars(select(JournalEntry.action)).all()
        assert check_chain(session, house.actor).is_whole
    assert "evidence.survey_recorded" in actions


def test_a_probe_of_everything_leaves_out_what_nobody_can_ask(
    engine: Engine, house: House, now: datetime
) -> None:
    with transaction(engine, house.actor.practice_id) as session:
        started = request_probe(session, house.actor, None, ProbeOptions(), now=now)
        progress = get_progress(session, house.actor, started.id, now=now)
    assert [line.subject_id for line in progress.units] == [house.domain_id]
    assert [line.label for line in progress.units] == ["cabinet-exemple.fr.example"]


@pytest.mark.parametrize(
    ("which", "refusal"), [("ads_id", NotProbedError), ("missing", AssetMissingError)]
)
def test_a_probe_of_what_cannot_be_asked_is_refused(
    engine: Engine, house: House, now: datetime, which: str, refusal: type[Exception]
) -> None:
    asset_id = getattr(house, which, uuid4())
    with pytest.raises(refusal), transaction(engine, house.actor.practice_id) as session:
        request_probe(session, house.actor, [asset_id], ProbeOptions(), now=now)


def test_a_probe_of_nothing_is_refused(engine: Engine, actor: Actor, now: datetime) -> None:
    empty = replace(actor, practice_id=PracticeId(uuid4()))
    with pytest.raises(NothingToDoError), transaction(engine, empty.practice_id) as session:
        request_probe(session, empty, None, ProbeOptions(), now=now)


def test_reading_and_recording_each_need_their_permission(
    engine: Engine, house: House, now: datetime
) -> None:
    nobody = worker(house.actor.practice_id, {Permission.REGISTER_READ})
    stripped = replace(house, actor=nobody)
    with pytest.raises(DeniedError):
        record(engine, stripped, make_examination(house, now), now)
    with pytest.raises(DeniedError):
        read(engine, stripped)


def record(engine: Engine, house: House, examination: Examination, now: datetime) -> None:
    with transaction(engine, house.actor.practice_id) as session:
        record_survey(session, house.actor, house.domain_id, examination, unit_id=None, now=now)


def read(engine: Engine, house: House) -> AssetEvidence:
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return get_asset_evidence(session, house.actor, house.domain_id)


def kept_facts(engine: Engine, house: House, seen: Observation, now: datetime) -> dict:
    with transaction(engine, house.actor.practice_id) as session:
        examination = make_examination(house, now, observations=(seen,), verdicts=())
        kept = record_survey(
            session, house.actor, house.domain_id, examination, unit_id=None, now=now
        )
        (observation_id,) = kept.observation_ids
        return facts_of(session.get_one(ObservationRow, observation_id))


def facts_of(row: ObservationRow) -> dict:
    assert row.facts is not None
    return row.facts


def sources(bases: tuple) -> set[Source]:
    return {basis.source for basis in bases}
