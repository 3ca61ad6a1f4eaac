"""From a request to the verdicts, over real sockets, in the miniature Internet."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Event
from time import monotonic
from uuid import UUID

import pytest
from sqlalchemy import Engine

from probes.interface import LookupState, Source, VerdictField, VerdictState
from probes.options import ProbeOptions
from reversibility.evidence.queries import AssetEvidence, get_asset_evidence, get_raw
from reversibility.evidence.service import request_probe
from reversibility.jobs import queue
from reversibility.jobs.queries import RunProgress, RunState, get_progress
from reversibility.jobs.service import StartedRun
from reversibility.kernel import clock
from reversibility.kernel.digest import sha256
from reversibility.register.service import AssetDraft, declare_asset
from reversibility.store.session import transaction
from reversibility.worker.desk import Desk
from reversibility.worker.loop import Workplace, working
from tests.factories.evidence import DOMAIN, KINDS, House
from tests.universe import Mode, Universe

RDAP, WHOIS = "rdap.nic.fr.example", "whois.nic.fr.example"


@pytest.fixture
def place(engine: Engine, internet: Universe, tmp_path: Path) -> Iterator[Workplace]:
    made = queue.make(str(tmp_path / "queue.db"))
    desk = Desk(engine=engine, options=internet.options)
    yield Workplace(engine=engine, queue=made, handlers={}, desk=desk, threads=2)
    made.close()


def test_a_domain_held_by_the_agency_is_seen_as_declared(place: Workplace, house: House) -> None:
    do(place, request(place, house, house.domain_id))
    verdicts = read(place, house, house.domain_id).verdicts
    assert {field: line.state for field, line in verdicts.items()} == {
        VerdictField.HOLDER: VerdictState.CONFIRMED,
        VerdictField.REGISTRAR: VerdictState.CONFIRMED,
        VerdictField.EXPIRY: VerdictState.CONTRADICTED,
        VerdictField.NAME_SERVERS: VerdictState.CONTRADICTED,
    }
    holder = verdicts[VerdictField.HOLDER]
    assert holder.observed == "STUDIO EXEMPLE WEB"
    assert {basis.source for basis in holder.bases} == {Source.RDAP, Source.WHOIS}


def test_what_the_cases_find_is_kept_beside_the_answer_it_rests_on(
    place: Workplace, house: House
) -> None:
    do(place, request(place, house, house.domain_id))
    lines = read(place, house, house.domain_id).answers
    told = {note.code: line for line in lines for note in line.messages}
    assert told["MAI03_ONLY_WATCHES"].question.endswith("MX TXT")
    assert told["REG01_NO_LOCK"].source is Source.RDAP
    assert len({line.unit_id for line in lines}) == 1


def test_every_answer_is_kept_with_its_bytes(place: Workplace, house: House) -> None:
    do(place, request(place, house, house.domain_id))
    lines = read(place, house, house.domain_id).answers
    assert {line.source for line in lines} == {Source.RDAP, Source.WHOIS, Source.DNS}
    with transaction(place.engine, house.actor.practice_id, read_only=True) as session:
        answers = [get_raw(session, house.actor, line.id) for line in lines]
    assert all(sha256(answer.raw) == answer.sha256 for answer in answers)
    (whois,) = (answer for answer in answers if answer.source is Source.WHOIS)
    assert b"STUDIO EXEMPLE WEB" in whois.raw


def test_a_throttled_registry_is_recorded_as_unreachable(
    place: Workplace, house: House, internet: Universe
) -> None:
    internet.set_mode(RDAP, Mode.THROTTLED)
    internet.set_mode(WHOIS, Mode.THROTTLED)
    started = request(place, house, house.domain_id)
    do(place, started)
    assert progress(place, house, started).state is RunState.DONE
    evidence = read(place, house, house.domain_id)
    assert evidence.verdicts[VerdictField.HOLDER].state is VerdictState.UNREACHABLE
    states = {line.source: line.state for line in evidence.answers}
    assert states[Source.RDAP] is states[Source.WHOIS] is LookupState.THROTTLED


def test_a_mail_service_does_not_trouble_the_registry(
    place: Workplace, house: House, internet: Universe, now: datetime
) -> None:
    mail = {"domain": DOMAIN, "mail_host": "messagerie-exemple.com.example"}
    asset_id = add(place, house, now, kind="email_m365", attributes=mail)
    do(place, request(place, house, asset_id))
    evidence = read(place, house, asset_id)
    states = {field: line.state for field, line in evidence.verdicts.items()}
    assert states == {VerdictField.MAIL_HOST: VerdictState.CONFIRMED}
    assert {line.source for line in evidence.answers} == {Source.DNS}
    assert internet.questions(RDAP) == internet.questions(WHOIS) == ()


def test_a_site_is_judged_by_its_certificate(place: Workplace, house: House, now: datetime) -> None:
    site = {"url": f"https://www.{DOMAIN}/", "site_host": f"www.{DOMAIN}"}
    asset_id = add(place, house, now, kind="website_cms", attributes=site)
    do(place, request(place, house, asset_id))
    evidence = read(place, house, asset_id)
    assert set(evidence.verdicts) == {VerdictField.CERTIFICATE}
    assert {line.source for line in evidence.answers} == {Source.TLS, Source.PAGE}


def test_what_a_home_page_shows_of_its_upkeep_is_kept_with_its_excerpt(
    place: Workplace, house: House, now: datetime
) -> None:
    host = "logiciels.entretien.fr.example"
    site = {"url": f"https://{host}/", "site_host": host}
    asset_id = add(place, house, now, kind="website_cms", attributes=site)
    do(place, request(place, house, asset_id))
    lines = read(place, house, asset_id).answers
    (page,) = (line for line in lines if line.source is Source.PAGE)
    assert {note.code for note in page.messages} == {"MNT01_ENDED", "MNT01_OLD"}
    with transaction(place.engine, house.actor.practice_id, read_only=True) as session:
        kept = get_raw(session, house.actor, page.id).raw
    assert b"PHP/7.4.33" in kept
    assert b"Bienvenue" not in kept


def test_a_name_that_is_not_to_be_probed_fails_with_the_sentence_of_the_probes(
    place: Workplace, house: House, now: datetime
) -> None:
    asset_id = add(place, house, now, kind="domain_fr", attributes={"domain": "serveur.local"})
    started = request(place, house, asset_id)
    do(place, started)
    (line,) = progress(place, house, started).units
    assert line.fault is not None
    assert (line.fault.code, line.fault.params["name"]) == ("NAM01_SPECIAL_USE", "serveur.local")


def test_a_request_is_done_by_the_worker_and_its_progress_shows_it(
    place: Workplace, house: House
) -> None:
    started = request(place, house, house.domain_id)
    with working(place):
        deadline = monotonic() + 20
        while not progress(place, house, started).is_over and monotonic() < deadline:
            Event().wait(0.05)
    shown = progress(place, house, started)
    assert (shown.state, shown.done, shown.units[0].label) == (RunState.DONE, 1, DOMAIN)
    assert shown.units[0].result["verdicts"]["holder"] == "confirmed"  # type: ignore[index]  # JSON


def add(
    place: Workplace, house: House, now: datetime, *, kind: str, attributes: dict[str, object]
) -> UUID:
    draft = AssetDraft(
        slug=kind,
        kind=kind,
        name=kind,
        importance=3,
        declared_on=now.date(),
        declared_by="N. Lopez",
        attributes=attributes,
    )
    with transaction(place.engine, house.actor.practice_id) as session:
        return declare_asset(session, house.actor, draft, kind=KINDS[draft.kind], now=now).id


def request(place: Workplace, house: House, asset_id: UUID) -> StartedRun:
    with transaction(place.engine, house.actor.practice_id) as session:
        return request_probe(session, house.actor, [asset_id], ProbeOptions(), now=clock.now())


def do(place: Workplace, started: StartedRun) -> None:
    assert place.desk is not None
    place.desk.finish([started.id], lambda _: None)


def read(place: Workplace, house: House, asset_id: UUID) -> AssetEvidence:
    with transaction(place.engine, house.actor.practice_id, read_only=True) as session:
        return get_asset_evidence(session, house.actor, asset_id)


def progress(place: Workplace, house: House, started: StartedRun) -> RunProgress:
    with transaction(place.engine, house.actor.practice_id, read_only=True) as session:
        return get_progress(session, house.actor, started.id, now=clock.now())
