"""What changes in the miniature Internet between two checks is told once, over real sockets."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from probes.interface import Source
from reversibility.evidence.queries import ChangeLine, get_raw, list_changes
from reversibility.evidence.service import request_probe
from reversibility.jobs import queue
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor
from reversibility.kernel.digest import sha256
from reversibility.store.session import transaction
from reversibility.worker.handlers import probe_handlers
from reversibility.worker.loop import Workplace, do_unit
from tests.factories.evidence import DOMAIN, House, open_house
from tests.universe import Mode, Universe, running

RDAP, WHOIS = "rdap.nic.fr.example", "whois.nic.fr.example"


@pytest.fixture(scope="module")
def internet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Universe]:
    with running(tmp_path_factory.mktemp("internet")) as universe:
        yield universe


@pytest.fixture(autouse=True)
def _honest(internet: Universe) -> None:
    internet.calm()


@pytest.fixture
def house(engine: Engine, actor: Actor, now: datetime) -> House:
    return open_house(engine, actor, now)


@pytest.fixture
def place(engine: Engine, internet: Universe, tmp_path: Path) -> Iterator[Workplace]:
    made = queue.make(str(tmp_path / "queue.db"))
    yield Workplace(
        engine=engine, queue=made, handlers=probe_handlers(engine, internet.options), threads=2
    )
    made.close()


def test_another_holder_is_told_with_both_answers_and_only_once(
    place: Workplace, house: House, internet: Universe
) -> None:
    for _ in range(2):
        check(place, house)
    assert changes(place, house) == ()
    behave(internet, Mode.LYING_HOLDER)
    for _ in range(3):
        check(place, house)
    told = {line.code: line for line in changes(place, house)}
    assert set(told) == {"CHG01_HOLDER_CHANGED", "CHG11_RESULT_CONTRADICTED"}
    line = told["CHG01_HOLDER_CHANGED"]
    assert (line.before, line.after) == ("STUDIO EXEMPLE WEB", "Autre Hébergeur")
    assert line.who == f"registry {RDAP}"
    with transaction(place.engine, house.actor.practice_id, read_only=True) as session:
        for answer in (line.earlier, line.later):
            assert answer is not None
            raw = get_raw(session, house.actor, answer.id).raw
            assert (sha256(raw), answer.source) == (answer.sha256, Source.RDAP)


def test_a_holder_that_is_hidden_is_hidden_and_shown_again_the_same(
    place: Workplace, house: House, internet: Universe
) -> None:
    check(place, house)
    behave(internet, Mode.HIDING_HOLDER)
    check(place, house)
    behave(internet, Mode.HONEST)
    check(place, house)
    told = [line.code for line in changes(place, house) if line.code.startswith("CHG01")]
    assert told == ["CHG01_HOLDER_SHOWN", "CHG01_HOLDER_HIDDEN"]


@pytest.mark.parametrize("mode", [Mode.THROTTLED, Mode.REFUSED, Mode.LYING_NAME, Mode.EMPTY])
def test_a_registry_that_gives_no_usable_answer_changes_nothing(
    place: Workplace, house: House, internet: Universe, mode: Mode
) -> None:
    check(place, house)
    behave(internet, mode)
    check(place, house)
    behave(internet, Mode.HONEST)
    check(place, house)
    assert changes(place, house) == ()


def test_mail_that_goes_elsewhere_is_told(
    place: Workplace, house: House, internet: Universe
) -> None:
    check(place, house)
    internet.place(DOMAIN, "MX", "10 mx.ailleurs.fr.example.")
    check(place, house)
    (line,) = (line for line in changes(place, house) if line.code.startswith("CHG08"))
    assert (line.code, line.after) == ("CHG08_MAIL_CHANGED", "mx.ailleurs.fr.example")


def behave(internet: Universe, mode: Mode) -> None:
    """Make the registry behave differently, in both of its protocols."""
    for host in (RDAP, WHOIS):
        internet.set_mode(host, mode)


def check(place: Workplace, house: House) -> None:
    """Ask for a check of the domain, and do it."""
    with transaction(place.engine, house.actor.practice_id) as session:
        started = request_probe(session, house.actor, [house.domain_id], now=clock.now())
    for unit in started.units:
        do_unit(place, unit.practice_id, unit.unit_id)


def changes(place: Workplace, house: House) -> tuple[ChangeLine, ...]:
    """Return what has changed, the newest first."""
    with transaction(place.engine, house.actor.practice_id, read_only=True) as session:
        return list_changes(session, house.actor)
